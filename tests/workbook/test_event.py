"""What is an event, and what is none."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.events import CONTENT, START, odd_events
from tw_kit.errors import Fault
from tw_kit.workbook import Event, event_from
from tw_kit.workbook.limits import DATA_MAX, KEY_MAX, TEXT_MAX


@pytest.mark.parametrize(
    ("key", "at", "kind", "data"),
    [
        ("", START, "a", {}),
        ("k" * (KEY_MAX + 1), START, "a", {}),
        ("with space", START, "a", {}),
        (None, START, "a", {}),
        ("k", START.replace(tzinfo=None), "a", {}),
        ("k", START.replace(year=1999), "a", {}),
        ("k", "2026-11-24", "a", {}),
        ("k", START, "", {}),
        ("k", START, "no kind", {}),
        ("k", START, 3, {}),
        ("k", START, "a", []),
        ("k", START, "a", {1: "a"}),
        ("k", START, "a", {"x": {1, 2}}),
        ("k", START, "a", {"x": float("nan")}),
        ("k", START, "a", {"x": 2**60}),
        ("k", START, "a", {"x": [[[[[[1]]]]]]}),
        ("k", START, "a", {"x": "a" * (DATA_MAX + 1)}),
    ],
)
def test_what_is_no_event_is_refused_where_it_is_born(key, at, kind, data):
    with pytest.raises(ValueError):
        Event(key, at, kind, data)
    assert (
        event_from({"key": key, "kind": kind, "data": data}, at if isinstance(at, dt.datetime) else START) is not None
    )


@given(st.one_of(st.none(), st.text(), st.dictionaries(st.sampled_from(["key", "kind", "data", "at"]), st.text())))
def test_whatever_a_page_sends_is_an_event_or_a_fault(raw):
    made = event_from(raw, START)
    assert isinstance(made, Event | Fault)
    if isinstance(made, Fault):
        assert CONTENT.sentence(made, "fr")


def test_a_page_cannot_set_the_clock():
    assert isinstance(event_from({"key": "k", "kind": "a", "at": "2020-01-01"}, START), Fault)


def test_the_longest_text_fits_whatever_it_is_made_of():
    for letter in ("a", "é", "\U0001f9ed", "\x00"):
        assert Event("k", START, "evidence_written", {"statement": "s" * 64, "text": letter * TEXT_MAX})


def test_an_event_cannot_be_changed():
    event = Event("k", START, "a", {"list": [1, {"inner": "x"}]})
    with pytest.raises(TypeError):
        event.data["list"] = 1  # type: ignore[index]
    with pytest.raises(TypeError):
        event.data["list"][1]["inner"] = 1
    assert json.loads(event.data_json()) == {"list": [1, {"inner": "x"}]}


@given(odd_events(max_size=3))
def test_data_comes_back_from_its_text(events):
    for event in events:
        assert event == Event(event.key, event.at, event.kind, json.loads(event.data_json()))


def test_half_a_character_is_replaced():
    assert Event("k", START, "a", {"x": "\ud800!"}).data["x"] == "�!"


def test_times_are_kept_in_utc():
    halifax = dt.timezone(dt.timedelta(hours=-4))
    event = Event("k", dt.datetime(2026, 11, 24, 9, tzinfo=halifax), "a")
    assert event.at.isoformat() == "2026-11-24T13:00:00+00:00"
