"""Whatever happens, in whatever order: one state, and never a crash."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbook.events import CONTENT, START, event, few, good_events, odd_events, sides, start, workbooks
from tw_kit.model import Ask, Audience, Direction, Offer
from tw_kit.store import summary_schema
from tw_kit.workbook import Kind, State, check, limits, reduce, replay
from tw_kit.workbook.limits import EVENTS_MAX, MAPS_MAX, TEXT_MAX, TEXTS_MAX

WORKPLACE = CONTENT.instrument.in_direction(Direction.WORKPLACE)[0].id
WORKER = CONTENT.instrument.in_direction(Direction.WORKER)[0].id
BOOKKEEPING = {"keys", "ignored", "last_at"}


def folded(events, state=None):
    state = State() if state is None else state
    for each in events:
        state = reduce(state, each, CONTENT)
    return state


def contents(state):
    return {f.name: getattr(state, f.name) for f in fields(State) if f.name not in BOOKKEEPING}


@few
@given(odd_events())
def test_replaying_gives_the_live_state(events):
    assert folded(events) == replay(events, CONTENT)


@few
@given(workbooks, st.data())
def test_a_reload_on_the_way_changes_nothing(events, data):
    cut = data.draw(st.integers(0, len(events)))
    assert folded(events[cut:], replay(events[:cut], CONTENT)) == replay(events, CONTENT)


@settings(max_examples=150)
@given(odd_events())
def test_nothing_that_happens_crashes_it_and_what_is_refused_changes_nothing(events):
    state = State()
    for each in events:
        fault = check(state, each, CONTENT)
        after = reduce(state, each, CONTENT)
        if each.key in state.keys:
            assert (fault, after) == (None, state)
        elif fault is None:
            assert each.key not in after.ignored
        else:
            for language in ("en", "fr"):
                assert CONTENT.sentence(fault, language)
        if each.key in after.ignored - state.ignored:
            assert fault is not None
            assert contents(after) == contents(state)
        state = after


@few
@given(workbooks)
def test_what_a_page_sends_is_never_refused(events):
    state = State()
    for each in events:
        assert check(state, each, CONTENT) is None
        state = reduce(state, each, CONTENT)
    assert state.ignored == frozenset()


@few
@given(workbooks, st.data())
def test_a_repeat_changes_nothing_wherever_it_comes(events, data):
    again = data.draw(st.sampled_from(events))
    later = data.draw(st.integers(events.index(again) + 1, len(events)))
    other = replace(again, kind=Kind.SCREEN_REACHED, data={"screen": "elsewhere"})
    for repeat in (again, other):
        assert replay(events, CONTENT) == replay([*events[:later], repeat, *events[later:]], CONTENT)


def _about(each):
    """What an event is about: two events about different things may change places."""
    data = each.data
    if each.kind in (Kind.ASK_ANSWERED, Kind.OFFER_ANSWERED, Kind.STATEMENT_SKIPPED):
        return ("answer", data["statement"])
    if each.kind in (Kind.PRIVATE_RELEASED, Kind.PRIVATE_WITHHELD):
        return ("release", data["statement"])
    if each.kind in (Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN):
        return ("consent", data["scope"])
    if each.kind in (Kind.STEP_WRITTEN, Kind.STEP_REMOVED):
        return ("step", data["number"])
    ids = ("statement", "factor", "when", "item", "map")
    return (each.kind, *(data[name] for name in ids if name in data))


@few
@given(sides.flatmap(good_events), st.randoms(use_true_random=False))
def test_the_order_of_events_about_different_things_does_not_matter(events, random):
    first, rest = events[0], events[1:]
    latest = {_about(each): each for each in rest}
    one_each = list(latest.values())
    shuffled = random.sample(one_each, len(one_each))
    assert replay([first, *one_each], CONTENT) == replay([first, *shuffled], CONTENT)


@few
@given(workbooks)
def test_the_last_answer_counts(events):
    state = replay(events, CONTENT)
    for kind, answers in ((Kind.ASK_ANSWERED, state.asks), (Kind.OFFER_ANSWERED, state.offers)):
        last = {e.data["statement"]: e.data["level"] for e in events if e.kind == kind}
        assert {i: level for i, level in last.items() if level is not None} == dict(answers)


def test_nothing_happens_before_the_start_and_there_is_one_start():
    early = event(Kind.SCREEN_REACHED, screen="asks")
    assert check(State(), early, CONTENT).message == "workbook.not_started"
    begun = replay([start()], CONTENT)
    assert check(begun, start(Audience.EMPLOYER), CONTENT).message == "workbook.already_started"
    assert reduce(begun, start(Audience.EMPLOYER), CONTENT).audience is Audience.WORK_SEEKER


def test_a_side_asks_in_its_own_direction_only():
    for side, good, bad in ((Audience.WORK_SEEKER, WORKPLACE, WORKER), (Audience.EMPLOYER, WORKER, WORKPLACE)):
        begun = replay([start(side)], CONTENT)
        ask = event(Kind.ASK_ANSWERED, statement=good, level="need")
        assert check(begun, ask, CONTENT) is None
        assert reduce(begun, ask, CONTENT).asks == {good: Ask.NEED}
        offer = event(Kind.OFFER_ANSWERED, statement=good, level="yes")
        assert check(begun, offer, CONTENT).message == "workbook.direction"
        assert reduce(begun, offer, CONTENT).offers == {}
        assert reduce(begun, event(Kind.OFFER_ANSWERED, statement=bad, level="no"), CONTENT).offers == {bad: Offer.NO}


def test_an_id_that_the_content_no_longer_knows_is_kept_and_taken_from_no_page():
    begun = replay([start()], CONTENT)
    gone = event(Kind.ASK_ANSWERED, statement="gone_by_now", level="want")
    assert check(begun, gone, CONTENT).message == "workbook.id_unknown"
    assert reduce(begun, gone, CONTENT).asks == {"gone_by_now": Ask.WANT}
    magnets = event(Kind.MAGNETS_CHOSEN, magnets=["gone_by_now", "growth"])
    assert check(begun, magnets, CONTENT).message == "workbook.id_unknown"
    assert reduce(begun, magnets, CONTENT).magnets == ("gone_by_now", "growth")


def test_a_consent_is_given_in_the_wording_that_is_shown_and_can_be_withdrawn():
    scope = CONTENT.consents.scopes[0]
    begun = replay([start()], CONTENT)
    old = event(Kind.CONSENT_GIVEN, scope=scope.id, version=scope.version + 1)
    assert check(begun, old, CONTENT).message == "workbook.version"
    given_now = reduce(begun, event(Kind.CONSENT_GIVEN, scope=scope.id, version=scope.version), CONTENT)
    assert given_now.consents[scope.id].at == START
    assert reduce(given_now, event(Kind.CONSENT_WITHDRAWN, scope=scope.id), CONTENT).consents == {}
    other_side = next(s for s in CONTENT.consents.scopes if s.side == "employer")
    strange = event(Kind.CONSENT_GIVEN, scope=other_side.id, version=other_side.version)
    assert check(begun, strange, CONTENT).message == "workbook.id_unknown"


def test_a_skipped_statement_is_so_until_it_is_answered():
    skipped = replay([start(), event(Kind.STATEMENT_SKIPPED, statement=WORKPLACE)], CONTENT)
    assert skipped.skipped == {WORKPLACE}
    answered = reduce(skipped, event(Kind.ASK_ANSWERED, statement=WORKPLACE, level="open"), CONTENT)
    assert answered.skipped == frozenset()
    assert reduce(answered, event(Kind.STATEMENT_SKIPPED, statement=WORKPLACE), CONTENT).skipped == frozenset()


def test_only_a_private_statement_can_be_released():
    public = next(s.id for s in CONTENT.instrument.statements if not s.private)
    begun = replay([start()], CONTENT)
    released = event(Kind.PRIVATE_RELEASED, statement=public)
    assert check(begun, released, CONTENT).message == "workbook.not_private"


def test_a_stray_key_is_refused_in_what_is_new_and_passed_over_in_what_is_old():
    begun = replay([start()], CONTENT)
    stray = event(Kind.SCREEN_REACHED, screen="asks", colour="blue")
    assert check(begun, stray, CONTENT).message == "workbook.key_unknown"
    assert reduce(begun, stray, CONTENT).screen == "asks"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_rule(kind):
    fault = check(replay([start()], CONTENT), event(kind, stray=1), CONTENT)
    assert fault.message != "workbook.kind_unknown"


def test_bounds_hold_for_old_events_too():
    begun = replay([start()], CONTENT)
    long = event(Kind.REFLECTION_WRITTEN, factor="growth", text="a" * (TEXT_MAX + 1))
    assert reduce(begun, long, CONTENT).reflections == {}
    full = replay([start(), *(event(Kind.PLACE_NAMED, map=f"m{n}", text="x") for n in range(MAPS_MAX + 2))], CONTENT)
    assert len(full.maps) == MAPS_MAX
    heavy = [event(Kind.EVIDENCE_WRITTEN, statement=f"s{n}", text="a" * TEXT_MAX) for n in range(60)]
    weighed = replay([start(), *heavy], CONTENT)
    assert sum(map(len, weighed.evidence.values())) <= TEXTS_MAX
    assert check(weighed, heavy[-1], CONTENT) is None  # a repeat
    again = event(Kind.EVIDENCE_WRITTEN, statement=WORKER, text="a" * TEXT_MAX)
    assert check(weighed, again, CONTENT).message == "workbook.texts_too_long"


def test_a_workbook_has_an_end_to_its_events():
    flooded = replace(replay([start()], CONTENT), keys=frozenset(f"x{n}" for n in range(EVENTS_MAX)))
    assert check(flooded, event(Kind.SITTING_FINISHED), CONTENT).message == "workbook.full"


def test_a_text_is_as_long_here_as_in_a_file():
    assert limits.TEXT_MAX == summary_schema.TEXT_MAX


def test_times_of_the_workbook():
    later = START.replace(hour=15)
    state = replay(
        [
            start(),
            event(Kind.ASK_ANSWERED, at=START.replace(hour=14), statement=WORKPLACE, level="need"),
            event(Kind.SCREEN_REACHED, at=later, screen="result"),
            event(Kind.SITTING_FINISHED, at=START.replace(hour=14, minute=30)),
        ],
        CONTENT,
    )
    assert (state.started_at, state.last_at, state.answered_at) == (START, later, START.replace(hour=14))
    assert (state.finished_at, state.screen) == (START.replace(hour=14, minute=30), "result")
