"""Hypothesis strategies: instruments, responses, and the two sides of a pair."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tw_kit.model import MAGNETS_MAX, Ask, Audience, Direction, Instrument, Offer, Response, Statement

FACTORS = ("growth", "pay", "culture")


@dataclass(frozen=True)
class Sides:
    """An instrument with one work seeker and one employer."""

    instrument: Instrument
    work_seeker: Response
    employer: Response


@st.composite
def instruments(draw, min_statements: int = 0, max_statements: int = 8, factors=FACTORS) -> Instrument:
    count = draw(st.integers(min_statements, max_statements))
    statements = tuple(
        Statement(
            id=f"s{number}",
            factor=draw(st.sampled_from(factors)),
            direction=draw(st.sampled_from(Direction)),
            private=draw(st.booleans()),
        )
        for number in range(count)
    )
    return Instrument(1, tuple(factors), statements)


def magnets(factors=FACTORS):
    return st.lists(st.sampled_from([*factors, "unheard_of"]), max_size=MAGNETS_MAX, unique=True).map(tuple)


@st.composite
def responses(draw, instrument: Instrument, audience: Audience, asks=tuple(Ask), offers=tuple(Offer)) -> Response:
    """Answers in the right direction, each absent at times, some private ones released."""

    def answers(direction, levels):
        drawn = {s.id: draw(st.sampled_from([None, *levels])) for s in instrument.in_direction(direction)}
        return {i: level for i, level in drawn.items() if level is not None}

    ids = sorted(instrument.by_id)
    return Response(
        audience,
        asks=answers(audience.asks_about, asks),
        offers=answers(audience.offers_about, offers),
        magnets=draw(magnets(instrument.factors)),
        released=frozenset(draw(st.lists(st.sampled_from(ids), unique=True))) if ids else frozenset(),
    )


@st.composite
def sides(draw, min_statements: int = 0, max_statements: int = 8, factors=FACTORS, **levels) -> Sides:
    instrument = draw(instruments(min_statements, max_statements, factors))
    return Sides(
        instrument,
        draw(responses(instrument, Audience.WORK_SEEKER, **levels)),
        draw(responses(instrument, Audience.EMPLOYER, **levels)),
    )
