"""All that is held about a person, to read and to take along."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tw_kit.content import Content
from tw_kit.model import Summary
from tw_kit.store.interface import Held
from tw_kit.store.summary_file import summary_json
from tw_kit.workbook import Event, State, as_summary, replay

EXPORT_VERSION = 1


def summary_of(held: Held, content: Content, person: str | None) -> Summary:
    """The summary of what is held; its day is that of the last answer, where the machine is."""
    state = replay(held.events, content)
    return as_summary(state, content, on=_day(state, held), person=person)


def _day(state: State, held: Held) -> dt.date:
    return (state.answered_at or held.started_at).astimezone().date()


def export_record(held: Held, content: Content, *, person: str, files: list[Path], at: dt.datetime) -> dict[str, Any]:
    """All that is held about a person, as JSON values.

    Parameters
    ----------
    held : Held
    content : Content
    person : str
        The code that the person gave.
    files : list of Path
        Made for them, in the data folder.
    at : datetime.datetime
        Now.

    Returns
    -------
    dict
        `summary` in it is a summary file (docs/summary.md), `events` is everything that happened (docs/data.md),
        `workshops` is each workshop that the person took part in, with what they said there (docs/live.md).
    """
    state = replay(held.events, content)
    summary = as_summary(state, content, on=_day(state, held), person=person)
    language = state.language
    return {
        "export_version": EXPORT_VERSION,
        "about": content.text("data.export_about", language),
        "exported_at": at.isoformat(),
        "workbook": held.workbook,
        "code_kept_as": held.code_hash,
        "audience": held.audience,
        "site": held.site,
        "started_at": held.started_at.isoformat(),
        "last_at": held.last_at.isoformat(),
        "consents": [
            {"scope": c.scope, "version": c.version, "at": c.at.isoformat(), "text": _scope(content, c.scope, language)}
            for c in summary.consents
        ],
        "in_words": list(_in_words(summary, content, language)),
        "files": [str(path) for path in files],
        "summary": json.loads(summary_json(summary)),
        "events": [{"sequence": number, **_plain(event)} for number, event in enumerate(held.events, start=1)],
        "workshops": [
            {
                "workshop": attended.workshop,
                "participant": attended.participant,
                "events": [_plain(event) for event in attended.events],
            }
            for attended in held.workshops
        ],
        "events_that_changed_nothing": sorted(state.ignored),
    }


def _plain(event: Event) -> dict[str, Any]:
    return {
        "key": event.key,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "data": json.loads(event.data_json()),
    }


def _scope(content: Content, scope: str, language: str) -> str:
    return next((s.text.in_language(language) for s in content.consents.scopes if s.id == scope), scope)


def _in_words(summary: Summary, content: Content, language: str) -> Iterator[dict[str, str]]:
    """Each answer beside the sentence it answers, as the page showed both."""
    response = summary.response
    for statement, ask in response.asks.items():
        words = content.statements.get(statement)
        said = statement if words is None else words.ask.in_language(language)
        yield {"asked": said, "answer": content.ask_words(ask).label.in_language(language)}
    for statement, offer in response.offers.items():
        words = content.statements.get(statement)
        said = statement if words is None else words.offer.in_language(language)
        line = {"offered": said, "answer": content.offer_words(offer).label.in_language(language)}
        if statement in summary.evidence:
            line["evidence"] = summary.evidence[statement]
        yield line
    for factor, text in summary.reflections.items():
        yield {"factor": content.factor_name(factor, language), "reflection": text}
