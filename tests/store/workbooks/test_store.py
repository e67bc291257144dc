"""What every store does, whatever it is made of."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbook.events import CONTENT, START, event, odd_events, start, workbooks
from tw_kit.errors import StoreFaults, WorkbookGone
from tw_kit.model import Audience
from tw_kit.store.codes import folded
from tw_kit.workbook import Kind, reduce, replay

few = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def begun(store, language="en", side=Audience.WORK_SEEKER):
    return store.start([start(side, language)])


def test_a_code_opens_its_workbook_however_it_is_typed(store):
    for language in ("en", "fr"):
        made = begun(store, language)
        assert store.open_workbook(made.code) == made.workbook
        for typed in (made.code.upper(), f"  {made.code.replace('-', '   ')} ", folded(made.code)):
            assert store.open_workbook(typed) == made.workbook


def test_a_code_that_opens_nothing_is_refused_without_being_repeated(store):
    begun(store)
    for typed, message in (("acorn-actor-agenda-2", "code_unknown"), ("hello", "code_shape"), ("", "code_shape")):
        with pytest.raises(StoreFaults) as caught:
            store.open_workbook(typed)
        (fault,) = caught.value.faults
        assert fault.message == f"store.{message}"
        assert typed == "" or typed not in str(caught.value)


@few
@given(odd_events())
def test_what_is_appended_is_what_is_read(store, events):
    made = begun(store)
    first = store.read(made.workbook)
    expected = (*first, *(e for n, e in enumerate(events) if e.key not in [other.key for other in events[:n]]))
    appended = store.append(made.workbook, events)
    read = store.read(made.workbook)
    assert expected == read
    assert (appended.sequence, appended.added) == (len(expected), len(expected) - 1)
    assert store.append(made.workbook, events) == replace(appended, added=0)
    assert store.read(made.workbook) == read


@few
@given(workbooks, st.data())
def test_replaying_what_is_stored_gives_the_live_state(store, events, data):
    made = store.start(events[:1])
    live, rest = replay(events[:1], CONTENT), list(events[1:])
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        sent, rest = rest[:size], rest[size:]
        store.append(made.workbook, sent)
        for each in sent:
            live = reduce(live, each, CONTENT)
        if data.draw(st.booleans()):  # the answer was lost on its way: the page sends them again
            store.append(made.workbook, sent)
    assert live == replay(store.read(made.workbook), CONTENT)


def test_any_text_comes_back(store):
    text = "é “…” \U0001f9ed \x00 \u2028 ' \" \\ \ud800 %s ;--"
    made = begun(store)
    sent = event(Kind.REFLECTION_WRITTEN, factor="growth", text=text)
    store.append(made.workbook, [sent])
    assert store.read(made.workbook)[-1] == sent
    assert store.read(made.workbook)[-1].data["text"] == text.replace("\ud800", "�")


def test_a_page_reads_what_others_wrote_since(store):
    made = begun(store)
    mine, theirs = event(Kind.SCREEN_REACHED, screen="a"), event(Kind.SCREEN_REACHED, screen="b")
    assert store.append(made.workbook, [mine]).sequence == 2
    assert store.append(made.workbook, [theirs]).sequence == 3
    assert store.read(made.workbook, after=2) == (theirs,)
    assert store.read(made.workbook, after=3) == ()


def test_people_never_meet(store):
    first, second = begun(store), begun(store, side=Audience.EMPLOYER)
    shared = event(Kind.SCREEN_REACHED, "same-key", screen="mine")
    other = event(Kind.SCREEN_REACHED, "same-key", screen="yours")
    store.append(first.workbook, [shared])
    store.append(second.workbook, [other])
    assert store.read(first.workbook)[-1] == shared
    assert store.read(second.workbook)[-1] == other


def test_a_workbook_that_is_not_there_is_gone(store):
    for use in (store.read, store.export, lambda w: store.append(w, [event(Kind.SITTING_FINISHED)])):
        with pytest.raises(WorkbookGone):
            use("0" * 32)
    with pytest.raises(WorkbookGone):
        store.erase("0" * 32, START)


def test_a_workbook_begins_with_its_start(store):
    for events in ([], [event(Kind.SITTING_FINISHED)], [start(), replace(start(), key="k"), event("a", "k")]):
        with pytest.raises(ValueError):
            store.start(events)


def test_many_pages_write_at_once_and_nothing_is_lost_or_doubled(store):
    made = begun(store)
    pages, each = 4, 8
    sent = [[event(Kind.SCREEN_REACHED, screen=f"p{page}-{n}") for n in range(each)] for page in range(pages)]
    failures = []

    def write(events):
        try:
            for one in events:
                store.append(made.workbook, [one])
                store.append(made.workbook, [one])
        except Exception as exc:
            failures.append(exc)

    threads = [threading.Thread(target=write, args=(events,)) for events in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    read = store.read(made.workbook)
    assert len(read) == 1 + pages * each
    for events in sent:  # each page's own events in the order in which it sent them
        assert [e for e in read if e in events] == events


def test_all_of_several_events_are_kept_or_none(store, monkeypatch):
    made = begun(store)
    good = event(Kind.SCREEN_REACHED, screen="a")
    with pytest.raises(Exception):  # noqa: B017  # whatever stops it
        store.append(made.workbook, [good, "no event"])
    assert len(store.read(made.workbook)) == 1


def test_export_holds_everything(store):
    made = store.start([start(Audience.EMPLOYER, "fr", at=START)], site="harbour")
    later = START + dt.timedelta(hours=1)
    store.append(made.workbook, [event(Kind.SITTING_FINISHED, at=later)])
    held = store.export(made.workbook)
    assert (held.audience, held.language, held.site) == ("employer", "fr", "harbour")
    assert (held.started_at, held.last_at) == (START, later)
    assert held.events == store.read(made.workbook)
    assert made.code not in repr(held)
