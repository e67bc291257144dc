"""Both ways: the workplace bargain of one work seeker and one employer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tw_kit.model import Audience, Instrument, Response
from tw_kit.scoring import constants
from tw_kit.scoring.figures import Figures, Ratio, harmonic, is_at_least, smaller
from tw_kit.scoring.way import Way, one_way

__all__ = ["Mutual", "Pair", "PairLabel", "pair", "pair_label"]


class PairLabel(StrEnum):
    """What a pair is, first that holds; docs/scoring.md, "Both ways"."""

    CONFLICT = "conflict"
    NOT_ENOUGH_KNOWN = "not_enough_known"
    ALIGNED = "aligned"
    WORTH_A_CONVERSATION = "worth_a_conversation"


def pair_label(one: Figures, other: Figures) -> PairLabel:
    """Give the label of a pair from the sums of its two ways, in integers.

    Parameters
    ----------
    one, other : Figures
        Sums of the two ways; their order does not matter.

    Returns
    -------
    PairLabel

    Notes
    -----
    Source: docs/scoring.md, "Both ways", pair label.

    Examples
    --------
    >>> pair_label(Figures(3, 4, 4), Figures(3, 5, 5)).value
    'aligned'
    """
    if one.conflicts or other.conflicts:
        return PairLabel.CONFLICT
    coverage = smaller(one.coverage_ratio, other.coverage_ratio)
    low = harmonic(one.low_ratio, other.low_ratio)
    if coverage is None or low is None or not is_at_least(coverage, constants.ENOUGH_KNOWN_FROM):
        return PairLabel.NOT_ENOUGH_KNOWN
    if not one.musts_not_met and not other.musts_not_met and is_at_least(low, constants.ALIGNED_FROM):
        return PairLabel.ALIGNED
    return PairLabel.WORTH_A_CONVERSATION


@dataclass(frozen=True, slots=True)
class Mutual:
    """What the two ways come to together, as exact shares.

    Parameters
    ----------
    fit, low, high : tuple of int or None
        Harmonic means of the two fits, lows and highs, 0 to 1; None when either is None.
    coverage : tuple of int or None
        The smaller of the two coverages, 0 to 1; None when either is None.

    Notes
    -----
    Source: docs/scoring.md, "Both ways".
    """

    fit: Ratio | None
    low: Ratio | None
    high: Ratio | None
    coverage: Ratio | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One work seeker and one employer, as somebody may see them.

    Parameters
    ----------
    instrument : Instrument
    work_seeker : Way
        What the work seeker asks of the employer.
    employer : Way
        What the employer asks of the work seeker.

    Attributes
    ----------
    mutual : Mutual
    label : PairLabel
    conflicts : tuple of str
        Statements in conflict either way, in content order.

    Notes
    -----
    Source: docs/scoring.md, "Both ways".
    """

    instrument: Instrument
    work_seeker: Way
    employer: Way
    mutual: Mutual = field(init=False)
    label: PairLabel = field(init=False)
    conflicts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        one, other = self.work_seeker.figures, self.employer.figures
        mutual = Mutual(
            fit=harmonic(one.fit_ratio, other.fit_ratio),
            low=harmonic(one.low_ratio, other.low_ratio),
            high=harmonic(one.high_ratio, other.high_ratio),
            coverage=smaller(one.coverage_ratio, other.coverage_ratio),
        )
        conflicts = self.instrument.in_order({*self.work_seeker.conflicts, *self.employer.conflicts})
        object.__setattr__(self, "mutual", mutual)
        object.__setattr__(self, "label", pair_label(one, other))
        object.__setattr__(self, "conflicts", conflicts)

    @property
    def ways(self) -> tuple[Way, Way]:
        """Both ways, the work seeker's first."""
        return (self.work_seeker, self.employer)

    @property
    def weaker(self) -> Audience | None:
        """Whose way has the smaller fit; None when they are equal or one is None."""
        one, other = self.work_seeker.figures.fit_ratio, self.employer.figures.fit_ratio
        if one is None or other is None or (is_at_least(one, other) and is_at_least(other, one)):
            return None
        return Audience.EMPLOYER if is_at_least(one, other) else Audience.WORK_SEEKER

    @property
    def difference(self) -> float | None:
        """How far the two fits are apart, 0 to 1; None when one is None."""
        one, other = self.work_seeker.figures.fit_ratio, self.employer.figures.fit_ratio
        if one is None or other is None:
            return None
        return abs(one[0] * other[1] - other[0] * one[1]) / (one[1] * other[1])


def pair(instrument: Instrument, one: Response, other: Response) -> Pair:
    """Score both ways of a work seeker and an employer, from all that is handed in.

    Parameters
    ----------
    instrument : Instrument
    one, other : Response
        One work seeker and one employer, in either order. What somebody may not see must be left out before:
        see `pair_in_view`.

    Returns
    -------
    Pair

    Raises
    ------
    ValueError
        If both responses are of the same side.

    Notes
    -----
    Source: docs/scoring.md, "Both ways".
    """
    work_seeker, employer = (one, other) if one.audience is Audience.WORK_SEEKER else (other, one)
    return Pair(instrument, one_way(instrument, work_seeker, employer), one_way(instrument, employer, work_seeker))
