"""How many are still there: Kaplan-Meier, with people whose later story is not known."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from tw_kit.scoring import constants
from tw_kit.scoring.groups import Thresholds

__all__ = ["RetentionPoint", "Stay", "retention"]


@dataclass(frozen=True, slots=True)
class Stay:
    """One start, and what is known of it.

    Parameters
    ----------
    months : float
        From the start to the end, or to the last time that somebody was asked; over 0.
    has_ended : bool
        False when the person was still there then: the rest is not known (censored).

    Raises
    ------
    ValueError
        If `months` is not over 0.
    """

    months: float
    has_ended: bool

    def __post_init__(self) -> None:
        if not self.months > 0:
            raise ValueError(f"a stay lasts over 0 months, got {self.months}")


@dataclass(frozen=True, slots=True)
class RetentionPoint:
    """How many are still there after so many months.

    Parameters
    ----------
    months : float
    share : float
        Still there, 0 to 1.
    low, high : float or None
        Bounds of the 95 % interval (log-log Greenwood); None where the formula has none, at a share of 0 or 1.
    at_risk : int
        People who were known to be there just before.
    """

    months: float
    share: float
    low: float | None
    high: float | None
    at_risk: int


def retention(
    stays: Sequence[Stay], months: Sequence[float], thresholds: Thresholds | None = None
) -> tuple[RetentionPoint, ...] | None:
    """Give the Kaplan-Meier share of starts still there at given times.

    Parameters
    ----------
    stays : sequence of Stay
        One a start.
    months : sequence of float
        When to read the curve off, such as 3, 6 and 12: a curve with a step at every end would tell each end.
    thresholds : Thresholds, optional
        Higher ones than docs/scoring.md has.

    Returns
    -------
    tuple of RetentionPoint or None
        In order of time, without times at which nobody, or so few that the count is hidden, was at risk. None for
        fewer than 10 starts.

    Notes
    -----
    Source: docs/scoring.md, "Groups".
    """
    from scipy.stats import CensoredData, ecdf

    thresholds = thresholds or Thresholds()
    if len(stays) < thresholds.curve_from:
        return None
    curve = ecdf(
        CensoredData(
            uncensored=[stay.months for stay in stays if stay.has_ended],
            right=[stay.months for stay in stays if not stay.has_ended],
        )
    ).sf
    part, whole = constants.CONFIDENCE
    with warnings.catch_warnings():
        # scipy warns that a share of 0 or 1 has no interval; those are None here
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = curve.confidence_interval(part / whole, method="log-log")
    points = []
    for at in sorted(months):
        at_risk = sum(stay.months >= at for stay in stays)
        if at_risk < thresholds.hide_below:
            break
        share, low, high = (float(each.evaluate(at)) for each in (curve, interval.low, interval.high))
        has_interval = 0 < share < 1
        points.append(RetentionPoint(at, share, low if has_interval else None, high if has_interval else None, at_risk))
    return tuple(points)
