"""What the notebooks call, and the notebooks in a real kernel."""

from __future__ import annotations

import base64
import os
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager

from tests.sitting.conftest import CONTENT, Page, ask_of
from tw_kit import app
from tw_kit.environment import ASSETS, DATA, DATABASE
from tw_kit.environment import CONTENT as CONTENT_FOLDER
from tw_kit.model import Audience
from tw_kit.sitting import words_of
from tw_kit.store import open_store

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "workbooks"
VOILA = {"SERVER_SOFTWARE": "voila/0.5.13", "QUERY_STRING": "lang=fr"}


@pytest.fixture
def made():
    pages = []
    yield pages.append
    for page in pages:
        page.close()


def test_a_page_says_which_host_and_language_it_is_for(tmp_path, made):
    data = {DATA: str(tmp_path / "data")}
    for environment, host, asked in [
        (data, "notebook", None),
        (data | {"QUERY_STRING": "lang=fr"}, "notebook", None),
        (data | VOILA, "page", "fr"),
        (data | VOILA | {"QUERY_STRING": "x=1&lang=en&lang=fr"}, "page", "en"),
        (data | VOILA | {"QUERY_STRING": "lang=<script>"}, "page", None),
        (data | VOILA | {"QUERY_STRING": "%FF%00&&=;lang"}, "page", None),
    ]:
        page = app.workbook_page("employer", environment)
        made(page)
        assert page.view == {"host": host, "asked_language": asked, "audience": "employer"}
    assert page.words == words_of(CONTENT, Audience.EMPLOYER)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_behind_our_server_a_page_carries_neither_words_nor_module(tmp_path, made):
    page = app.workbook_page("work_seeker", {DATA: str(tmp_path), ASSETS: "/assets/"} | VOILA)
    made(page)
    assert page.words == {} and len(page._esm) < 100
    assert page.assets["_esm"].startswith("/assets/workbook.")


def troubles(tmp_path):
    (tmp_path / "file").write_text("no folder")
    folder = tmp_path / "torn"
    folder.mkdir()
    (folder / "workbooks.sqlite3").write_bytes(b"this was a database once" * 100)
    return {
        "below a file": ({DATA: str(tmp_path / "file" / "data")}, "cannot be written"),
        "a file": ({DATA: str(tmp_path / "file")}, "folder"),
        "a file that is no database": ({DATA: str(folder)}, "not a database"),
        "no such address": ({DATA: str(tmp_path), DATABASE: "mysql://secret@host/x"}, "sqlite"),
        "no content": ({DATA: str(tmp_path), CONTENT_FOLDER: str(tmp_path / "none")}, "folder"),
        "nobody answers": ({DATA: str(tmp_path), DATABASE: "postgresql://127.0.0.1:9/x"}, "database"),
    }


@pytest.mark.parametrize(
    "kind",
    ["below a file", "a file", "a file that is no database", "no such address", "no content", "nobody answers"],
)
def test_what_keeps_a_page_from_starting_is_shown_on_it(tmp_path, made, kind):
    environment, words = troubles(tmp_path)[kind]
    for more in ({}, {ASSETS: "/assets/"} | VOILA):
        page = app.workbook_page("work_seeker", environment | more)
        made(page)
        trouble = page.view["trouble"]
        assert words in trouble["en"] and trouble["fr"] and trouble["fr"] != trouble["en"]
        assert "secret" not in str(trouble)
        assert page.words or page.assets  # the rest of the page has its words all the same


def test_a_handout_is_made_and_leaves_nothing_behind(tmp_path, monkeypatch):
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    store = open_store(tmp_path / "data")
    page = Page(store)
    page.start("fr")
    page.send(ask_of("wa_shifts_ahead", "need"))
    kit = app.open_kit(data=tmp_path / "data")
    page.press = lambda *ordered: app.handout_bytes(kit, *ordered)
    answer = page.ask("handout", language="fr", format="html")
    html = base64.b64decode(answer["base64"]).decode()
    assert "Il me faut un emploi où je peux connaître mes quarts de travail" in html
    assert page.code not in html
    assert [*scratch.rglob("*"), *(tmp_path / "data" / "people").rglob("*")] == []
    store.close()


