"""The widget carries messages, and a browser sets nothing of it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from traitlets import TraitError

from tests.sitting.conftest import CONTENT, Page, ask_of
from tw_kit.model import Audience
from tw_kit.sitting import first_view, words_of
from tw_kit.store import MemoryStore
from tw_kit.widgets import front
from tw_kit.widgets.workbook import WorkbookPage

VIEW = first_view(Audience.WORK_SEEKER, host="page")
NEED = ask_of("wa_shifts_ahead", "need")


class Browser:
    """The other end of a widget's line: what goes over the wire, as ipywidgets hands it over."""

    def __init__(self, widget) -> None:
        self.widget = widget
        self.heard = []
        widget.send = lambda content, buffers=None: self.heard.append((content, threading.current_thread()))

    def send(self, content):
        self.widget._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})
        return self.heard[-1][0] if self.heard else None


@pytest.fixture
def page():
    return Page(MemoryStore())


@pytest.fixture
def widget(page):
    made = WorkbookPage(page.sitting, view=VIEW, words=words_of(CONTENT, Audience.WORK_SEEKER))
    yield made
    made.close()


HOSTILE = [
    {"view": {"trouble": {"en": "<img src=x onerror=alert(1)>", "fr": ""}}},
    {"words": {"texts": {}}},
    {"assets": {"_esm": "https://elsewhere.example/x.js"}},
    {"_esm": "export default { render() { alert(1) } }"},
    {"_css": "* { display: none }"},
    {"_css": "x" * 10_000_000},
    {"layout": "IPY_MODEL_nobody"},
    {"_dom_classes": ["a"] * 1000, "tooltip": "t", "tabbable": True},
    {"_view_name": None, "_model_module": "elsewhere", "_anywidget_id": "x"},
    {"no_such_trait": 1},
    {"view": None, "words": 7, "_esm": ["x"]},
    {},
    [],
    None,
    7,
]


@pytest.mark.parametrize("state", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_browser_sets_is_refused_and_nothing_changes(widget, state):
    for target in (widget, widget.layout):
        before = target.get_state()
        with pytest.raises(TraitError):
            target.set_state(state)
        assert target.get_state() == before


def test_a_layout_is_refused_too(widget):
    before = widget.layout.get_state()
    for state in ({"display": "none"}, {"width": "1e9px", "visibility": "hidden"}, {"height": 7}):
        with pytest.raises(TraitError):
            widget.layout.set_state(state)
    assert widget.layout.get_state() == before


def test_a_refusal_shows_a_browser_no_path_of_this_machine(widget):
    with pytest.raises(TraitError) as refused:
        widget.set_state({"view": {}})
    assert refused.value._render_traceback_() == ["nothing on this page is set by a browser"]


def test_a_message_is_answered_by_the_sitting(widget):
    browser = Browser(widget)
    opened = browser.send({"id": 5, "type": "start", "language": "fr"})
    assert (opened["id"], opened["type"]) == (5, "opened")
    event = {"key": "k", "kind": NEED[0], "data": NEED[1]}
    assert browser.send({"id": 6, "type": "events", "events": [event]})["keys"] == ["k"]
    for odd in (None, 7, "start", [], {"type": ["handout"]}):
        assert browser.send(odd)["type"] == "refused"


def test_nothing_of_a_person_is_in_the_traits(widget):
    """JupyterLab may save a widget's traits with the notebook."""
    before = widget.get_state()
    browser = Browser(widget)
    browser.send({"id": 1, "type": "start", "language": "en"})
    browser.send({"id": 2, "type": "events", "events": [{"key": "k", "kind": NEED[0], "data": NEED[1]}]})
    assert widget.get_state() == before


def test_answers_are_kept_while_a_handout_is_made(widget, page):
    """The handout waits in a thread of its own until an answer, sent after it, was acknowledged."""
    browser = Browser(widget)
    assert browser.send({"id": 1, "type": "start", "language": "en"})["type"] == "opened"
    is_kept = threading.Event()
    makers = []

    def slow(workbook, summary, language, file_format):
        makers.append(threading.current_thread())
        assert is_kept.wait(10)
        return b"%PDF"

    page.press = slow

    async def at_once():
        browser.send({"id": 2, "type": "handout", "language": "en", "format": "pdf"})
        await asyncio.sleep(0.05)
        browser.send({"id": 3, "type": "events", "events": [{"key": "k", "kind": NEED[0], "data": NEED[1]}]})
        is_kept.set()
        while len(browser.heard) < 3:
            await asyncio.sleep(0.01)

    async def in_time():
        loops.append(threading.current_thread())
        await asyncio.wait_for(at_once(), 10)

    loops = []
    with ThreadPoolExecutor(1) as elsewhere:  # another fixture's loop may run in this thread
        elsewhere.submit(asyncio.run, in_time()).result()
    assert [(answer["id"], answer["type"]) for answer, _ in browser.heard[1:]] == [(3, "kept"), (2, "handout")]
    assert {thread for _, thread in browser.heard[1:]} == {*loops}  # a kernel's sockets are for one thread
    assert makers != loops


def test_a_widget_carries_its_module_style_and_words_unless_the_page_fetches_them(page, widget):
    assert (widget._esm, widget.assets) == (front.module(), {})
    assert "@font-face" in widget._css and widget.words["audience"] == "work_seeker"
    urls = {"_esm": "/a/workbook.js", "_css": "/a/workbook.css", "words": "/a/words.json"}
    light = WorkbookPage(page.sitting, view=VIEW, assets=urls)
    assert (light.assets, light.words, light._css) == (urls, {}, "")
    assert len(str(light.get_state())) < 2000
    light.close()


def test_where_nothing_could_be_opened_every_message_is_told_why():
    trouble = {"en": "The folder cannot be written.", "fr": "Le dossier ne peut pas être écrit."}
    widget = WorkbookPage(None, view={**VIEW, "trouble": trouble})
    browser = Browser(widget)
    assert browser.send({"id": 1, "type": "start"}) == {"id": 1, "type": "failed", "sentence": trouble}
    assert browser.send("x")["sentence"] == trouble
    widget.close()
