"""From the state of a workbook to the summary that handouts are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tw_kit.model import Clarity, MagnetMap, Response, Summary
from tw_kit.workbook.state import State

if TYPE_CHECKING:
    from tw_kit.content import Content

V = TypeVar("V")


def _ordered(mapping: Mapping[str, V], order: Iterable[str]) -> dict[str, V]:
    """In the order of the content, what it does not know after it."""
    known = [key for key in order if key in mapping]
    return {key: mapping[key] for key in (*known, *sorted(mapping.keys() - set(known)))}


def as_summary(state: State, content: Content, *, on: dt.date, person: str | None = None) -> Summary:
    """The summary of a workbook: what is asked for by handouts, scoring and files.

    Parameters
    ----------
    state : State
        Of a workbook that was started.
    content : Content
    on : datetime.date
        The day that the summary bears: where the person is, of `state.answered_at`.
    person : str or None
        What the person is called on paper: the resume code, or None.

    Returns
    -------
    Summary
        The same for the same state, in whatever order its answers came.

    Raises
    ------
    ValueError
        If the workbook was not started.
    """
    if state.audience is None or state.content_version is None:
        raise ValueError("a workbook that was not started has no summary")
    statements, factors = list(content.instrument.position), list(content.factors)
    items = [item.id for item in content.clarity.of(state.audience)]
    scopes = [scope.id for scope in content.consents.scopes]
    summary = Summary(
        content_version=state.content_version,
        language=state.language,
        date=on,
        response=Response(
            audience=state.audience,
            asks=_ordered(state.asks, statements),
            offers=_ordered(state.offers, statements),
            magnets=state.magnets,
            released=state.released,
        ),
        person=person,
        consents=tuple(_ordered(state.consents, scopes).values()),
        evidence=_ordered(state.evidence, statements),
        reflections=_ordered(state.reflections, factors),
        clarity=Clarity(_ordered(state.clarity.before, items), _ordered(state.clarity.after, items)),
        magnet_maps=tuple(
            MagnetMap(state.maps[place].about, _ordered(state.maps[place].ratings, factors))
            for place in sorted(state.maps)
        ),
        next_steps=tuple(state.steps[number] for number in sorted(state.steps)),
    )
    return replace(summary, unknown_ids=tuple(_unknown(summary, content)))


def _unknown(summary: Summary, content: Content) -> Iterator[str]:
    """Places of ids that the content does not know, as they are named when the file is read."""
    statements, factors = content.statements, content.factors
    items = {item.id for item in content.clarity.of(summary.audience)}
    parts: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("answers.asks", summary.response.asks, statements),
        ("answers.offers", summary.response.offers, statements),
        ("answers.evidence", summary.evidence, statements),
        ("answers.reflections", summary.reflections, factors),
        ("answers.clarity.before", summary.clarity.before, items),
        ("answers.clarity.after", summary.clarity.after, items),
    ]
    parts += [
        (f"answers.magnet_maps.{number}.ratings", each.ratings, factors)
        for number, each in enumerate(summary.magnet_maps, start=1)
    ]
    parts += [
        ("magnets", summary.response.magnets, factors),
        ("released", sorted(summary.response.released), statements),
        ("consents", (c.scope for c in summary.consents), {scope.id for scope in content.consents.scopes}),
    ]
    for place, ids, known in parts:
        yield from (f"{place}.{i}" for i in ids if i not in known)
