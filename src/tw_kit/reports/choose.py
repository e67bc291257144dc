"""Which of a person's answers come first on their page: a few, in an order anyone can follow.

Magnets first, then musts, then the content's core, then content order. Private answers that their owner has not
released are never chosen: the page is read aloud.
"""

from __future__ import annotations

from collections.abc import Iterable

from tw_kit.model import Ask, Instrument, Offer, Response, Statement, Summary, Valence

SHOWN = 3  # three things that matter, three offers, three questions: what one can say in a minute


def is_for_all(statement: Statement, response: Response) -> bool:
    """Whether an answer may stand where others can read it."""
    return not statement.private or statement.id in response.released


def _rank(response: Response, statement: Statement) -> int:
    magnets = response.magnets
    return magnets.index(statement.factor) if statement.factor in magnets else len(magnets) + 1


def asked(instrument: Instrument, response: Response) -> list[Statement]:
    """Statements with an ask that is not `open`, those that matter most first."""
    found = [
        s
        for s in instrument.in_direction(response.audience.asks_about)
        if response.asks.get(s.id) not in (None, Ask.OPEN)
    ]
    return sorted(found, key=lambda s: (_rank(response, s), not response.asks[s.id].is_must, not s.core))


def offered(instrument: Instrument, summary: Summary) -> list[Statement]:
    """Statements offered with `yes`, then `negotiable`; what nearly everyone wants, and has evidence, first."""
    response = summary.response
    found = [
        s
        for s in instrument.in_direction(response.audience.offers_about)
        if response.offers.get(s.id) in (Offer.YES, Offer.NEGOTIABLE)
    ]
    return sorted(
        found,
        key=lambda s: (
            response.offers[s.id] is not Offer.YES,
            s.valence is Valence.MIXED,
            not summary.evidence.get(s.id, "").strip(),
            _rank(response, s),
            not s.core,
        ),
    )


def spread(statements: Iterable[Statement], number: int = SHOWN) -> list[Statement]:
    """The first statement of each factor, then the others, up to `number`; otherwise in the order given."""
    first: dict[str, Statement] = {}
    rest = []
    for statement in statements:
        if statement.factor in first:
            rest.append(statement)
        else:
            first[statement.factor] = statement
    return [*first.values(), *rest][:number]


def top_asks(instrument: Instrument, response: Response) -> list[Statement]:
    """Up to three asks to say first: the first of each magnet, then musts, then the rest, of further factors."""
    shown = [s for s in asked(instrument, response) if is_for_all(s, response)]
    of_magnets = [s for s in shown if s.factor in response.magnets]
    others = sorted((s for s in shown if s not in of_magnets), key=lambda s: not response.asks[s.id].is_must)
    return spread([*of_magnets, *others])


def other_musts(instrument: Instrument, response: Response, told: Iterable[Statement]) -> list[Statement]:
    """Musts that anyone may see and that were not among the first ones, in the same order."""
    said = {s.id for s in told}
    return [
        s
        for s in asked(instrument, response)
        if response.asks[s.id].is_must and s.id not in said and is_for_all(s, response)
    ]


def top_offers(instrument: Instrument, summary: Summary) -> list[Statement]:
    """Up to three offers to say first, of different factors where there are some."""
    shown = [s for s in offered(instrument, summary) if is_for_all(s, summary.response)]
    sure = [s for s in shown if summary.response.offers[s.id] is Offer.YES]
    return spread(sure or shown)
