"""What would change it: the smallest change, pivots, and how steady the labels are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tw_kit.model import Ask, Offer
from tw_kit.scoring import constants
from tw_kit.scoring.figures import factor_label, is_at_least
from tw_kit.scoring.pair import Pair, pair_label
from tw_kit.scoring.way import Outcome, Reason, Way

__all__ = ["Move", "Steadiness", "pivots", "pivots_shown", "smallest_change", "steadiness"]

_LEVELS = (Ask.AVOID, Ask.RATHER_NOT, Ask.OPEN, Ask.WANT, Ask.NEED)  # docs/scoring.md, "What would change it"


@dataclass(frozen=True, slots=True)
class Move:
    """One offer that would have to change, be settled, or be found out.

    Parameters
    ----------
    statement : str
        Statement id.
    start : Offer or None
        What the offer is now; None when it is not known.
    to : Offer
        `yes` where it is asked for, `no` where it is asked not to be.
    """

    statement: str
    start: Offer | None
    to: Offer


class Steadiness(NamedTuple):
    """In how many of the neighbouring answers the factor's label stays."""

    kept: int
    tried: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.kept / self.tried

    @property
    def is_steady(self) -> bool:
        """Whether it is 80 % or more; a practitioner is told when it is not."""
        return is_at_least((self.kept, self.tried), constants.STEADY_FROM)


def smallest_change(way: Way) -> tuple[Move, ...] | None:
    """Give the fewest offers that would have to be other so that every must is met and low is at least 2/3.

    Parameters
    ----------
    way : Way

    Returns
    -------
    tuple of Move or None
        First every must that is not met, then others until it holds; in each block the largest gain first, ties
        in content order. Empty when it holds already, None when nothing is asked.

    Notes
    -----
    Minimal: no must can be spared, every move only adds to the numerator of low, and the largest gains come
    first. Source: docs/scoring.md, "What would change it".
    """
    figures = way.figures
    if not figures.asked:
        return None
    # sorted() is stable, and reasons are in content order
    by_gain = sorted((r for r in way.reasons if r.gain), key=lambda reason: -reason.gain)
    chosen = [reason for reason in by_gain if reason.ask.is_must]
    satisfied = figures.satisfied + sum(reason.gain for reason in chosen)
    for reason in by_gain:
        if is_at_least((satisfied, figures.asked), constants.ALIGNED_FROM):
            break
        if not reason.ask.is_must:
            chosen.append(reason)
            satisfied += reason.gain
    return tuple(Move(reason.statement.id, reason.offer, reason.wished) for reason in chosen)


def _is_pivot(reason: Reason, way: Way, other: Way) -> bool:
    factor = way.factors[reason.statement.factor]
    found = set()
    for offer in Offer:
        answered = reason.with_offer(offer)
        whole = way.figures - reason.figures + answered.figures
        own = factor - reason.plain + answered.plain
        found.add((pair_label(whole, other.figures), factor_label(own)))
    return len(found) > 1


def pivots(pair: Pair) -> tuple[str, ...]:
    """Give the unknown offers that decide something: the best questions to ask.

    Parameters
    ----------
    pair : Pair

    Returns
    -------
    tuple of str
        Ids of the asked statements of unknown offer for which some two of the three answers give different (pair
        label, own factor's label); all of them, in agenda order: musts first, then larger weight, then content
        order.

    Notes
    -----
    Source: docs/scoring.md, "What would change it" and "The conversation, in order".
    """
    found = [
        reason
        for way, other in (pair.ways, pair.ways[::-1])
        for reason in way.reasons
        if reason.outcome is Outcome.UNKNOWN and _is_pivot(reason, way, other)
    ]
    position = pair.instrument.position
    found.sort(key=lambda r: (not r.ask.is_must, -r.weight, position[r.statement.id]))
    return tuple(reason.statement.id for reason in found)


def pivots_shown(pair: Pair) -> tuple[str, ...]:
    """Give the pivots that people are shown: the first five at most.

    Parameters
    ----------
    pair : Pair

    Returns
    -------
    tuple of str
        Statement ids, in agenda order.

    Notes
    -----
    Source: docs/scoring.md, "What would change it".
    """
    return pivots(pair)[: constants.PIVOTS_SHOWN]


def steadiness(way: Way) -> Steadiness | None:
    """Count how often a factor's label stays when one ask is a step milder or stronger.

    Parameters
    ----------
    way : Way

    Returns
    -------
    Steadiness or None
        Over every answered ask and every neighbouring level of it. None when no ask is answered.

    Notes
    -----
    Source: docs/scoring.md, "What would change it", steadiness.
    """
    kept = tried = 0
    for reason in way.reasons:
        figures = way.factors[reason.statement.factor]
        label = factor_label(figures)
        level = _LEVELS.index(reason.ask)
        for neighbour in _LEVELS[max(level - 1, 0) : level] + _LEVELS[level + 1 : level + 2]:
            moved = figures - reason.plain + reason.with_ask(neighbour, multiplier=1).figures
            kept += factor_label(moved) is label
            tried += 1
    return Steadiness(kept, tried) if tried else None
