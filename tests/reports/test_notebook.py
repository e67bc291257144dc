"""The notebooks themselves: thin, strict about parameters, and of use to papermill and nbconvert without the kit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from tests.reports.conftest import Printed
from tw_kit.content import Content
from tw_kit.errors import HandoutFailed, SummaryFaults
from tw_kit.reports import worker
from tw_kit.reports.blocks import MIME
from tw_kit.reports.executed import NotExported, handout_of
from tw_kit.reports.exporter_html import HandoutHTMLExporter
from tw_kit.reports.exporter_pdf import HandoutPDFExporter
from tw_kit.reports.show import show_handout

NOTEBOOKS = sorted(worker.NOTEBOOKS.glob("*.ipynb"))


def program(name: str) -> str:
    """A command that was installed with this Python."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert found is not None, f"{name} is not installed"
    return found


def run(*command: str | Path, cwd: Path, **variables: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TW_KIT_")}
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=environment | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_there_is_one_for_each_client_and_the_invitation():
    assert {path.name for path in NOTEBOOKS} == {
        "employer_invitation.ipynb",
        "handout_employer.ipynb",
        "handout_work_seeker.ipynb",
    }


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_thin_stripped_and_has_one_cell_of_parameters(path: Path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.metadata.get("tags", []) for cell in code] == [["parameters"], []]
    assert len(code[0].source.splitlines()) == 1
    for cell in code:
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert len(cell.source.splitlines()) <= 5
    assert [cell.id for cell in notebook.cells] == ["about", "parameters", "handout"]
    assert not any(word in code[1].source for word in ("def ", "class ", "open(", "Path", "http"))


@pytest.mark.parametrize("parameters", [{"sumary_path": "x"}, {"summary_path": "x", "language": "fr"}, {}])
def test_a_misspelt_a_further_and_a_missing_parameter_are_refused(parameters: dict[str, str]):
    with pytest.raises(HandoutFailed) as caught:
        worker.executed(worker.HANDOUT["work_seeker"], parameters)
    (fault,) = caught.value.faults
    assert fault.message == "handout.parameters_differ"
    assert fault.facts["got"] == "summary_path"


def test_a_notebook_with_a_further_parameter_is_refused(tmp_path: Path):
    notebook = nbformat.read(NOTEBOOKS[-1], as_version=4)
    notebook.cells[1].source += "\nlanguage = 'fr'"
    nbformat.write(notebook, tmp_path / "changed.ipynb")
    with pytest.raises(HandoutFailed) as caught:
        worker.executed(tmp_path / "changed.ipynb", {"summary_path": "x"})
    assert caught.value.faults[0].facts["got"] == "summary_path, language"


def test_a_notebook_run_by_hand_says_in_a_sentence_what_is_wrong(tmp_path: Path, content: Content, monkeypatch):
    for name in ("TW_KIT_LANG", "TW_KIT_CONTENT", "TW_KIT_DATA"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(HandoutFailed) as nothing_given:
        show_handout("")
    assert nothing_given.value.__notes__ == [content.text("error.handout.no_summary", "en")]
    monkeypatch.setenv("TW_KIT_LANG", "fr")
    with pytest.raises(SummaryFaults) as caught:
        show_handout(str(tmp_path / "gone.json"))
    assert caught.value.__notes__ == [content.text("error.summary.missing", "fr")]


@pytest.mark.parametrize("exporter", [HandoutHTMLExporter, HandoutPDFExporter])
def test_a_notebook_without_a_handout_is_not_exported(exporter: Any, content: Content, monkeypatch):
    monkeypatch.delenv("TW_KIT_LANG", raising=False)
    with pytest.raises(NotExported) as caught:
        exporter().from_filename(str(NOTEBOOKS[-1]))
    assert str(caught.value) == content.text("error.handout.not_executed", "en")


def test_only_the_output_of_the_kits_own_kind_is_exported(printed: Printed):
    notebook = nbformat.read(printed.out / "work_seeker_001.en.ipynb", as_version=4)
    assert set(handout_of(notebook)) > {"title", "blocks", "version"}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.data.pop(MIME, None)
            output.data["text/html"] = "<h1>Not a handout</h1>"
    with pytest.raises(NotExported):
        handout_of(notebook)


def test_jupyter_finds_the_exporters_by_name():
    from nbconvert.exporters import get_exporter

    assert get_exporter("tw-html") is HandoutHTMLExporter
    assert get_exporter("tw-pdf") is HandoutPDFExporter


def test_papermill_with_a_real_kernel_and_nbconvert_make_the_same_pages(
    printed: Printed, tmp_path: Path, content: Content
):
    """What a person does who has the notebooks and not our command."""
    source, notebook = printed.sources / "work_seeker_001.json", tmp_path / "out.ipynb"
    template = worker.HANDOUT["work_seeker"]
    mill = run(program("papermill"), template, notebook, "-p", "summary_path", source, cwd=tmp_path, TW_KIT_LANG="en")
    misspelt = run(program("papermill"), template, "bad.ipynb", "-p", "sumary_path", source, cwd=tmp_path)
    unexecuted = {
        kind: run(program("jupyter"), "nbconvert", "--to", kind, "--output-dir", tmp_path, template, cwd=tmp_path)
        for kind in ("tw-html", "tw-pdf")
    }
    said, _ = mill.communicate(timeout=120)
    assert mill.returncode == 0, said
    said, _ = misspelt.communicate(timeout=120)
    assert misspelt.returncode != 0
    assert content.text("error.handout.no_summary", "en") in said
    for process in unexecuted.values():
        said, _ = process.communicate(timeout=120)
        assert process.returncode != 0
        assert content.text("error.handout.not_executed", "en") in said
    executed = {
        kind: run(program("jupyter"), "nbconvert", "--to", kind, "--output-dir", tmp_path, notebook, cwd=tmp_path)
        for kind in ("tw-html", "tw-pdf")
    }
    for process in executed.values():
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
    for kind in ("html", "pdf"):
        made = (tmp_path / f"out.{kind}").read_bytes()
        assert made == (printed.out / f"work_seeker_001.en.{kind}").read_bytes()


def test_an_engine_of_that_name_is_there_for_papermill():
    engine = papermill.engines.papermill_engines.get_engine("tw-kit")
    assert engine.__name__ == "InProcessEngine"


def test_a_cell_that_fails_stops_the_notebook_and_its_message_is_not_passed_on(tmp_path: Path):
    """In a process of its own: the engine makes an IPython shell of the process it runs in."""
    notebook = nbformat.read(NOTEBOOKS[-1], as_version=4)
    notebook.cells[2].source = "print('before')\nraise ValueError('Nobody may read this')"
    notebook.cells.append(nbformat.v4.new_code_cell("open('after', 'w')", id="after"))
    nbformat.write(notebook, tmp_path / "failing.ipynb")
    code = (
        "import sys, json; from pathlib import Path; from tw_kit.reports import worker\n"
        "from tw_kit.errors import HandoutFailed\n"
        "try: worker.executed(Path(sys.argv[1]), {'summary_path': 'x'})\n"
        "except HandoutFailed as exc: print(json.dumps([[f.message, dict(f.facts)] for f in exc.faults]))"
    )
    process = run(sys.executable, "-c", code, tmp_path / "failing.ipynb", cwd=tmp_path)
    said, _ = process.communicate(timeout=60)
    assert json.loads(said.strip().splitlines()[-1]) == [["handout.notebook_failed", {"reason": "ValueError"}]]
    assert "Nobody may read this" not in said
    assert not (tmp_path / "after").exists()
