"""A page without a browser: it holds what a page holds, and sends what a page sends."""

from __future__ import annotations

import datetime as dt
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from tw_kit.content import packaged_content
from tw_kit.model import Audience
from tw_kit.sitting import Sitting, first_view
from tw_kit.store import MemoryStore, open_store

CONTENT = packaged_content()
HALIFAX = ZoneInfo("America/Halifax")


class Clock:
    """A time that goes on only when told to."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 24, 22, 0, tzinfo=HALIFAX)  # already the 25th in UTC

    def __call__(self) -> dt.datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


class Page:
    """What a front end does with a sitting: numbers its messages, merges what it is told of the view."""

    keys = count()

    def __init__(self, store, audience=Audience.WORK_SEEKER, content=CONTENT, clock=None, base_url=None) -> None:
        self.handouts = []
        self.press = self.recorded
        self.sitting = Sitting(
            content=content,
            store=store,
            audience=audience,
            view=first_view(audience, host="page"),
            now=Clock() if clock is None else clock,
            make_handout=lambda *ordered: self.press(*ordered),
            base_url=base_url,
        )
        self.view = {}
        self.code = None
        self.numbers = count(1)

    def recorded(self, workbook, summary, language, file_format):
        self.handouts.append((summary, language, file_format))
        return f"{language} {file_format}".encode()

    def ask(self, kind, **more):
        number = next(self.numbers)
        answer = self.sitting.answer({"id": number, "type": kind, **more})
        assert answer.pop("id") == number
        return answer

    def start(self, language="en", variant=None, consents=()):
        return self.took(self.ask("start", language=language, variant=variant, consents=list(consents)))

    def open(self, code):
        return self.took(self.ask("open", code=code))

    def took(self, answer):
        if answer["type"] == "opened":
            self.view, self.code = answer["view"], answer["code"]
        return answer

    def send(self, *events, is_heard=True):
        """Send events, as ``(kind, data)`` or whole; an answer that is not heard was lost on the way."""
        whole = [e if isinstance(e, dict) else self.event(*e) for e in events]
        answer = self.ask("events", events=whole, stamp=self.view.get("stamp"))
        if is_heard and answer["type"] == "kept":
            self.view |= answer["view"]
        return answer

    def event(self, kind, data, key=None):
        return {"key": f"k{next(self.keys)}" if key is None else key, "kind": kind, "data": data}

    def look(self):
        answer = self.ask("look", stamp=self.view.get("stamp"))
        if answer["type"] == "view":
            self.view |= answer["view"]
        return answer

    @property
    def seen(self):
        """The view without the stamp, which is each sitting's own."""
        return {part: value for part, value in self.view.items() if part != "stamp"}


def ask_of(statement, level):
    return ("ask_answered", {"statement": statement, "level": level})


def offer_of(statement, level):
    return ("offer_answered", {"statement": statement, "level": level})


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    """An empty store that works for real."""
    made = MemoryStore() if request.param == "memory" else open_store(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def page(store, clock):
    """A work seeker's page with a workbook that was just started."""
    page = Page(store, clock=clock)
    assert page.start()["type"] == "opened"
    return page
