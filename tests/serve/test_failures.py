"""A workbook that cannot open: a sentence in both languages and one button, and never a trace."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.serve.conftest import get, served
from tests.serve.running import until
from tests.serve.test_look import TARGET_MIN, WCAG
from tw_kit.serve.embed import Workbooks
from tw_kit.serve.site import make_application

SECRET = "what a person wrote"
BROKEN = {
    "raises": f"raise ValueError({SECRET!r})",
    "prints": f"import sys\nprint({SECRET!r}, file=sys.stderr)",
    "dies": "import os\nos._exit(1)",
}


def notebook(path: Path, source: str) -> None:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))


def broken(folder: Path, kit, store, **sources: str):
    """A site whose workbooks are these cells."""
    for name, source in sources.items():
        notebook(folder / f"{name}.ipynb", source)
    workbooks = Workbooks(folder, {name: f"{name}.ipynb" for name in sources}, {})
    return make_application(kit, kit.content, store, workbooks=workbooks), workbooks


def expect_sentence(page, first: str) -> None:
    """What failed, in the reader's language first, and one button."""
    failed = page.locator("#failed")
    expect(failed).to_be_visible(timeout=30_000)
    english = "The workbook could not be opened. Nothing that was saved is lost."
    french = "Le cahier n’a pas pu s’ouvrir. Rien de ce qui est enregistré n’est perdu."
    sentences = failed.locator("p").first.locator("span").all_inner_texts()
    assert sentences == ([english, french] if first == "en" else [french, english])
    assert page.get_by_role("button").count() == 1
    assert min(page.get_by_role("button").bounding_box().values()) >= 0
    assert page.get_by_role("button").bounding_box()["height"] >= TARGET_MIN
    assert not page.locator("#waiting").is_visible()
    for hidden in (SECRET, "Traceback", "ValueError", "Error"):
        assert hidden not in page.content()


@pytest.mark.parametrize(("what", "language"), [("raises", "fr"), ("prints", "en"), ("dies", "fr")])
def test_a_notebook_that_fails_is_told_in_a_sentence(browser, tmp_path, kit, store, what, language, capfd):
    application, workbooks = broken(tmp_path, kit, store, work_seeker=BROKEN[what], employer="1")
    with served(application, workbooks) as port:
        page = browser.new_context().new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"http://127.0.0.1:{port}/workbook/work_seeker?lang={language}")
        expect_sentence(page, language)
        assert complaints == []
        assert Axe().run(page, options=WCAG).response["violations"] == []
        page.get_by_role("button").click()
        expect_sentence(page, language)
        page.goto("about:blank")
        assert until(lambda: len(workbooks.kernel_manager) == 0)
        page.context.close()
    assert SECRET not in capfd.readouterr().err


def test_a_kernel_that_cannot_start_is_told_in_a_sentence(browser, tmp_path, kit, store, capfd, monkeypatch):
    application, workbooks = broken(tmp_path, kit, store, work_seeker="1", employer="1")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python-here"))
    monkeypatch.setattr(workbooks, "start", lambda: None)  # or the server itself would not start
    with served(application, workbooks) as port:
        page = browser.new_context().new_page()
        page.goto(f"http://127.0.0.1:{port}/workbook/employer?lang=en")
        expect_sentence(page, "en")
        page.context.close()
    assert "Traceback" not in capfd.readouterr().err


def test_a_notebook_that_is_not_there_keeps_the_server_from_starting(tmp_path, monkeypatch):
    monkeypatch.setattr("tw_kit.serve.embed._short_folder", lambda: pytest.fail("nothing is made before"))
    with pytest.raises(FileNotFoundError):
        Workbooks(tmp_path, {"work_seeker": "work_seeker.ipynb"}, {})


def test_an_error_of_the_server_is_an_error_page(tmp_path, kit, store):
    application, workbooks = broken(tmp_path, kit, store, work_seeker="1", employer="1")
    workbooks._notebooks.clear()
    with served(application, workbooks) as port:
        answer = get(port, "/workbook/work_seeker")
    assert answer.status == 500
    assert "This page could not be shown" in answer.text
    assert "Traceback" not in answer.text
