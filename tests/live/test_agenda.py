"""A plan by the clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.live.conftest import small_plan
from tw_kit.live import Plan, agenda

HALIFAX = ZoneInfo("America/Halifax")


@pytest.fixture
def plan() -> Plan:
    return Plan.model_validate(small_plan())


def clock(slots):
    return [(slot.step.id, f"{slot.starts:%H:%M}", f"{slot.ends:%H:%M}") for slot in slots]


def test_steps_follow_one_another(plan):
    slots = agenda(plan, dt.datetime(2026, 11, 24, 9, 30, tzinfo=HALIFAX))
    assert clock(slots) == [
        ("welcome", "09:30", "09:35"),
        ("before", "09:35", "09:40"),
        ("offers", "09:40", "09:50"),
        ("quick", "09:50", "09:55"),
        ("growing", "09:55", "10:00"),
        ("after", "10:00", "10:05"),
        ("end", "10:05", "10:10"),
    ]
    assert {slot.starts.tzinfo for slot in slots} == {HALIFAX}


def test_a_slot_is_a_step_and_its_times(plan):
    at = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
    step, starts, ends = agenda(plan, at)[0]
    assert (step, starts, ends - starts) == (plan.steps[0], at, dt.timedelta(minutes=5))


def test_a_night_on_which_the_clocks_change_has_true_minutes(plan):
    slots = agenda(plan, dt.datetime(2027, 3, 14, 1, 50, tzinfo=HALIFAX))  # two o'clock is three
    assert clock(slots)[:3] == [
        ("welcome", "01:50", "01:55"),
        ("before", "01:55", "03:00"),
        ("offers", "03:00", "03:10"),
    ]


def test_a_workshop_over_midnight_ends_the_next_day(plan):
    slots = agenda(plan, dt.datetime(2026, 11, 24, 23, 45, tzinfo=HALIFAX))
    assert slots[-1].ends == dt.datetime(2026, 11, 25, 0, 25, tzinfo=HALIFAX)


def test_a_time_without_a_zone_is_refused(plan):
    with pytest.raises(ValueError, match="time zone"):
        agenda(plan, dt.datetime(2026, 11, 24, 9, 30))
