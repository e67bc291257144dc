"""The fidelity log, by a worked example."""

from __future__ import annotations

import pytest

from tests.live.moments import OPTIONS, PLAN, POLL, after, joined, moment, started
from tests.workbook.events import event
from tw_kit.live import Kind, Moment, fidelity, fidelity_rows, reduce, replay
from tw_kit.live.fidelity import StepLog
from tw_kit.workbook import Kind as Written

TALK = next(step for step in PLAN.steps if step.kind is Kind.TALK and step.part is None)
ASKS = next(step for step in PLAN.steps if step.kind is Kind.STATEMENTS)
SKIPPED = PLAN.steps[-2]
YES = {"option": OPTIONS[0]}


def ran():
    events = [started(), *(joined(n, at=after(n)) for n in range(1, 8))]
    mistake = moment(Moment.STEP_OPENED, step=SKIPPED.id, at=after(3))
    events += [
        moment(Moment.STEP_OPENED, step=TALK.id, at=after(2.5)),
        mistake,
        moment(Moment.STEP_UNDONE, of=mistake.key, at=after(3.5)),
        moment(Moment.STEP_OPENED, step=ASKS.id, at=after(4.5)),
        moment(Moment.MINUTE_ADDED, step=ASKS.id, total=2, at=after(5)),
        moment(Moment.STEP_OPENED, step=POLL.id, at=after(9)),
        *(
            moment(Moment.POLL_ANSWERED, participant=n, step=POLL.id, option=OPTIONS[0], at=after(10))
            for n in (1, 2, 3)
        ),
        moment(Moment.STEP_CLOSED, step=POLL.id, at=after(11)),
        moment(Moment.STEP_OPENED, step=ASKS.id, at=after(20)),
        moment(Moment.PARTICIPANT_REMOVED, participant=7, at=after(21)),
    ]
    return replay(events)


WORKBOOKS = {
    1: [event(Written.ASK_ANSWERED, at=after(5)), event(Written.ASK_ANSWERED, at=after(21))],
    2: [event(Written.ASK_ANSWERED, at=after(12))],  # between the two runs
    3: [event(Written.SCREEN_REACHED, at=after(5))],  # no answer
    4: [event(Written.OFFER_ANSWERED, at=after(20.5))],
    7: [event(Written.ASK_ANSWERED, at=after(5))],
}


def test_which_steps_ran_how_long_and_how_many_answered():
    log = {each.step: each for each in fidelity(ran(), PLAN, WORKBOOKS, after(22.5))}
    assert list(log) == [step.id for step in PLAN.steps]
    assert log[TALK.id] == StepLog(TALK.id, Kind.TALK, TALK.minutes, 0, 2.0, after(2.5), 1, 4, None)
    assert log[ASKS.id] == StepLog(ASKS.id, Kind.STATEMENTS, ASKS.minutes, 2, 7.0, after(4.5), 2, 6, 2)
    assert log[POLL.id] == StepLog(POLL.id, Kind.POLL, POLL.minutes, 0, 2.0, after(9), 1, 6, 3)
    assert log[SKIPPED.id].is_skipped
    assert (log[SKIPPED.id].real_minutes, log[SKIPPED.id].people, log[SKIPPED.id].answered) == (0, 0, None)


def test_a_step_that_the_plan_lost_is_there_all_the_same():
    workshop = reduce(ran(), moment(Moment.STEP_OPENED, step="gone_by_now", at=after(23)))
    last = fidelity(workshop, PLAN, {}, after(24))[-1]
    assert (last.step, last.kind, last.planned_minutes, last.real_minutes) == ("gone_by_now", None, None, 1.0)


def test_rows_are_plain_and_leave_small_numbers_out():
    rows = {row["step"]: row for row in fidelity_rows(fidelity(ran(), PLAN, WORKBOOKS, after(22.5)))}
    assert rows[POLL.id] == {
        "step": POLL.id,
        "kind": "poll",
        "skipped": False,
        "runs": 1,
        "opened_at": after(9).isoformat(),
        "planned_minutes": POLL.minutes,
        "extra_minutes": 0,
        "real_minutes": 2.0,
        "people": 6,
        "answered": None,
        "too_few": True,
    }
    assert (rows[TALK.id]["people"], rows[TALK.id]["too_few"]) == (None, True)
    assert (rows[SKIPPED.id]["skipped"], rows[SKIPPED.id]["people"], rows[SKIPPED.id]["too_few"]) == (True, 0, False)


@pytest.mark.parametrize(
    ("people", "answered", "told"),
    [
        (20, 15, 15),
        (20, 16, None),  # four who did not
        (20, 4, None),
        (20, 20, 20),
        (9, 9, None),
        (9, 0, None),
        (10, 0, 0),
        (10, 5, 5),
        (20, None, None),
    ],
)
def test_small_numbers(people, answered, told):
    (row,) = fidelity_rows([StepLog("a", Kind.POLL, 5, 0, 5.0, after(0), 1, people, answered)])
    assert row["answered"] == told
    assert row["too_few"] == (answered is not None and told is None)
