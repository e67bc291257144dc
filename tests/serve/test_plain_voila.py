"""Plain `voila NOTEBOOK` in the clone, as the README says: the same page, and not a single request outside."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.serve.running import until
from tests.serve.test_look import WCAG
from tw_kit.content import load_content
from tw_kit.errors import Fault
from tw_kit.serve.words import SHARE

ROOT = Path(__file__).parents[2]
CONTENT = load_content()


@pytest.fixture(scope="module")
def voila(tmp_path_factory) -> Iterator[tuple[str, psutil.Process]]:
    """Voila on the work seekers' notebook: its address and its process. The template is the one of the source."""
    folder = tmp_path_factory.mktemp("voila")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TW_KIT_", "JUPYTER_"))}
    environment = {
        **inherited,
        "TW_KIT_DATA": str(folder / "data"),
        "JUPYTER_PATH": str(SHARE),
        "JUPYTER_DATA_DIR": str(folder / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
    }
    command = [Path(sysconfig.get_path("scripts")) / "voila", "notebooks/workbooks/work_seeker.ipynb"]
    log = folder / "voila.log"
    with (
        log.open("w") as said,
        subprocess.Popen(
            [*command, "--no-browser", f"--port={port}"], cwd=ROOT, env=environment, stdout=said, stderr=said
        ) as process,
    ):
        assert until(lambda: "is running at" in log.read_text() or process.poll() is not None, 60)
        assert f"http://localhost:{port}/" in log.read_text()
        yield f"http://localhost:{port}", psutil.Process(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@pytest.fixture
def page(browser, voila):
    """A page that remembers its complaints and where it asked; other hosts are blocked."""
    context = browser.new_context()
    opened = context.new_page()
    opened.complaints, opened.asked, opened.outside = [], [], []
    opened.on("console", lambda message: opened.complaints.append(message.text))

    def is_ours(url: str) -> bool:
        opened.asked.append(url)
        if re.match(r"(?:blob:http|http|ws)://localhost:\d+/", url):
            return True
        opened.outside.append(url)
        return False

    def watch(route) -> None:
        if is_ours(route.request.url):
            route.continue_()
        else:
            route.abort()

    opened.on("websocket", lambda socket: is_ours(socket.url))

    context.route("**/*", watch)
    opened.goto(f"{voila[0]}/?lang=fr")
    opened.locator("body[data-ready]").wait_for(timeout=60_000)
    yield opened
    context.close()


def test_the_workbook_opens_without_jupyterlab_and_asks_nothing_outside(page):
    assert page.outside == []
    assert page.complaints == []
    paths = [re.sub(r"^\w+://[^/]+|\?.*", "", url) for url in page.asked if not url.startswith("blob:")]
    ours = re.compile(
        r"/|/voila/templates/tw_workbook/static/(page\.js|page\.css|icon\.svg)|/api/kernels/[\w-]+/channels"
    )
    assert [path for path in paths if not ours.fullmatch(path)] == []
    assert page.evaluate("document.documentElement.lang") == "fr-CA"
    assert Axe().run(page, options=WCAG).response["violations"] == []


def test_it_speaks_with_its_kernel(page):
    page.get_by_role("button", name=CONTENT.text("workbook.about.have_code", "fr")).click()
    page.get_by_role("textbox").fill("brique moulin lilas 7")
    page.keyboard.press("Enter")
    said = CONTENT.sentence(Fault("store.code_unknown"), "fr")
    expect(page.get_by_text(said).first).to_be_visible(timeout=30_000)


def test_its_kernel_ends_when_the_page_is_left(page, voila):
    _, process = voila
    kernel = max(process.children(), key=psutil.Process.create_time)  # of a test before, one may still be ending
    page.goto("about:blank")
    assert until(lambda: not kernel.is_running())