class Kernel:
    """A real kernel that has run a notebook, and what it says over a widget's line."""

    def __init__(self, notebook, **environment) -> None:
        self.manager = KernelManager(transport="ipc", ip=f"{environment[DATA]}-ipc")
        self.manager.start_kernel(env={**os.environ, **environment})
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.models = {}
        self.outputs = []
        cells = [cell for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code"]
        for cell in cells:
            self.run(cell.source)

    def run(self, source):
        asked = self.client.execute(source)
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            kind, content = message["msg_type"], message["content"]
            is_ours = message["parent_header"].get("msg_id") == asked
            if kind == "comm_open":
                self.models[content["comm_id"]] = content["data"]["state"]
            elif kind in ("execute_result", "display_data", "error", "stream"):
                self.outputs.append(content)
            elif kind == "status" and content["execution_state"] == "idle" and is_ours:
                return

    def model(self, trait):
        return next(comm for comm, state in self.models.items() if trait in state)

    def send(self, data, trait="_esm"):
        message = self.client.session.msg("comm_msg", {"comm_id": self.model(trait), "data": data})
        self.client.shell_channel.send(message)

    def ask(self, kind, **more):
        self.send({"method": "custom", "content": {"id": 1, "type": kind, **more}})
        return self.hear()

    def hear(self, *kinds):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            message = self.client.get_iopub_msg(timeout=60)
            if message["msg_type"] in (kinds or ("comm_msg",)):
                data = message["content"].get("data", message["content"])
                return data.get("content", data)
        raise TimeoutError

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(tmp_path):
    started = []

    def start(name, **environment):
        environment = {DATA: str(tmp_path / "data")} | environment
        started.append(Kernel(NOTEBOOKS / f"{name}.ipynb", **environment))
        return started[-1]

    yield start
    for each in started:
        each.close()


def test_a_notebook_in_a_kernel_answers_and_another_kernel_goes_on(kernel, tmp_path):
    first = kernel("work_seeker", **VOILA)
    assert [output.get("ename") for output in first.outputs] == [None]
    opened = first.ask("start", language="fr", variant=None, consents=[])
    assert (opened["type"], opened["view"]["host"], opened["view"]["asked_language"]) == ("opened", "page", "fr")
    event = {"key": "tap", "kind": "ask_answered", "data": {"statement": "wa_shifts_ahead", "level": "need"}}
    assert first.ask("events", events=[event])["keys"] == ["tap"]
    first.manager.shutdown_kernel(now=True)  # killed, as a laptop that sleeps does

    second = kernel("work_seeker", **VOILA)
    again = second.ask("open", code=opened["code"])
    assert again["view"]["asks"] == {"wa_shifts_ahead": "need"}
    store = open_store(tmp_path / "data")
    assert store.read(store.open_workbook(opened["code"]))[-1].key == "tap"
    store.close()


def test_in_a_kernel_nothing_is_set_and_no_path_is_told(kernel):
    running = kernel("employer")
    for trait, state in [("_esm", {"view": {"x": 1}, "_esm": "alert(1)"}), ("justify_items", {"width": "9px"})]:
        running.send({"method": "update", "state": state}, trait)
        refused = running.hear("error")
        assert refused["traceback"] == ["nothing on this page is set by a browser"]
        running.send({"method": "request_state"}, trait)
        told = running.hear()["state"]
        assert {key: told[key] for key in state} == {key: running.models[running.model(trait)][key] for key in state}


def test_a_handout_in_a_kernel_does_not_hold_up_an_answer(kernel):
    running = kernel("employer")
    running.ask("start", language="en", variant=None, consents=[])
    handout = {"id": 7, "type": "handout", "language": "en", "format": "pdf"}
    running.send({"method": "custom", "content": handout})
    event = {"key": "tap", "kind": "offer_answered", "data": {"statement": "wa_shifts_ahead", "level": "yes"}}
    assert running.ask("events", events=[event])["keys"] == ["tap"]
    made = running.hear()
    assert (made["id"], made["type"], made["name"]) == (7, "handout", "what-we-offer.pdf")
    assert base64.b64decode(made["base64"]).startswith(b"%PDF")
