"""All the words of one side's page, in both languages: what the front end reads. docs/workbook.md, "Words"."""

from __future__ import annotations

from typing import Any

from tw_kit.content import Content
from tw_kit.content.schema import AskWords, OfferWords, StatementWords, Text
from tw_kit.model import Audience

_PREFIX = "workbook."
_IN_FULL = ("question.", "fit.")


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}


def words_of(content: Content, audience: Audience) -> dict[str, Any]:
    """The words of a page, as values for JSON.

    Parameters
    ----------
    content : Content
    audience : Audience
        Whose page it is: what only the other side reads is left out, since phones download this.
    """
    return {
        "content_version": content.instrument.content_version,
        "audience": audience.value,
        "texts": _texts(content, audience),
        "factors": [
            {
                "id": factor.id,
                "icon": list(factor.icon),
                "name": _both(factor.name),
                "definition": _both(factor.definition),
                "reflect": _both(factor.reflect.of(audience)),
            }
            for factor in content.factors.values()
        ],
        "statements": {
            s.id: {
                "factor": s.factor,
                "core": s.core,
                "private": s.private,
                **_statement(content.statements[s.id], audience),
            }
            for s in content.instrument.statements
        },
        "asks": [_level(level, audience) for level in content.levels.asks],
        "offers": [_level(level, audience) for level in content.levels.offers],
        "agreement": [{"value": step.value, "label": _both(step.label)} for step in content.levels.agreement],
        "ratings": [{"value": step.value, "label": _both(step.label)} for step in content.levels.ratings],
        "clarity": {
            "intro": _both(content.clarity.intro),
            "items": [
                {"id": item.id, "text": _both(item.text), **_where_there("text_in_job", item.text_in_job)}
                for item in content.clarity.of(audience)
            ],
        },
        "consents": {
            "note": _both(content.consents.note),
            "scopes": [
                {"id": scope.id, "version": scope.version, "label": _both(scope.label), "text": _both(scope.text)}
                for scope in content.consents.scopes
                if scope.side in ("both", audience.value)
            ],
        },
        "starters": [_both(starter.text) for starter in content.steps.starters],
    }


def _texts(content: Content, audience: Audience) -> dict[str, dict[str, str]]:
    others = audience.other.value
    found = {}
    for text_id, text in content.texts.items():
        if text_id.startswith((_PREFIX, *_IN_FULL)) and others not in text_id.split("."):
            found[text_id.removeprefix(_PREFIX)] = _both(text)
    return found


def _where_there(key: str, text: Text | None) -> dict[str, dict[str, str]]:
    return {} if text is None else {key: _both(text)}


def _level(words: AskWords | OfferWords, audience: Audience) -> dict[str, Any]:
    in_job = None if words.meaning_in_job is None else words.meaning_in_job.of(audience)
    return {
        "id": words.id.value,
        "label": _both(words.label),
        "meaning": _both(words.meaning.of(audience)),
        **_where_there("meaning_in_job", in_job),
    }


def _statement(words: StatementWords, audience: Audience) -> dict[str, Any]:
    """What this side is asked, or offers; the prompt for evidence where it offers."""
    if words.direction is audience.asks_about:
        found = _where_there("ask", words.ask)
        in_job = _where_there("ask", None if words.in_job is None else words.in_job.ask)
    else:
        found = _where_there("offer", words.offer)
        in_job = _where_there("offer", None if words.in_job is None else words.in_job.offer)
    record: dict[str, Any] = {**found, **({"in_job": in_job} if in_job else {})}
    if words.evidence is not None and words.direction is audience.offers_about:
        record["evidence"] = {"prompt": _both(words.evidence.prompt), "example": _both(words.evidence.example)}
    return record
