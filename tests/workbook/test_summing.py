"""From events to a summary, to its file, and back."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.events import CONTENT, event, few, odd_events, sides, start, workbooks
from tw_kit.model import Audience
from tw_kit.store import read_summary, summary_json, write_summary
from tw_kit.store.json_file import BYTES_MAX
from tw_kit.workbook import Kind, State, as_summary, kind_questions, progress, replay
from tw_kit.workbook.limits import TEXTS_MAX

DAY = dt.date(2026, 11, 24)


def read_back(summary):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "summary.json"
        write_summary(summary, path)
        return read_summary(path, CONTENT)


@few
@given(workbooks)
def test_state_summary_file_and_back(events):
    summary = as_summary(replay(events, CONTENT), CONTENT, on=DAY, person="brick-panda-lemon-7")
    assert summary == read_back(summary)


@few
@given(odd_events(), sides)
def test_whatever_happened_the_summary_can_be_read(events, side):
    summary = as_summary(replay([start(side), *events], CONTENT), CONTENT, on=DAY)
    assert summary == read_back(summary)


@few
@given(workbooks, st.randoms(use_true_random=False))
def test_the_same_state_makes_the_same_file(events, random):
    state = replay(events, CONTENT)
    first = {(e.kind, *sorted(map(repr, e.data.items()))): e for e in events[1:]}
    shuffled = replay([events[0], *random.sample(list(first.values()), len(first))], CONTENT)
    if state == shuffled:
        assert summary_json(as_summary(state, CONTENT, on=DAY)) == summary_json(as_summary(shuffled, CONTENT, on=DAY))


def test_the_fullest_workbook_still_fits_a_file():
    letter = "\x01"  # six bytes each, in a file
    events = [start(Audience.EMPLOYER)]
    events += [
        event(Kind.EVIDENCE_WRITTEN, statement=s.id, text=letter * 20_000)
        for s in CONTENT.instrument.in_direction(Audience.EMPLOYER.offers_about)
    ]
    summary = as_summary(replay(events, CONTENT), CONTENT, on=DAY)
    size = len(summary_json(summary).encode())
    assert TEXTS_MAX / 2 < size < BYTES_MAX
    assert summary == read_back(summary)


def test_ids_that_are_not_known_are_flagged_as_a_file_flags_them():
    events = [
        start(),
        event(Kind.ASK_ANSWERED, statement="gone", level="need"),
        event(Kind.MAGNETS_CHOSEN, magnets=["gone"]),
        event(Kind.PLACE_RATED, map="m1", factor="gone", rating=0),
        event(Kind.CONSENT_GIVEN, scope="gone", version=3),
        event(Kind.PRIVATE_RELEASED, statement="gone"),
    ]
    summary = as_summary(replay(events, CONTENT), CONTENT, on=DAY)
    places = (
        "answers.asks.gone",
        "answers.magnet_maps.1.ratings.gone",
        "magnets.gone",
        "released.gone",
        "consents.gone",
    )
    assert summary.unknown_ids == places
    assert read_back(summary).unknown_ids == places


def test_there_is_no_summary_before_the_start():
    with pytest.raises(ValueError):
        as_summary(State(), CONTENT, on=DAY)
    with pytest.raises(ValueError):
        progress(State(), CONTENT)


def asked(levels, side=Audience.WORK_SEEKER):
    statements = CONTENT.instrument.in_direction(side.asks_about)
    return replay(
        [
            start(side),
            *(
                event(Kind.ASK_ANSWERED, statement=s.id, level=level)
                for s, level in zip(statements, levels, strict=False)
            ),
        ],
        CONTENT,
    )


def test_more_than_five_musts_get_a_kind_question_and_no_block():
    five = asked(["need", "want", "avoid", "open", "need", "want", "need", "open", "avoid"])
    assert kind_questions(five, CONTENT) == ()
    six = asked(["need", "want", "avoid", "open", "need", "want", "need", "open", "avoid", "want", "need"])
    (question,) = kind_questions(six, CONTENT)
    assert (question.id, len(question.statements)) == ("many_musts", 6)


@pytest.mark.parametrize("level", ["want", "open", "rather_not"])
def test_ten_alike_in_a_row_get_a_kind_question(level):
    assert kind_questions(asked([level] * 9), CONTENT) == ()
    (question,) = kind_questions(asked([level] * 10), CONTENT)
    assert (question.id, len(question.statements)) == ("all_alike", 10)
    assert kind_questions(asked([level] * 5 + ["need"] + [level] * 9), CONTENT) == ()


def test_each_kind_question_has_words():
    for language in ("en", "fr"):
        for question in ("many_musts", "all_alike"):
            assert "10" in CONTENT.text(f"question.{question}", language, count=10)


@few
@given(workbooks)
def test_progress_counts_what_is_answered(events):
    state = replay(events, CONTENT)
    found = progress(state, CONTENT)
    assert (found.asks.answered, found.offers.answered) == (len(state.asks), len(state.offers))
    for part in (found.asks, found.offers):
        assert 0 <= part.core_answered <= part.core_of <= part.of
        assert part.core_answered <= part.answered <= part.of
