"""All the words of one side's page, in both languages: what the front end reads. docs/workbook.md, "Words"."""

from __future__ import annotations

from typing import Any

from tw_kit.content import Content
from tw_kit.content.schema import StatementWords, Text
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
        "asks": [
            {"id": level.id.value, "label": _both(level.label), "meaning": _both(level.meaning.of(audience))}
            for level in content.levels.asks
        ],
        "offers": [
            {"id": level.id.value, "label": _both(level.label), "meaning": _both(level.meaning.of(audience))}
            for level in content.levels.offers
        ],
        "agreement": [{"value": step.value, "label": _both(step.label)} for step in content.levels.agreement],
        "ratings": [{"value": step.value, "label": _both(step.label)} for step in content.levels.ratings],
        "clarity": {
            "intro": _both(content.clarity.intro),
            "items": [{"id": item.id, "text": _both(item.text)} for item in content.clarity.of(audience)],
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
        if text_id.startswith(_PREFIX) and others not in text_id.split("."):
            found[text_id.removeprefix(_PREFIX)] = _both(text)
        elif text_id.startswith(_IN_FULL):
            found[text_id] = _both(text)
    return found


def _statement(words: StatementWords, audience: Audience) -> dict[str, Any]:
    if words.direction is audience.asks_about:
        return {"ask": _both(words.ask)}
    evidence = words.evidence
    if evidence is None:
        return {"offer": _both(words.offer)}
    return {
        "offer": _both(words.offer),
        "evidence": {"prompt": _both(evidence.prompt), "example": _both(evidence.example)},
    }
