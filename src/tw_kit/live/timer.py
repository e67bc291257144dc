"""How long the open step still has; the clock is an argument."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tw_kit.live.plan import Plan
from tw_kit.live.state import Workshop


@dataclass(frozen=True, slots=True)
class Timer:
    """The open step by the clock.

    Parameters
    ----------
    step : str
    opened_at, ends_at : datetime.datetime
        `ends_at` counts the extra minutes.
    extra_minutes : int
    seconds_left : int
        Below zero once it is over.
    """

    step: str
    opened_at: dt.datetime
    ends_at: dt.datetime
    extra_minutes: int
    seconds_left: int


def timer(workshop: Workshop, plan: Plan, now: dt.datetime) -> Timer | None:
    """The timer of the open step; None where none is open, or the plan does not have it."""
    run = workshop.stage.open_run
    minutes = None if run is None else next((step.minutes for step in plan.steps if step.id == run.step), None)
    if run is None or minutes is None:
        return None
    ends = run.opened_at + dt.timedelta(minutes=minutes + run.extra_minutes)
    return Timer(run.step, run.opened_at, ends, run.extra_minutes, int((ends - now).total_seconds()))
