"""A workbook filled in JupyterLab: the same notebook, the same page, no server of ours."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.workbooks.person import Person
from tests.workbooks.test_filled import CONTENT, kept, saved
from tw_kit.model import Audience
from tw_kit.paths import shipped

START_S = 60


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address of a JupyterLab that has only our notebooks, and the data folder of its kernels."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(shipped("notebooks") / "workbooks", folder / "notebooks")
    own = (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
        "IPYTHONDIR",
    )
    environment = {**os.environ, **{name: str(folder / name) for name in own}, "TW_KIT_DATA": str(folder / "data")}
    port = free_port()
    command = [
        str(Path(sys.executable).parent / "jupyter-lab"),
        "--no-browser",
        "--allow-root",
        f"--ServerApp.root_dir={folder / 'notebooks'}",
        f"--ServerApp.port={port}",
        "--IdentityProvider.token=secret",
    ]
    log = (folder / "lab.log").open("w")
    with log, subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/api?token=secret")
        yield url, folder / "data"
        process.terminate()


def wait_for(url: str) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def test_a_workbook_is_filled_in_jupyterlab(lab: tuple[str, Path], browser: Browser) -> None:
    url, data = lab
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-CA") as context:
        page = context.new_page()
        page.goto(f"{url}/lab/tree/employer.ipynb?token=secret")
        page.locator(".jp-CodeCell .cm-content").click(timeout=60_000)
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
        page.keyboard.press("Shift+Enter")
        expect(page.locator(".tw-workbook h1")).to_be_visible(timeout=30_000)
        person = Person(page, CONTENT, Audience.EMPLOYER, "fr", "mouse")
        person.begin()
        person.fill()
        saved(person)

    summary = kept(data, person.code)
    assert {s: level.value for s, level in summary.response.asks.items()} == person.did.asks
    assert {s: level.value for s, level in summary.response.offers.items()} == person.did.offers
    assert dict(summary.evidence) == person.did.evidence
    assert len(person.did.evidence) == 3
    assert summary.language == "fr"
