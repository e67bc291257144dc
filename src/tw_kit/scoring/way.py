"""One way: what one person asks of what the other offers, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from tw_kit.model import Ask, Audience, Instrument, Offer, Response, Statement
from tw_kit.scoring import constants
from tw_kit.scoring.figures import FactorLabel, Figures, factor_label
from tw_kit.scoring.magnet import multiplier

__all__ = ["Outcome", "Reason", "Way", "one_way"]


class Outcome(StrEnum):
    """What came of one statement; docs/scoring.md, "One statement"."""

    UNASKED = "unasked"
    OPEN = "open"
    UNKNOWN = "unknown"
    MET = "met"
    NEGOTIABLE = "negotiable"
    CONFLICT = "conflict"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Reason:
    """One answered ask and what the other side says to it: a term of the sum that a figure is.

    Parameters
    ----------
    statement : Statement
    ask : Ask
    offer : Offer or None
        None when it is not known.
    multiplier : int
        m of the statement's factor for the person who asks: 4, 3, 2 or 1.

    Notes
    -----
    Source: docs/scoring.md, "One statement" and "One way".
    """

    statement: Statement
    ask: Ask
    offer: Offer | None
    multiplier: int = 1

    @property
    def weight(self) -> int:
        """|weight| of the ask times the multiplier; 0 for `open`."""
        return abs(constants.ASK_WEIGHTS[self.ask]) * self.multiplier

    @property
    def is_positive(self) -> bool:
        """Whether more of the thing is better."""
        return constants.ASK_WEIGHTS[self.ask] > 0

    @property
    def halves(self) -> int | None:
        """Satisfaction s in halves, 0, 1 or 2; None when the offer is not known."""
        if self.offer is None:
            return None
        given = constants.OFFER_HALVES[self.offer]
        return given if self.is_positive else constants.OFFER_HALVES[Offer.YES] - given

    @property
    def gain(self) -> int:
        """2·w·(1 − s): what meeting it would add to `satisfied`; an unknown counts as s = 0."""
        return self.weight * (constants.OFFER_HALVES[Offer.YES] - (self.halves or 0))

    @property
    def wished(self) -> Offer:
        """The offer that would meet it: `yes` for a positive ask, `no` for a negative one."""
        return Offer.YES if self.is_positive else Offer.NO

    @property
    def outcome(self) -> Outcome:
        """What came of it; never `unasked`."""
        if not self.weight:
            return Outcome.OPEN
        if self.offer is None:
            return Outcome.UNKNOWN
        if self.offer is self.wished:
            return Outcome.MET
        if self.halves:
            return Outcome.NEGOTIABLE
        return Outcome.CONFLICT if self.ask.is_must else Outcome.GAP

    @property
    def figures(self) -> Figures:
        """What this statement adds to the sums of its way; all of them together are the way's, exactly."""
        if not self.weight:
            return Figures()
        outcome, must = self.outcome, self.ask.is_must
        asked = constants.OFFER_HALVES[Offer.YES] * self.weight
        is_unknown = outcome is Outcome.UNKNOWN
        return Figures(
            satisfied=self.weight * (self.halves or 0),
            known=0 if is_unknown else asked,
            asked=asked,
            conflicts=int(outcome is Outcome.CONFLICT),
            musts_not_met=int(must and outcome is not Outcome.MET),
            musts_unknown=int(must and is_unknown),
        )

    @property
    def plain(self) -> Figures:
        """What it adds to the sums of its factor, where the magnets are left out."""
        return self.with_ask(self.ask, multiplier=1).figures

    def with_offer(self, offer: Offer | None) -> Reason:
        """Give the same reason, had the other side answered `offer`."""
        return replace(self, offer=offer)

    def with_ask(self, ask: Ask, multiplier: int | None = None) -> Reason:
        """Give the same reason, had the person asked at another level."""
        return replace(self, ask=ask, multiplier=self.multiplier if multiplier is None else multiplier)


@dataclass(frozen=True, slots=True)
class Way:
    """What one person asks of what the other offers.

    Parameters
    ----------
    asker : Audience
        Who asks.
    factor_ids : tuple of str
        All factors of the instrument, in order.
    reasons : tuple of Reason
        The answered asks of the right direction, in content order, those that are `open` too.
    outcomes : mapping of statement id to Outcome
        Every statement of the direction, in content order.

    Attributes
    ----------
    figures : Figures
        Sums over all reasons, with the magnets.
    factors : mapping of factor id to Figures
        The same within each factor, with the magnets left out.

    Notes
    -----
    Source: docs/scoring.md, "One way".
    """

    asker: Audience
    factor_ids: tuple[str, ...]
    reasons: tuple[Reason, ...]
    outcomes: Mapping[str, Outcome]
    figures: Figures = field(init=False)
    factors: Mapping[str, Figures] = field(init=False)

    def __post_init__(self) -> None:
        factors = dict.fromkeys(self.factor_ids, Figures())
        for reason in self.reasons:
            factors[reason.statement.factor] += reason.plain
        object.__setattr__(self, "figures", sum((r.figures for r in self.reasons), Figures()))
        object.__setattr__(self, "factors", MappingProxyType(factors))
        object.__setattr__(self, "outcomes", MappingProxyType(dict(self.outcomes)))

    @property
    def labels(self) -> Mapping[str, FactorLabel]:
        """Label of every factor, in order."""
        return {factor: factor_label(figures) for factor, figures in self.factors.items()}

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Ids of the statements in conflict, in content order."""
        return tuple(r.statement.id for r in self.reasons if r.outcome is Outcome.CONFLICT)


def one_way(instrument: Instrument, asker: Response, offerer: Response) -> Way:
    """Score what one person asks of what the other offers.

    Parameters
    ----------
    instrument : Instrument
        Statements to go through; answers about others are not scored.
    asker, offerer : Response
        Answers of the two sides. Asks and offers in the wrong direction are not scored.

    Returns
    -------
    Way

    Raises
    ------
    ValueError
        If both responses are of the same side.

    Notes
    -----
    Source: docs/scoring.md, "One way".

    Examples
    --------
    >>> from tw_kit.model import Direction
    >>> instrument = Instrument(1, ("growth",), (Statement("g1", "growth", Direction.WORKPLACE),))
    >>> seeker = Response(Audience.WORK_SEEKER, asks={"g1": Ask.WANT})
    >>> employer = Response(Audience.EMPLOYER, offers={"g1": Offer.NEGOTIABLE})
    >>> one_way(instrument, seeker, employer).figures.fit
    0.5
    """
    if asker.audience is offerer.audience:
        raise ValueError(f"both responses are of the side {asker.audience.value}; a way needs two sides")
    asked_about = instrument.in_direction(asker.audience.asks_about)
    reasons = tuple(
        Reason(s, asker.asks[s.id], offerer.offers.get(s.id), multiplier(asker.magnets, s.factor))
        for s in asked_about
        if s.id in asker.asks
    )
    found = {reason.statement.id: reason.outcome for reason in reasons}
    outcomes = {s.id: found.get(s.id, Outcome.UNASKED) for s in asked_about}
    return Way(asker.audience, instrument.factors, reasons, outcomes)
