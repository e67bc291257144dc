"""Whether a folder's texts can be filled by the code, which knows the placeholders of the kit's own texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tw_kit.content import schema
from tw_kit.errors import Fault
from tw_kit.model import Audience


def _placeholders(text: schema.Text) -> frozenset[str]:
    return frozenset(schema.placeholders(text.en) | schema.placeholders(text.fr))


def _faults(place: str, text: schema.Text, known: frozenset[str] | None) -> Iterator[Fault]:
    try:
        used = _placeholders(text)
    except ValueError:
        yield Fault("content.braces", place)
        return
    if known is not None and used - known:
        facts = {"got": ", ".join(sorted(used - known)) or "{}", "known": ", ".join(sorted(known)) or "–"}
        yield Fault("content.placeholder_unknown", place, facts)


def text_faults(name: str, texts: Mapping[str, schema.Text], own: Mapping[str, schema.Text]) -> Iterator[Fault]:
    """Faults of a file in texts/ that would stop a sentence from being said.

    Parameters
    ----------
    name : str
        The file without ``.yaml``.
    texts : mapping of text id to Text
        What the file holds.
    own : mapping of text id to Text
        The kit's own texts, whose placeholders the code fills; an id that is not there is never filled.
    """
    for text_id, text in texts.items():
        known = _placeholders(own[text_id]) if text_id in own else None
        yield from _faults(f"{name}.yaml: {text_id}", text, known)


def spoken_faults(levels: schema.Levels) -> Iterator[Fault]:
    """Faults of the sentences around a wish."""
    for level in levels.asks:
        for side in Audience:
            place = f"levels.yaml: asks.{level.id.value}.spoken.{side.value}"
            text = level.spoken.of(side)
            faults = list(_faults(place, text, frozenset({"wish"})))
            yield from faults
            if not faults and not ("{wish}" in text.en and "{wish}" in text.fr):
                yield Fault("content.placeholder_missing", place, {"name": "wish"})
