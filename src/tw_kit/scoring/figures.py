"""Exact sums behind every figure, and the labels decided on them.

Nothing here is rounded: shares are pairs of integers, compared by cross-multiplying. Floats are for display.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from tw_kit.scoring import constants

__all__ = ["FactorLabel", "Figures", "Ratio", "as_float", "factor_label", "harmonic", "is_at_least", "smaller"]

Ratio: TypeAlias = tuple[int, int]
"""A share, as numerator and positive denominator; not reduced."""


class FactorLabel(StrEnum):
    """What one factor does, one way; docs/scoring.md, "One way"."""

    NOT_ASKED = "not_asked"
    REPELS = "repels"
    NOT_KNOWN = "not_known"
    DEPENDS = "depends"
    ATTRACTS = "attracts"
    MIXED = "mixed"


def as_float(ratio: Ratio | None) -> float | None:
    """Give a share as the nearest float, for display only.

    Parameters
    ----------
    ratio : tuple of int or None
        Numerator and denominator.

    Returns
    -------
    float or None
        None when there is no share.

    Examples
    --------
    >>> as_float((2, 3))
    0.6666666666666666
    """
    return None if ratio is None else ratio[0] / ratio[1]


def is_at_least(ratio: Ratio, bound: Ratio) -> bool:
    """Whether a share is at least a bound, in integers.

    Parameters
    ----------
    ratio, bound : tuple of int
        Numerator and positive denominator.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_at_least((4, 6), (2, 3))
    True
    """
    return ratio[0] * bound[1] >= bound[0] * ratio[1]


def smaller(x: Ratio | None, y: Ratio | None) -> Ratio | None:
    """Give the smaller of two shares.

    Parameters
    ----------
    x, y : tuple of int or None
        Numerator and positive denominator.

    Returns
    -------
    tuple of int or None
        None when either is None.

    Notes
    -----
    Source: docs/scoring.md, "Both ways", mutual coverage.
    """
    if x is None or y is None:
        return None
    return y if is_at_least(x, y) else x


def harmonic(x: Ratio | None, y: Ratio | None) -> Ratio | None:
    """Give the harmonic mean of two shares, exactly.

    Parameters
    ----------
    x, y : tuple of int or None
        Numerator and positive denominator, each from 0 to 1.

    Returns
    -------
    tuple of int or None
        From the smaller of the two to their mean; 0 when both are 0, None when either is None.

    Notes
    -----
    Source: docs/scoring.md, "Both ways" (RECON, Pizzato et al. 2010).

    Examples
    --------
    >>> as_float(harmonic((3, 4), (3, 5))) == 2 / 3
    True
    """
    if x is None or y is None:
        return None
    total = x[0] * y[1] + y[0] * x[1]
    return (2 * x[0] * y[0], total) if total else (0, 1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over asked statements: of one statement, one factor, or one way. They add up.

    Parameters
    ----------
    satisfied : int
        2·Σ w·s over the statements whose offer is known; halves, so that it is whole.
    known : int
        2·Σ w over the statements whose offer is known.
    asked : int
        2·Σ w over all that is asked with a weight other than 0.
    conflicts : int
        Musts whose offer is the opposite.
    musts_not_met : int
        Musts that are not met: conflicts, negotiable and unknown ones.
    musts_unknown : int
        Musts whose offer is not known.

    Notes
    -----
    Source: docs/scoring.md, "One way". Always 0 ≤ satisfied ≤ known ≤ asked.

    Examples
    --------
    >>> figures = Figures(satisfied=13, known=14, asked=20)
    >>> figures.low, figures.high, figures.coverage
    (0.65, 0.95, 0.7)
    """

    satisfied: int = 0
    known: int = 0
    asked: int = 0
    conflicts: int = 0
    musts_not_met: int = 0
    musts_unknown: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.satisfied + other.satisfied,
            self.known + other.known,
            self.asked + other.asked,
            self.conflicts + other.conflicts,
            self.musts_not_met + other.musts_not_met,
            self.musts_unknown + other.musts_unknown,
        )

    def __sub__(self, other: Figures) -> Figures:
        return Figures(
            self.satisfied - other.satisfied,
            self.known - other.known,
            self.asked - other.asked,
            self.conflicts - other.conflicts,
            self.musts_not_met - other.musts_not_met,
            self.musts_unknown - other.musts_unknown,
        )

    @property
    def triple(self) -> tuple[int, int, int]:
        """(2·Σ w·s, 2·Σ_K w, 2·Σ w), as the page keeps a way."""
        return (self.satisfied, self.known, self.asked)

    @property
    def fit_ratio(self) -> Ratio | None:
        """Share of what is known that is satisfied; None when nothing is known."""
        return (self.satisfied, self.known) if self.known else None

    @property
    def low_ratio(self) -> Ratio | None:
        """The share if every unknown turns out badly; None when nothing is asked."""
        return (self.satisfied, self.asked) if self.asked else None

    @property
    def high_ratio(self) -> Ratio | None:
        """The share if every unknown turns out well; None when nothing is asked."""
        return (self.satisfied + self.asked - self.known, self.asked) if self.asked else None

    @property
    def coverage_ratio(self) -> Ratio | None:
        """Share of what is asked, by weight, whose offer is known; None when nothing is asked."""
        return (self.known, self.asked) if self.asked else None

    @property
    def fit(self) -> float | None:
        """Share of what is known that is satisfied, 0 to 1; None when nothing is known."""
        return as_float(self.fit_ratio)

    @property
    def low(self) -> float | None:
        """The share if every unknown turns out badly, 0 to 1; None when nothing is asked."""
        return as_float(self.low_ratio)

    @property
    def high(self) -> float | None:
        """The share if every unknown turns out well, 0 to 1; None when nothing is asked."""
        return as_float(self.high_ratio)

    @property
    def coverage(self) -> float | None:
        """Share of what is asked, by weight, that is known, 0 to 1; None when nothing is asked."""
        return as_float(self.coverage_ratio)

    @property
    def pull(self) -> float | None:
        """2·fit − 1, from −1 (repels) through 0 to 1 (attracts); None when nothing is known."""
        return as_float((2 * self.satisfied - self.known, self.known)) if self.known else None


def factor_label(figures: Figures) -> FactorLabel:
    """Give the label of one factor, first that holds.

    Parameters
    ----------
    figures : Figures
        Sums of the factor, with the magnets left out.

    Returns
    -------
    FactorLabel
        `attracts`, `repels` and `mixed` hold however the unknowns turn out.

    Notes
    -----
    Source: docs/scoring.md, "One way", factor label.

    Examples
    --------
    >>> factor_label(Figures(satisfied=7, known=8, asked=8)).value
    'attracts'
    """
    low, high = figures.low_ratio, figures.high_ratio
    if low is None or high is None:
        return FactorLabel.NOT_ASKED
    if figures.conflicts:
        return FactorLabel.REPELS
    if not figures.known:
        return FactorLabel.NOT_KNOWN
    if is_at_least(constants.REPELS_TO, high):
        return FactorLabel.REPELS
    if figures.musts_unknown:
        return FactorLabel.DEPENDS
    if is_at_least(low, constants.ATTRACTS_FROM):
        return FactorLabel.ATTRACTS
    # low = high leaves nothing unknown; with the lines above it lies between the bounds already
    if not is_at_least(constants.REPELS_TO, low) and not is_at_least(high, constants.ATTRACTS_FROM):
        return FactorLabel.MIXED
    return FactorLabel.DEPENDS
