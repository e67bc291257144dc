"""What groups of people may be told about themselves: shares, change, and when there are too few to tell."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from tw_kit.scoring import constants

__all__ = [
    "Change",
    "Proportion",
    "Thresholds",
    "is_rate_told",
    "paired_change",
    "proportion",
    "rate",
    "room_chart",
]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How many people it takes to tell something. They may be raised, never lowered.

    Parameters
    ----------
    room_chart_from : int
        Answers that a chart in the room needs, at least 5.
    hide_below : int
        Counts from 1 to one under this are hidden, at least 5.
    rates_from : int
        People that a rate needs, at least 10.
    all_or_none_below : int
        Nobody or everybody of fewer than this is hidden, at least 10.
    curve_from : int
        Starts that a retention curve needs, at least 10.

    Raises
    ------
    ValueError
        If one is lower than docs/scoring.md has it; all that are get listed.

    Notes
    -----
    Source: docs/scoring.md, "Groups".
    """

    room_chart_from: int = field(default_factory=lambda: constants.ROOM_CHART_FROM)
    hide_below: int = field(default_factory=lambda: constants.HIDE_BELOW)
    rates_from: int = field(default_factory=lambda: constants.RATES_FROM)
    all_or_none_below: int = field(default_factory=lambda: constants.ALL_OR_NONE_BELOW)
    curve_from: int = field(default_factory=lambda: constants.CURVE_FROM)

    def __post_init__(self) -> None:
        lowered = [
            f"{each.name}: {getattr(self, each.name)} is under {getattr(constants, each.name.upper())}"
            for each in fields(self)
            if getattr(self, each.name) < getattr(constants, each.name.upper())
        ]
        if lowered:
            raise ValueError(f"thresholds may only be raised; {'; '.join(lowered)}")


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of a group, with its interval.

    Parameters
    ----------
    part, whole : int
        How many of how many.
    low, high : float
        Bounds of the Wilson 95 % interval, 0 to 1.
    """

    part: int
    whole: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.part / self.whole


def _confidence() -> float:
    part, whole = constants.CONFIDENCE
    return part / whole


def proportion(part: int, whole: int) -> Proportion | None:
    """Give a share with its Wilson 95 % interval.

    Parameters
    ----------
    part, whole : int
        How many people of how many.

    Returns
    -------
    Proportion or None
        None when there is nobody.

    Raises
    ------
    ValueError
        If `part` does not lie between 0 and `whole`.

    Notes
    -----
    Source: docs/scoring.md, "Groups". For people outside the room see `rate`.

    Examples
    --------
    >>> found = proportion(8, 10)
    >>> round(found.low, 2), round(found.high, 2)
    (0.49, 0.94)
    """
    from scipy.stats import binomtest

    if not 0 <= part <= whole:
        raise ValueError(f"part {part} is not between 0 and whole {whole}")
    if whole == 0:
        return None
    interval = binomtest(part, whole).proportion_ci(confidence_level=_confidence(), method="wilson")
    return Proportion(part, whole, float(interval.low), float(interval.high))


def is_rate_told(whole: int, thresholds: Thresholds | None = None) -> bool:
    """Whether there are people enough for a rate.

    Parameters
    ----------
    whole : int
        People.
    thresholds : Thresholds, optional
        Higher ones than docs/scoring.md has.

    Returns
    -------
    bool

    Notes
    -----
    Source: docs/scoring.md, "Groups".
    """
    return whole >= (thresholds or Thresholds()).rates_from


def rate(part: int, whole: int, thresholds: Thresholds | None = None) -> Proportion | None:
    """Give a share for an export or a report, where there are people enough to tell it.

    Parameters
    ----------
    part, whole : int
        How many people of how many.
    thresholds : Thresholds, optional
        Higher ones than docs/scoring.md has.

    Returns
    -------
    Proportion or None
        None under 10 people; where nobody or everybody of too few is meant; and where the part, or the rest, is
        a count that is hidden, since a rate with its n gives it away.

    Notes
    -----
    Source: docs/scoring.md, "Groups".
    """
    thresholds = thresholds or Thresholds()
    is_hidden = any(0 < count < thresholds.hide_below for count in (part, whole - part))
    is_all_or_none = part in (0, whole) and whole < thresholds.all_or_none_below
    if not is_rate_told(whole, thresholds) or is_hidden or is_all_or_none:
        return None
    return proportion(part, whole)


@dataclass(frozen=True, slots=True)
class Change:
    """How the same people's answers moved.

    Parameters
    ----------
    up, stayed, down : int
        People whose answer went up, stayed, went down; told first.
    mean : float or None
        Mean paired difference, after minus before, in the unit of the answers; None when there is nobody.
    low, high : float or None
        Bounds of the 95 % t interval of the mean; None for fewer than two people.
    """

    up: int
    stayed: int
    down: int
    mean: float | None
    low: float | None
    high: float | None

    @property
    def people(self) -> int:
        """Who answered both times."""
        return self.up + self.stayed + self.down


def paired_change(before: Mapping[str, float], after: Mapping[str, float]) -> Change:
    """Compare the same people before and after.

    Parameters
    ----------
    before, after : mapping of code to float
        One answer a person. Who answered only once is left out.

    Returns
    -------
    Change

    Notes
    -----
    Source: docs/scoring.md, "Groups".

    Examples
    --------
    >>> change = paired_change({"a": 2, "b": 3, "c": 4}, {"a": 4, "b": 3, "d": 5})
    >>> change.up, change.stayed, change.down, change.mean
    (1, 1, 0, 1.0)
    """
    differences = [after[code] - before[code] for code in sorted(before.keys() & after.keys())]
    up, down = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    stayed = len(differences) - up - down
    if not differences:
        return Change(up, stayed, down, None, None, None)
    mean = statistics.fmean(differences)
    if len(differences) == 1:
        return Change(up, stayed, down, mean, None, None)
    from scipy.stats import t

    quantile = float(t.ppf((1 + _confidence()) / 2, len(differences) - 1))
    half = quantile * statistics.stdev(differences) / math.sqrt(len(differences))
    return Change(up, stayed, down, mean, mean - half, mean + half)


def room_chart(
    answers: Iterable[str], levels: Sequence[str], thresholds: Thresholds | None = None
) -> dict[str, int] | None:
    """Count answers for a chart that the people in the room look at.

    Parameters
    ----------
    answers : iterable of str
        One level a person.
    levels : sequence of str
        Every level, in order; others are not counted.
    thresholds : Thresholds, optional
        Higher ones than docs/scoring.md has.

    Returns
    -------
    dict of str to int or None
        People per level, 0 too. None when fewer than 5 answered.

    Notes
    -----
    Source: docs/scoring.md, "Groups".
    """
    thresholds = thresholds or Thresholds()
    counts = Counter(answer for answer in answers if answer in levels)
    if counts.total() < thresholds.room_chart_from:
        return None
    return {level: counts[level] for level in levels}
