"""The conversation, in order: one item a statement, both ways in one list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tw_kit.model import Audience, Statement
from tw_kit.scoring.change import pivots
from tw_kit.scoring.pair import Pair
from tw_kit.scoring.way import Outcome, Reason

__all__ = ["AgendaItem", "AgendaKind", "agenda"]


class AgendaKind(StrEnum):
    """Why a statement is talked about, in the order of the conversation."""

    CONFLICT = "conflict"
    UNKNOWN_MUST = "unknown_must"
    NEGOTIABLE_MUST = "negotiable_must"
    PIVOT = "pivot"
    NEGOTIABLE = "negotiable"
    GAP = "gap"
    UNKNOWN = "unknown"
    MET = "met"


_ORDER = {kind: place for place, kind in enumerate(AgendaKind)}


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing to talk about.

    Parameters
    ----------
    kind : AgendaKind
    statement : Statement
        Its direction says who asks.
    weight : int
        w, with the asking person's magnets.
    asker : Audience
    """

    kind: AgendaKind
    statement: Statement
    weight: int
    asker: Audience


def _kind(reason: Reason, is_pivot: bool) -> AgendaKind:
    if reason.outcome is Outcome.UNKNOWN:
        if reason.ask.is_must:
            return AgendaKind.UNKNOWN_MUST
        return AgendaKind.PIVOT if is_pivot else AgendaKind.UNKNOWN
    if reason.outcome is Outcome.NEGOTIABLE and reason.ask.is_must:
        return AgendaKind.NEGOTIABLE_MUST
    return AgendaKind(reason.outcome.value)


def agenda(pair: Pair) -> tuple[AgendaItem, ...]:
    """Give the order of the conversation of a pair.

    Parameters
    ----------
    pair : Pair
        As the people who talk may see it: see `pair_in_view`.

    Returns
    -------
    tuple of AgendaItem
        By kind, within a kind larger weight first, then content order. `open` and `unasked` do not appear. A
        statement has one direction, so it appears once and the content order decides every tie.

    Notes
    -----
    Source: docs/scoring.md, "The conversation, in order".
    """
    deciding = set(pivots(pair))
    items = [
        AgendaItem(_kind(reason, reason.statement.id in deciding), reason.statement, reason.weight, way.asker)
        for way in pair.ways
        for reason in way.reasons
        if reason.outcome is not Outcome.OPEN
    ]
    position = pair.instrument.position
    items.sort(key=lambda item: (_ORDER[item.kind], -item.weight, position[item.statement.id]))
    return tuple(items)
