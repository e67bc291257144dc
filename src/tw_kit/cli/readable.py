"""The content as lines to read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tw_kit.content import Content
from tw_kit.model import Audience


def content_lines(content: Content, language: str) -> Iterator[str]:
    """Each factor, and under it each statement: id, marks, and the wording of the one who asks; then clarity checks.

    Parameters
    ----------
    content : Content
    language : str
        ``"en"`` or ``"fr"``.
    """
    width = max(len(statement) for statement in content.statements)
    marks = {mark: content.text(f"cli.mark_{mark}", language) for mark in ("core", "mixed", "private", "job_needs_it")}
    for factor, words in content.factors.items():
        yield f"{words.name.in_language(language)} ({factor})"
        for statement in words.statements:
            own = {
                "core": statement.core,
                "mixed": statement.valence.value == "mixed",
                "private": statement.private,
                "job_needs_it": statement.job_needs_it,
            }
            direction = content.text(f"cli.direction_{statement.direction.value}", language)
            shown = ", ".join([direction, *(marks[mark] for mark, is_so in own.items() if is_so)])
            yield f"  {statement.id:{width}}  {statement.ask.in_language(language)} [{shown}]"
    for audience in Audience:
        items = content.clarity.of(audience)
        yield content.text(f"cli.clarity_{audience.value}", language)
        width = max(len(item.id) for item in items)
        for item in items:
            yield f"  {item.id:{width}}  {item.text.in_language(language)}"
