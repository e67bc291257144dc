"""A plan by the clock."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tw_kit.live.plan import Plan, Step


class Slot(NamedTuple):
    """A step with its times."""

    step: Step
    starts: dt.datetime
    ends: dt.datetime


def agenda(plan: Plan, starts_at: dt.datetime) -> tuple[Slot, ...]:
    """The steps of a plan, one after the other, each with the time at which it starts and ends.

    Parameters
    ----------
    plan : Plan
    starts_at : datetime.datetime
        With a time zone, in which the times are given.

    Returns
    -------
    tuple of Slot
        The first starts at `starts_at`; each starts as the one before it ends. True minutes, when clocks change too.

    Raises
    ------
    ValueError
        If `starts_at` has no time zone.
    """
    zone = starts_at.tzinfo
    if zone is None:
        raise ValueError("a time has a time zone")
    slots = []
    at = starts_at.astimezone(dt.UTC)  # minutes added in a zone of its own would pass over a change of clocks
    for step in plan.steps:
        ends = at + dt.timedelta(minutes=step.minutes)
        slots.append(Slot(step, at.astimezone(zone), ends.astimezone(zone)))
        at = ends
    return tuple(slots)
