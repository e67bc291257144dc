"""Magnets, the factors that matter most to a person, and the magnet map of one workplace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tw_kit.scoring import constants

__all__ = ["multiplier", "net_pull"]


def multiplier(magnets: Sequence[str], factor: str) -> int:
    """How much a factor counts for a person.

    Parameters
    ----------
    magnets : sequence of str
        Up to three factor ids, the most important first. One that the content does not know keeps its rank.
    factor : str
        Factor id.

    Returns
    -------
    int
        4, 3 or 2 for the first, second or third magnet, 1 for any other factor.

    Notes
    -----
    Source: docs/scoring.md, "What people answer", magnets.

    Examples
    --------
    >>> multiplier(("pay_benefits", "growth"), "growth")
    3
    """
    if factor in magnets:
        return constants.MAGNET_MULTIPLIERS[tuple(magnets).index(factor)]
    return constants.OTHER_MULTIPLIER


def net_pull(ratings: Mapping[str, int], magnets: Sequence[str] = ()) -> float | None:
    """Net pull of one real workplace, from its magnet map.

    Parameters
    ----------
    ratings : mapping of factor id to int
        Whole steps, -3 (repels strongly) to 3 (attracts strongly); absent when not rated, 0 is a rating.
    magnets : sequence of str
        Up to three factor ids, the most important first.

    Returns
    -------
    float or None
        Steps, -3.0 to 3.0; 0.0 is balanced. None when nothing was rated.

    Notes
    -----
    Σ m(f)·rating / Σ m(f) over the rated factors. Source: docs/scoring.md, "Magnet map".

    Examples
    --------
    >>> net_pull({"growth": 3, "pay_benefits": -1}, magnets=("growth",))
    2.2
    """
    if not ratings:
        return None
    multipliers = {factor: multiplier(magnets, factor) for factor in ratings}
    return sum(m * ratings[factor] for factor, m in multipliers.items()) / sum(multipliers.values())
