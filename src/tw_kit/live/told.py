"""What one person's workbook adds to the pictures of the room: nothing without their consent, nothing private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from tw_kit.model import Ask, Audience
from tw_kit.workbook import State

if TYPE_CHECKING:
    from tw_kit.content import Content

USE_SCOPE = "use_in_workshop"  # content/consents.yaml
ATTRACTS, NEITHER, REPELS = "attracts", "neither", "repels"
SHOWN_ASKS = tuple(ask.value for ask in Ask if ask is not Ask.OPEN)


def magnets_chart(factor: str) -> str:
    """The id of the chart of one factor's ratings: how many say that it attracts, or repels."""
    return f"magnets.{factor}"


def asks_chart(factor: str) -> str:
    """The id of the chart of one factor's asks: how many have at least one need in it, one want, and so on."""
    return f"asks.{factor}"


@dataclass(frozen=True, slots=True)
class Told:
    """What one participant lets the room count.

    Parameters
    ----------
    side : Audience
    agreed : bool
        Whether anything of this person may be counted at all, polls and moods too.
    answers : mapping of chart id to frozenset of str
        For each chart that the person gave an answer for, what they gave; empty where they said that it is open.
    """

    side: Audience
    agreed: bool = False
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", MappingProxyType(dict(self.answers) if self.agreed else {}))


def told_by(state: State, content: Content) -> Told:
    """What the workbook of one participant adds.

    Parameters
    ----------
    state : State
        Of a workbook that was started.
    content : Content
        Says which statements are private; those that it does not know are not counted, as nobody can tell.

    Raises
    ------
    ValueError
        If the workbook was not started.
    """
    if state.audience is None:
        raise ValueError("a workbook that was not started tells nothing")
    answers: dict[str, frozenset[str]] = {}
    if state.maps:
        first = state.maps[min(state.maps)]  # one workplace a person: nobody counts twice
        for factor, rating in first.ratings.items():
            if factor in content.factors:
                answers[magnets_chart(factor)] = frozenset({REPELS if rating < 0 else ATTRACTS if rating else NEITHER})
    for statement, ask in state.asks.items():
        known = content.instrument.by_id.get(statement)
        if known is None or known.private:
            continue
        name = asks_chart(known.factor)
        given = frozenset() if ask is Ask.OPEN else frozenset({ask.value})
        answers[name] = answers.get(name, frozenset()) | given
    return Told(state.audience, USE_SCOPE in state.consents, answers)
