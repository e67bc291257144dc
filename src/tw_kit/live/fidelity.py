"""The fidelity log: which steps of the plan ran, how long, how many were there, and how many answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tw_kit.live.plan import Kind, Plan, Step
from tw_kit.live.state import Run, Workshop
from tw_kit.scoring.groups import Thresholds
from tw_kit.workbook import Event
from tw_kit.workbook import Kind as Written

_ANSWERS = frozenset(
    {
        Written.ASK_ANSWERED,
        Written.OFFER_ANSWERED,
        Written.EVIDENCE_WRITTEN,
        Written.REFLECTION_WRITTEN,
        Written.CLARITY_ANSWERED,
        Written.PLACE_NAMED,
        Written.PLACE_RATED,
        Written.MAGNETS_CHOSEN,
        Written.STEP_WRITTEN,
    }
)


@dataclass(frozen=True, slots=True)
class StepLog:
    """What became of one step.

    Parameters
    ----------
    step : str
    kind : Kind or None
        None of a step that the plan does not have any more.
    planned_minutes : int or None
    extra_minutes : int
        Added with the plus-one button, of all its runs.
    real_minutes : float
        Of all its runs; 0 where it was skipped.
    opened_at : datetime.datetime or None
        Its first run.
    runs : int
        0 means that it was skipped. One that was undone is none.
    people : int
        Who had joined by the end of its last run, without devices that were taken out.
    answered : int or None
        How many of them answered anything while it was open; None where it asks nothing.
    """

    step: str
    kind: Kind | None
    planned_minutes: int | None
    extra_minutes: int
    real_minutes: float
    opened_at: dt.datetime | None
    runs: int
    people: int
    answered: int | None

    @property
    def is_skipped(self) -> bool:
        """Whether it never ran."""
        return self.runs == 0


def fidelity(
    workshop: Workshop, plan: Plan, workbooks: Mapping[int, Iterable[Event]], now: dt.datetime
) -> tuple[StepLog, ...]:
    """The log of a workshop: the steps of its plan in their order, then those that only ran.

    Parameters
    ----------
    workshop : Workshop
    plan : Plan
        The workshop's.
    workbooks : mapping of participant to iterable of Event
        What happened in their workbooks: only when, and whether it was an answer, is looked at.
    now : datetime.datetime
        The end so far of a step that is still open.
    """
    runs: dict[str, list[Run]] = {}
    for run in workshop.stage.runs:
        runs.setdefault(run.step, []).append(run)
    answered_at = {
        number: [event.at for event in events if event.kind in _ANSWERS]
        for number, events in workbooks.items()
        if number in workshop.present
    }
    steps = {step.id: step for step in plan.steps}
    return tuple(
        _log(name, steps.get(name), runs.get(name, []), workshop, answered_at, now) for name in {**steps, **runs}
    )


def _asks_something(step: Step | None, workshop: Workshop) -> bool:
    if step is None:
        return False
    if step.kind in (Kind.POLL, Kind.MOOD):
        return True
    return any(step.open_part(side) not in (None, "start", "result") for side in workshop.sides)


def _log(
    name: str,
    step: Step | None,
    runs: list[Run],
    workshop: Workshop,
    answered_at: Mapping[int, list[dt.datetime]],
    now: dt.datetime,
) -> StepLog:
    times = [(run.opened_at, max(run.opened_at, now) if run.closed_at is None else run.closed_at) for run in runs]
    people = {n for n, each in workshop.present.items() if times and each.joined_at <= times[-1][1]}
    spoke = {n for n, at in answered_at.items() if any(start <= t <= end for t in at for start, end in times)}
    spoke |= workshop.polls.get(name, {}).keys() | workshop.moods.get(name, {}).keys()
    return StepLog(
        step=name,
        kind=None if step is None else step.kind,
        planned_minutes=None if step is None else step.minutes,
        extra_minutes=sum(run.extra_minutes for run in runs),
        real_minutes=sum((end - start).total_seconds() for start, end in times) / 60,
        opened_at=times[0][0] if times else None,
        runs=len(runs),
        people=len(people),
        answered=len(spoke & people) if runs and _asks_something(step, workshop) else None,
    )


def fidelity_rows(log: Iterable[StepLog], thresholds: Thresholds | None = None) -> list[dict[str, Any]]:
    """The log as rows of plain values, for a file that leaves the room.

    Parameters
    ----------
    log : iterable of StepLog
    thresholds : Thresholds, optional
        Higher ones than docs/scoring.md has.

    Returns
    -------
    list of dict
        `too_few` is True where a number of people is left out because it, or what is left of the room, is small; as
        docs/scoring.md, "Groups", has it for exports.
    """
    thresholds = thresholds or Thresholds()
    rows = []
    for each in log:
        hides_people = 0 < each.people < thresholds.hide_below
        hides_answered = each.answered is not None and _is_small(each.answered, each.people, thresholds)
        rows.append(
            {
                "step": each.step,
                "kind": None if each.kind is None else each.kind.value,
                "skipped": each.is_skipped,
                "runs": each.runs,
                "opened_at": None if each.opened_at is None else each.opened_at.isoformat(),
                "planned_minutes": each.planned_minutes,
                "extra_minutes": each.extra_minutes,
                "real_minutes": round(each.real_minutes, 1),
                "people": None if hides_people else each.people,
                "answered": None if hides_answered else each.answered,
                "too_few": hides_people or hides_answered,
            }
        )
    return rows


def _is_small(part: int, whole: int, thresholds: Thresholds) -> bool:
    if whole == 0:
        return False
    is_all_or_none = part in (0, whole) and whole < thresholds.all_or_none_below
    return is_all_or_none or any(0 < count < thresholds.hide_below for count in (part, whole - part))
