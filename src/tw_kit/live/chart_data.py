"""Charts as an event carries them: what was on the wall stays what it was, on every laptop and after every replay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tw_kit.live.events import PARTICIPANTS_MAX
from tw_kit.live.state import Chart
from tw_kit.model import Audience
from tw_kit.scoring.constants import ROOM_CHART_FROM
from tw_kit.workbook.given import Given, Refused
from tw_kit.workbook.limits import SCREEN_ID

CHARTS_MAX = 64  # eight factors, two sides, and some to spare
_COUNTS_MAX = 16
_KEYS = {"id", "side", "people", "counts"}


def chart_data(charts: Iterable[Chart]) -> list[dict[str, Any]]:
    """Charts as the `charts` of an event; "too few" has nothing in it but that."""
    return [
        {
            "id": chart.id,
            "side": None if chart.side is None else chart.side.value,
            "people": chart.people,
            "counts": dict(chart.counts),
        }
        for chart in charts
    ]


def charts_given(given: Given) -> tuple[Chart, ...]:
    """The charts of an event; raises Refused for anything that the kit would not have put there."""
    value = given.value("charts")
    if not isinstance(value, tuple):
        raise given.refused("not_a_list", "charts")
    if len(value) > CHARTS_MAX:
        raise given.refused("too_many", "charts", most=CHARTS_MAX)
    return tuple(_chart(given, each) for each in value)


def _chart(given: Given, raw: object) -> Chart:
    wrong = given.refused("not_an_id", "charts")
    if not isinstance(raw, Mapping) or set(raw) != _KEYS:
        raise wrong
    name, side, people, counts = raw["id"], raw["side"], raw["people"], raw["counts"]
    if not isinstance(name, str) or not SCREEN_ID.fullmatch(name) or side not in (None, *Audience):
        raise wrong
    if not isinstance(counts, Mapping) or len(counts) > _COUNTS_MAX:
        raise wrong
    whose = None if side is None else Audience(side)
    if people is None and not counts:
        return Chart(name, whose)
    most = _count(people, ROOM_CHART_FROM, PARTICIPANTS_MAX, wrong)
    return Chart(name, whose, most, {answer: _count(each, 0, most, wrong) for answer, each in counts.items()})


def _count(value: object, low: int, high: int, wrong: Refused) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise wrong
    return value
