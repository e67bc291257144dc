"""What a page asks kindly, and how far a person has come."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tw_kit.model import Statement
from tw_kit.workbook.state import State

if TYPE_CHECKING:
    from tw_kit.content import Content

MUSTS_MAX = 5  # docs/model.md, "Fairness": more gets a question, never a block
ALIKE_MIN = 10  # asks in a row at one level before we ask whether that is meant


@dataclass(frozen=True, slots=True)
class KindQuestion:
    """Something to ask the person once, kindly; never a block. Its words are the text ``question.<id>``.

    Parameters
    ----------
    id : str
        ``"many_musts"`` or ``"all_alike"``.
    statements : tuple of str
        Those it is about, in content order.
    """

    id: str
    statements: tuple[str, ...]


def kind_questions(state: State, content: Content) -> tuple[KindQuestion, ...]:
    """What to ask kindly of the answers so far.

    Returns
    -------
    tuple of KindQuestion
        ``many_musts`` for more than 5 asks that decide on their own; ``all_alike`` for the longest run of at least
        10 answered asks at one level, in content order, with unanswered ones passed over.
    """
    order = content.instrument.in_order(state.asks)
    found = []
    musts = tuple(s for s in order if state.asks[s].is_must)
    if len(musts) > MUSTS_MAX:
        found.append(KindQuestion("many_musts", musts))
    runs = [tuple(run) for _, run in groupby(order, key=state.asks.__getitem__)]
    longest = max(runs, key=len, default=())
    if len(longest) >= ALIKE_MIN:
        found.append(KindQuestion("all_alike", longest))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Part:
    """How many statements of a part are answered, and of how many; the same for those of the short path."""

    answered: int
    of: int
    core_answered: int
    core_of: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person has come in asking and in offering."""

    asks: Part
    offers: Part


def progress(state: State, content: Content) -> Progress:
    """How far a person has come; statements that the content does not know do not count.

    Raises
    ------
    ValueError
        If the workbook was not started.
    """
    if state.audience is None:
        raise ValueError("a workbook that was not started has no progress")
    instrument = content.instrument

    def part(statements: tuple[Statement, ...], answered: object) -> Part:
        given = [s for s in statements if s.id in answered]  # type: ignore[operator]  # a mapping
        core = [s for s in statements if s.core]
        return Part(len(given), len(statements), sum(s.core for s in given), len(core))

    return Progress(
        asks=part(instrument.in_direction(state.audience.asks_about), state.asks),
        offers=part(instrument.in_direction(state.audience.offers_about), state.offers),
    )
