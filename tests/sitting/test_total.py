"""Whatever a browser sends there is an answer, and what the page was told is what replaying the events gives."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sitting.conftest import CONTENT, Clock, Page, ask_of
from tests.workbook.events import few, good_data, odd_data
from tw_kit.model import Audience
from tw_kit.sitting import view_of
from tw_kit.store import MemoryStore, open_store
from tw_kit.workbook import replay

KINDS = ("start", "open", "close", "events", "look", "result", "handout", "begin", "")
KEYS = ("id", "type", "code", "events", "language", "variant", "consents", "format", "stamp", "key", "kind", "data")

_leaf = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from([*KINDS, "en", "pdf", "need", "\ud800", "keep_for_next_visit", "brick-panda-lemon-7"]),
)
_json = st.recursive(
    _leaf,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=6), inner, max_size=5)
    ),
    max_leaves=12,
)
messages = st.one_of(
    _json,
    st.fixed_dictionaries({"type": st.sampled_from(KINDS)}, optional={key: _json for key in KEYS if key != "type"}),
)


@given(st.lists(messages, max_size=8), st.sampled_from(Audience), st.booleans())
def test_any_message_is_answered(said, audience, is_open):
    page = Page(MemoryStore(), audience)
    if is_open:
        page.start()
    for message in said:
        answer = page.sitting.answer(message)
        json.dumps(answer, ensure_ascii=False).encode()  # it can be sent as it is
        assert answer["type"] in {"opened", "closed", "kept", "view", "result", "handout", "refused", "failed", "gone"}
        assert answer["type"] != "failed"  # nothing of ours broke
        assert ("sentence" in answer) == (answer["type"] in ("refused", "failed", "gone"))


def test_messages_as_deep_and_large_as_can_be_are_answered():
    page = Page(MemoryStore())
    page.start()
    deep = []
    for _ in range(sys.getrecursionlimit() * 2):
        deep = [deep]
    for value in (deep, "x" * 5_000_000, [0] * 1_000_000, 10**4000):
        for kind in sorted({*KINDS} - {"close"}):
            every = dict.fromkeys(("code", "language", "variant", "consents", "format", "stamp"), value)
            assert page.sitting.answer({"id": value, "type": kind, "events": value, **every})["type"]
        event = {"key": "k", "kind": "place_named", "data": {"map": "place", "text": value}}
        assert page.ask("events", events=[event])["refused"][0]["key"] == "k"
    page.look()
    assert page.view["maps"] == {}


@st.composite
def sittings(draw):
    """Which of two pages says what, and whether its answer is heard."""
    side = draw(st.sampled_from(Audience))
    said = st.one_of(good_data(side), odd_data)
    turns = st.tuples(st.integers(0, 1), st.lists(said, max_size=4), st.booleans())
    return side, draw(st.lists(turns, max_size=8))


@few
@given(sittings())
def test_two_pages_see_each_other_and_hold_what_a_replay_gives(drawn):
    side, turns = drawn
    store = MemoryStore()
    pages = [Page(store, side), Page(store, side)]
    pages[0].start("fr")
    pages[1].open(pages[0].code)
    acknowledged = set()
    for number, said, is_heard in turns:
        acknowledged |= set(pages[number].send(*said, is_heard=is_heard)["keys"])
    events = store.read(store.open_workbook(pages[0].code))
    held = view_of(replay(events, CONTENT), CONTENT)
    assert acknowledged <= {event.key for event in events}
    for page in pages:
        page.look()
        assert json.loads(json.dumps(held)) == {part: page.view[part] for part in held}
        assert page.look()["view"].keys() == {"stamp"}  # nothing is told twice


@few
@given(sittings())
def test_a_page_that_was_killed_opens_where_it_was(drawn):
    side, turns = drawn
    store = MemoryStore()
    page = Page(store, side)
    page.start()
    for _, said, is_heard in turns:
        page.send(*said, is_heard=is_heard)
    page.look()
    again = Page(store, side)
    again.open(page.code)
    assert again.seen == page.seen


@pytest.mark.parametrize("audience", Audience)
def test_a_killed_kernel_loses_nothing_that_was_acknowledged(tmp_path, audience):
    store = open_store(tmp_path)
    page = Page(store, audience)
    page.start("fr", "in_job", ["share_with_practitioner"])
    page.send(("clarity_answered", {"when": "before", "item": page.view["screens"][2]["item"], "value": 4}))
    page.send(("step_written", {"number": 2, "what": "Appeler la boulangerie", "by": "2026-12-01", "who": None}))
    page.send(("screen_reached", {"screen": "magnets"}))
    store.close()  # and nothing of the old sitting is asked again

    reopened = open_store(tmp_path)
    again = Page(reopened, audience)
    again.open(page.code)
    assert again.seen == page.seen
    assert again.view["steps"] == {"2": {"what": "Appeler la boulangerie", "by": "2026-12-01", "who": None}}
    reopened.close()


def test_a_page_whose_answer_was_lost_is_told_the_next_time():
    page = Page(MemoryStore())
    page.start()
    page.send(ask_of("wa_shifts_ahead", "need"), is_heard=False)
    assert page.view["asks"] == {}
    page.send(("magnets_chosen", {"magnets": ["growth"]}))
    assert (page.view["asks"], page.view["magnets"]) == ({"wa_shifts_ahead": "need"}, ["growth"])


def test_two_pages_that_write_at_once_both_keep(tmp_path):
    """Between the reading of a page and its writing another page writes: the state is then the store's, not a guess."""
    first, second = open_store(tmp_path), open_store(tmp_path)
    page, other = Page(first), Page(second)
    page.start()
    other.open(page.code)

    class Meanwhile(Clock):
        """The clock is asked between the two."""

        def __call__(self):
            written.append(f"from the other, {len(written)}")
            other.send(("reflection_written", {"factor": "growth", "text": written[-1]}))
            return super().__call__()

    written = []
    slow = Page(first, clock=Meanwhile())
    slow.sitting.answer({"type": "open", "code": page.code})
    answer = slow.send(ask_of("wa_shifts_ahead", "want"))
    assert answer["view"]["reflections"] == {"growth": written[-1]}
    assert len(written) == 2  # once when it opened, once before it wrote
    assert answer["view"]["asks"] == {"wa_shifts_ahead": "want"}
    first.close(), second.close()
