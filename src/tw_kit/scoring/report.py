"""Figures as plain dicts, shaped for a file or a page: exactly what each view may hold, and no words."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tw_kit.model import SCORING_VERSION, Ask, Audience, Instrument, Offer, Response
from tw_kit.scoring.agenda import agenda
from tw_kit.scoring.change import pivots, smallest_change, steadiness
from tw_kit.scoring.figures import Figures, as_float, factor_label
from tw_kit.scoring.pair import Pair
from tw_kit.scoring.visibility import View, pair_in_view
from tw_kit.scoring.way import Way

__all__ = ["pair_figures", "profile_figures"]


def _figures(figures: Figures) -> dict[str, float | None]:
    return {
        "fit": figures.fit,
        "low": figures.low,
        "high": figures.high,
        "coverage": figures.coverage,
    }


def _way(way: Way, with_figures: bool, with_steadiness: bool) -> dict[str, Any]:
    record: dict[str, Any] = _figures(way.figures) if with_figures else {}
    record["conflicts"] = list(way.conflicts)
    if with_steadiness:
        found = steadiness(way)
        record["steadiness"] = None if found is None else found.share
    record["factors"] = {}
    for factor, figures in way.factors.items():
        shown: dict[str, Any] = {**_figures(figures), "pull": figures.pull} if with_figures else {}
        record["factors"][factor] = {**shown, "label": factor_label(figures).value}
    return record


def _mutual(pair: Pair, with_figures: bool) -> dict[str, Any]:
    mutual = pair.mutual
    record: dict[str, Any] = {}
    if with_figures:
        record = {
            "fit": as_float(mutual.fit),
            "low": as_float(mutual.low),
            "high": as_float(mutual.high),
            "coverage": as_float(mutual.coverage),
        }
    return {**record, "conflicts": list(pair.conflicts), "label": pair.label.value}


def _change(way: Way) -> list[dict[str, str | None]] | None:
    moves = smallest_change(way)
    if moves is None:
        return None
    return [
        {
            "statement": move.statement,
            "from": None if move.start is None else move.start.value,
            "to": move.to.value,
        }
        for move in moves
    ]


def pair_figures(instrument: Instrument, work_seeker: Response, employer: Response, view: View) -> dict[str, Any]:
    """Give all that a view may hold of a pair, as plain values for a file or a page.

    Parameters
    ----------
    instrument : Instrument
    work_seeker, employer : Response
        All answers of the two.
    view : View
        A practitioner gets every figure, the steadiness and what label each client sees; a work seeker the figures
        of their own way; an employer no figure at all. Keys that a view may not have are left out.

    Returns
    -------
    dict
        Figures from 0 to 1 (pull from −1 to 1), None where not defined, in full float precision.
        ``ways["work_seeker"]`` is what the work seeker asks of the employer.

    Raises
    ------
    ValueError
        If the two responses are not one of each side, in this order.

    Notes
    -----
    Source: docs/scoring.md, "Both ways", who sees what, and "Private answers".
    """
    view = View(view)
    seen = pair_in_view(instrument, work_seeker, employer, view)
    is_practitioner = view is View.PRACTITIONER
    record: dict[str, Any] = {
        "scoring_version": SCORING_VERSION,
        "view": view.value,
        "ways": {
            "work_seeker": _way(seen.work_seeker, view is not View.EMPLOYER, is_practitioner),
            "employer": _way(seen.employer, is_practitioner, is_practitioner),
        },
        "mutual": _mutual(seen, is_practitioner),
        "smallest_change": {"work_seeker": _change(seen.work_seeker), "employer": _change(seen.employer)},
        "pivots": list(pivots(seen)),
        "agenda": [
            {
                "kind": item.kind.value,
                "statement": item.statement.id,
                "direction": item.statement.direction.value,
            }
            for item in agenda(seen)
        ],
    }
    if is_practitioner:
        record["label_seen_by"] = {
            client.value: pair_in_view(instrument, work_seeker, employer, View(client.value)).label.value
            for client in Audience
        }
    return record


def profile_figures(instrument: Instrument, response: Response) -> dict[str, Any]:
    """Count one person's own answers by factor, as plain values for a file or a page.

    Parameters
    ----------
    instrument : Instrument
    response : Response
        Answers about statements that the instrument does not know, or in the wrong direction, are not counted.

    Returns
    -------
    dict
        Counts of answers per level (every level is there, 0 too), musts in content order, and how many statements
        there are to answer.

    Notes
    -----
    Source: docs/scoring.md, "What people answer".
    """
    to_ask = instrument.in_direction(response.audience.asks_about)
    to_offer = instrument.in_direction(response.audience.offers_about)
    musts = [s for s in to_ask if s.id in response.asks and response.asks[s.id].is_must]
    factors: dict[str, Any] = {}
    for factor in instrument.factors:
        asks = Counter(response.asks.get(s.id) for s in to_ask if s.factor == factor)
        offers = Counter(response.offers.get(s.id) for s in to_offer if s.factor == factor)
        rank = response.magnets.index(factor) + 1 if factor in response.magnets else None
        factors[factor] = {
            "asks": {level.value: asks[level] for level in Ask},
            "offers": {level.value: offers[level] for level in Offer},
            "musts": [s.id for s in musts if s.factor == factor],
            "asked": asks.total() - asks[None],
            "offered": offers.total() - offers[None],
            "ask_statements": asks.total(),
            "offer_statements": offers.total(),
            "magnet_rank": rank,
        }
    return {
        "scoring_version": SCORING_VERSION,
        "audience": response.audience.value,
        "magnets": list(response.magnets),
        "factors": factors,
        "musts": [s.id for s in musts],
        "answered": sum(f["asked"] + f["offered"] for f in factors.values()),
        "statements": len(instrument.statements),
    }
