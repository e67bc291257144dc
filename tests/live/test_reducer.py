"""A workshop as a stream: one state whatever happens, and everything a facilitator does can be taken back."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.live.moments import (
    BEGUN,
    CONTENT,
    OPTIONS,
    PLAN,
    POLL,
    STEPS,
    TALK,
    WHO,
    after,
    decisions,
    few,
    from_people,
    joined,
    moment,
    started,
    workshops,
)
from tw_kit.live import Chart, Moment, Mood, Workshop, chart_data, check, participant_of, reduce, replay, timer
from tw_kit.live import events as bounds
from tw_kit.model import Audience

BOOKKEEPING = {"keys", "ignored", "last_at"}
CHARTS = (Chart("asks.growth", Audience.EMPLOYER, 6, {"need": 4, "avoid": 0}), Chart("asks.pay", Audience.EMPLOYER))


def folded(events, workshop=None):
    workshop = Workshop() if workshop is None else workshop
    for each in events:
        workshop = reduce(workshop, each)
    return workshop


def contents(workshop):
    return {f.name: getattr(workshop, f.name) for f in fields(Workshop) if f.name not in BOOKKEEPING}


def refusal(workshop, event):
    fault = check(workshop, event, PLAN)
    if fault is not None:
        assert CONTENT.sentence(fault, "en") != CONTENT.sentence(fault, "fr")
        assert contents(reduce(workshop, event)) == contents(workshop)
    return None if fault is None else fault.message


@few
@given(workshops())
def test_replaying_gives_the_live_state(events):
    assert folded(events) == replay(events)


@few
@given(workshops(), st.data())
def test_a_restart_on_the_way_changes_nothing(events, data):
    cut = data.draw(st.integers(0, len(events)))
    assert folded(events[cut:], replay(events[:cut])) == replay(events)


@settings(max_examples=200)
@given(workshops())
def test_nothing_that_happens_crashes_it_and_what_is_refused_can_be_said(events):
    workshop = Workshop()
    for each in events:
        fault = check(workshop, each, PLAN)
        later = reduce(workshop, each)
        if each.key in workshop.keys:
            assert (fault, later) == (None, workshop)
        elif fault is None:
            assert each.key not in later.ignored
        else:
            assert CONTENT.sentence(fault, "en") != CONTENT.sentence(fault, "fr")
        if each.key in later.ignored - workshop.ignored:
            assert fault is not None
            assert contents(later) == contents(workshop)
        assert sum(run.closed_at is None for run in later.stage.runs) <= 1
        assert all(run.closed_at is None or run.closed_at >= run.opened_at for run in later.stage.runs)
        workshop = later


@few
@given(workshops(), st.data())
def test_a_repeat_changes_nothing_wherever_it_comes(events, data):
    if not events:
        return
    again = data.draw(st.sampled_from(events))
    later = data.draw(st.integers(events.index(again) + 1, len(events)))
    other = replace(again, kind=Moment.LOBBY_LOCKED, data={})
    for repeat in (again, other):
        assert replay(events) == replay([*events[:later], repeat, *events[later:]])


@settings(max_examples=200)
@given(workshops(), decisions, st.lists(from_people, max_size=5))
def test_undoing_brings_back_what_facilitators_had_decided_and_takes_nothing_from_people(events, decision, meanwhile):
    before = folded([started(), *events] if not events or events[0].kind != Moment.WORKSHOP_STARTED else events)
    kind, data = decision
    done = moment(kind, at=after(91), **data)
    with_it = reduce(before, done)
    people = [moment(kind, at=after(92), **data) for kind, data in meanwhile]
    later = folded(people, with_it)
    undone = reduce(later, moment(Moment.STEP_UNDONE, of=done.key, at=after(93)))
    if with_it.stage == before.stage:
        assert undone.stage == before.stage
        return
    assert (undone.stage, undone.undoable) == (before.stage, before.undoable)
    for name in ("participants", "polls", "moods", "texts", "facilitators"):
        assert getattr(undone, name) == getattr(later, name)


@few
@given(workshops(), decisions)
def test_two_facilitators_who_press_at_once_do_it_once(events, decision):
    kind, data = decision
    before = folded([started(), *events])
    once = reduce(before, moment(kind, **data))
    twice = reduce(once, moment(kind, **data))
    if once.stage != before.stage:
        assert (twice.stage, twice.undoable) == (once.stage, once.undoable)


def test_two_who_undo_at_once_undo_once_and_one_who_comes_late_is_told():
    opened = [moment(Moment.STEP_OPENED, step=step) for step in STEPS[:3]]
    workshop = folded([started(), *opened])
    first, second = (moment(Moment.STEP_UNDONE, of=opened[2].key) for _ in range(2))
    undone = folded([first, second], workshop)
    assert undone.stage.open_step == STEPS[1]
    assert undone.ignored == frozenset()
    late = moment(Moment.STEP_UNDONE, of=opened[0].key)
    assert refusal(undone, late) == "live.not_the_last"
    assert reduce(undone, moment(Moment.STEP_UNDONE, of=opened[1].key)).stage.open_step == STEPS[0]


def test_undo_goes_back_a_good_way_and_no_further():
    opened = [moment(Moment.STEP_OPENED, step=STEPS[n % 2]) for n in range(bounds.UNDO_MAX + 5)]
    workshop = folded([started(), *opened])
    for each in reversed(opened[5:]):
        workshop = reduce(workshop, moment(Moment.STEP_UNDONE, of=each.key))
    assert len(workshop.stage.runs) == 5
    assert workshop.can_undo is None


def test_one_step_is_open_at_a_time_and_the_timer_follows():
    workshop = folded([started(), moment(Moment.STEP_OPENED, step=STEPS[0], at=after(1))])
    assert timer(workshop, PLAN, after(3)).seconds_left == PLAN.steps[0].minutes * 60 - 120
    plus = [moment(Moment.MINUTE_ADDED, step=STEPS[0], total=1) for _ in range(2)]
    longer = timer(folded(plus, workshop), PLAN, after(30))
    assert (longer.extra_minutes, longer.ends_at) == (1, after(1 + PLAN.steps[0].minutes + 1))
    assert longer.seconds_left < 0
    moved = reduce(workshop, moment(Moment.STEP_OPENED, step=STEPS[1], at=after(9)))
    assert [(r.step, r.opened_at, r.closed_at) for r in moved.stage.runs] == [
        (STEPS[0], after(1), after(9)),
        (STEPS[1], after(9), None),
    ]
    stale = moment(Moment.STEP_CLOSED, step=STEPS[0])
    assert reduce(moved, stale).stage == moved.stage
    assert refusal(moved, moment(Moment.MINUTE_ADDED, step=STEPS[0], total=1)) == "live.step_not_open"
    assert timer(reduce(moved, moment(Moment.STEP_CLOSED, step=STEPS[1])), PLAN, after(9)) is None


def test_a_clock_that_jumps_back_ends_no_step_before_it_begins():
    workshop = folded([started(), moment(Moment.STEP_OPENED, step=STEPS[0], at=after(10))])
    closed = reduce(workshop, moment(Moment.STEP_CLOSED, step=STEPS[0], at=after(-600)))
    assert closed.stage.runs[0].closed_at == after(10)
    assert closed.last_at == after(10)


def test_of_a_poll_the_last_answer_counts_while_it_is_open_and_it_is_shown_when_closed():
    answer = [moment(Moment.POLL_ANSWERED, participant=1, step=POLL.id, option=option) for option in OPTIONS[:2]]
    room = folded([started(), joined(1)])
    assert refusal(room, answer[0]) == "live.step_not_open"
    room = folded([moment(Moment.STEP_OPENED, step=POLL.id), *answer], room)
    assert room.polls == {POLL.id: {1: OPTIONS[1]}}
    strange = moment(Moment.POLL_ANSWERED, participant=1, step=POLL.id, option="no_such")
    assert check(room, strange, PLAN).message == "workbook.id_unknown"
    reveal = moment(Moment.ANSWERS_REVEALED, step=POLL.id, charts=[])
    assert check(room, reveal, PLAN).message == "live.poll_open"
    closed = reduce(room, moment(Moment.STEP_CLOSED, step=POLL.id))
    assert refusal(closed, reveal) is None
    assert (
        reduce(closed, moment(Moment.POLL_ANSWERED, participant=1, step=POLL.id, option=OPTIONS[0])).polls == room.polls
    )
    other = reduce(room, moment(Moment.STEP_OPENED, step=TALK))
    no_poll = moment(Moment.POLL_ANSWERED, participant=1, step=TALK, option=OPTIONS[0])
    assert check(other, no_poll, PLAN).message == "live.no_poll"


def test_a_mood_is_of_the_open_step_and_can_change():
    room = folded([started(), joined(1), moment(Moment.STEP_OPENED, step=TALK)])
    told = [moment(Moment.MOOD_TOLD, participant=1, step=TALK, mood=mood.value) for mood in (Mood.LOST, Mood.FINE)]
    assert folded(told, room).moods == {TALK: {1: Mood.FINE}}
    assert refusal(room, moment(Moment.MOOD_TOLD, participant=1, step=STEPS[-1], mood="fine")) == "live.step_not_open"
    assert refusal(room, moment(Moment.MOOD_TOLD, participant=1, step=TALK)) == "workbook.choice"


def test_what_was_revealed_stays_as_it_was_and_leaves_the_wall_with_the_step():
    room = folded([started(), moment(Moment.STEP_OPENED, step=TALK)])
    assert refusal(room, moment(Moment.ANSWERS_REVEALED, step=STEPS[-1], charts=[])) == "live.step_not_run"
    reveal = moment(Moment.ANSWERS_REVEALED, step=TALK, charts=chart_data(CHARTS))
    assert refusal(room, reveal) is None
    shown = reduce(room, reveal)
    assert (shown.stage.on_wall, shown.stage.revealed) == (TALK, {TALK: CHARTS})
    assert [chart.is_too_few for chart in shown.stage.revealed[TALK]] == [False, True]
    again = reduce(shown, moment(Moment.ANSWERS_REVEALED, step=TALK, charts=[]))
    assert again.stage == shown.stage
    moved = reduce(shown, moment(Moment.STEP_OPENED, step=STEPS[-1]))
    assert (moved.stage.on_wall, moved.stage.revealed) == (None, {TALK: CHARTS})
    hidden = reduce(shown, moment(Moment.ANSWERS_HIDDEN, step=TALK))
    assert hidden.stage.on_wall is None


@pytest.mark.parametrize(
    "charts",
    [
        None,
        "asks.growth",
        [{"id": "asks.growth"}],
        [{"id": "asks.growth", "side": None, "people": 4, "counts": {"need": 4}}],  # too few: never to be stored
        [{"id": "asks.growth", "side": None, "people": None, "counts": {"need": 4}}],
        [{"id": "asks.growth", "side": None, "people": 6, "counts": {"need": 7}}],
        [{"id": "asks.growth", "side": "neighbours", "people": 6, "counts": {}}],
        [{"id": "asks.growth", "side": None, "people": True, "counts": {}}],
        [{"id": "<b>", "side": None, "people": 6, "counts": {}}],
        [{"id": "a", "side": None, "people": None, "counts": {}}] * 65,
    ],
)
def test_a_chart_that_the_kit_would_not_draw_is_refused(charts):
    room = folded([started(), moment(Moment.STEP_OPENED, step=TALK)])
    assert refusal(room, moment(Moment.ANSWERS_REVEALED, step=TALK, charts=charts)).startswith("workbook.")


def test_no_text_is_on_the_wall_before_a_facilitator_shows_it():
    room = folded([started(), joined(1), joined(2)])
    offers = [moment(Moment.TEXT_OFFERED, participant=n, text=f" words of {n} ") for n in (1, 2)]
    room = folded(offers, room)
    assert room.wall_texts == ()
    room = folded([moment(Moment.TEXT_SHOWN, offer=offer.key) for offer in reversed(offers)], room)
    assert room.wall_texts == ("words of 2", "words of 1")
    assert reduce(room, moment(Moment.TEXT_HIDDEN, offer=offers[0].key)).wall_texts == ("words of 2",)
    assert reduce(room, moment(Moment.PARTICIPANT_REMOVED, participant=2)).wall_texts == ("words of 1",)
    assert refusal(room, moment(Moment.TEXT_OFFERED, participant=1, text="  ")) == "workbook.not_a_text"
    long = moment(Moment.TEXT_OFFERED, participant=1, text="a" * 301)
    assert refusal(room, long) == "workbook.text_too_long"
    more = [moment(Moment.TEXT_OFFERED, participant=1, text="more") for _ in range(bounds.TEXTS_EACH_MAX)]
    assert refusal(folded(more[:-1], room), more[-1]) == "live.texts_enough"
    assert check(room, moment(Moment.TEXT_SHOWN, offer="nowhere"), PLAN).message == "live.text_unknown"


def test_a_locked_lobby_keeps_newcomers_out_and_a_removed_device_too():
    room = folded([started(), joined(1), moment(Moment.LOBBY_LOCKED)])
    assert check(room, joined(2), PLAN).message == "live.lobby_locked"
    assert check(room, joined(1, language="fr"), PLAN) is None
    assert reduce(room, joined(1, language="fr", at=after(5))).participants[1].joined_at == BEGUN
    open_again = reduce(room, moment(Moment.LOBBY_UNLOCKED))
    assert check(open_again, joined(2), PLAN) is None
    gone = folded(
        [moment(Moment.STEP_OPENED, step=TALK), moment(Moment.PARTICIPANT_REMOVED, participant=1)], open_again
    )
    assert dict(gone.present) == {}
    assert check(gone, joined(1), PLAN).message == "live.removed"
    assert refusal(gone, moment(Moment.MOOD_TOLD, participant=1, step=TALK, mood="lost")) == "live.removed"
    assert refusal(gone, moment(Moment.MOOD_TOLD, participant=9, step=TALK, mood="lost")) == "live.participant_unknown"
    one_side = replay([started(sides=["employer"])])
    assert check(one_side, joined(1), PLAN).message == "workbook.choice"


def test_after_the_end_nothing_happens_but_undoing_it():
    end = moment(Moment.WORKSHOP_ENDED, at=after(90))
    room = folded([started(), joined(1), moment(Moment.STEP_OPENED, step=TALK), end])
    assert (room.stage.ended_at, room.stage.open_step) == (after(90), None)
    for late in (
        joined(2),
        moment(Moment.STEP_OPENED, step=TALK),
        moment(Moment.TEXT_OFFERED, participant=1, text="x"),
    ):
        assert refusal(room, late) == "live.ended"
    assert reduce(room, moment(Moment.WORKSHOP_ENDED, at=after(95))).stage == room.stage
    assert reduce(room, moment(Moment.STEP_UNDONE, of=end.key)).stage.open_step == TALK


def test_facilitators_come_and_go_and_are_known_by_a_hash_alone():
    room = folded([started(), moment(Moment.FACILITATOR_JOINED, facilitator=WHO)])
    assert room.facilitators == {WHO}
    assert reduce(room, moment(Moment.FACILITATOR_LEFT, facilitator=WHO)).facilitators == frozenset()
    assert refusal(room, moment(Moment.FACILITATOR_JOINED, facilitator="Ann")) == "workbook.not_an_id"


def test_a_plan_that_has_changed_since_stops_no_replay():
    opened = moment(Moment.STEP_OPENED, step="gone_by_now")
    room = replay([started()])
    assert check(room, opened, PLAN).message == "workbook.id_unknown"
    assert reduce(room, opened).stage.open_step == "gone_by_now"
    assert timer(reduce(room, opened), PLAN, after(1)) is None


def test_nothing_happens_before_the_start_and_there_is_one_start():
    assert refusal(Workshop(), joined(1)) == "live.not_started"
    assert refusal(replay([started()]), started()) == "live.already_started"
    for wrong in ({"sides": []}, {"languages": ["de"]}, {"plan": 3}, {"content_version": None}):
        assert not replay([started(**wrong)]).is_started


def test_a_workshop_has_an_end_to_its_events_and_to_its_people(monkeypatch):
    room = replay([started(), joined(1)])
    monkeypatch.setattr(bounds, "EVENTS_MAX", 2)
    assert check(room, joined(2), PLAN).message == "live.full"
    monkeypatch.setattr(bounds, "EVENTS_MAX", 99)
    monkeypatch.setattr(bounds, "PARTICIPANTS_MAX", 1)
    assert check(room, joined(2), PLAN).message == "live.room_full"
    assert check(room, joined(1), PLAN) is None


@pytest.mark.parametrize("kind", list(Moment))
def test_every_kind_has_a_rule(kind):
    fault = check(replay([started()]), moment(kind, stray=1), PLAN)
    assert fault.message != "workbook.kind_unknown"


def test_what_goes_with_a_person_is_what_they_said_and_that_they_came():
    assert participant_of(joined(7)) == 7
    assert participant_of(moment(Moment.MOOD_TOLD, participant=3, step=TALK, mood="lost")) == 3
    assert participant_of(moment(Moment.PARTICIPANT_REMOVED, participant=3)) is None
    assert participant_of(moment(Moment.POLL_ANSWERED, participant=True)) is None
