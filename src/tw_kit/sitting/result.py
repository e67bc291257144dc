"""What the last page shows: the same choice of answers and questions as the handout. docs/workbook.md, "The result"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from tw_kit.content import Content
from tw_kit.model import Summary
from tw_kit.reports import parts
from tw_kit.reports.choose import other_musts, top_asks, top_offers
from tw_kit.reports.site import Site


def result_of(summary: Summary, content: Content, language: str) -> dict[str, Any]:
    """What stands out of one person's answers, in one language.

    Parameters
    ----------
    summary : Summary
    content : Content
    language : str
        ``"en"`` or ``"fr"``.

    Returns
    -------
    dict
        Values for JSON. All but ``private`` holds only what anyone may see.
    """
    page = parts.Page(summary, content, Site(), language)
    top, brings = top_asks(content.instrument, summary.response), top_offers(content.instrument, summary)
    rows = parts.factor_rows(page)
    has_map = any(row.rating is not None for row in rows)
    response = summary.response
    return {
        "lead": [line.text for line in parts.lead(page, top)],
        "also": [page.spoken(statement) for statement in other_musts(content.instrument, response, top)],
        "brings": [page.offer_line(statement).text for statement in brings],
        "questions": [line.text for line in parts.questions(page, top)],
        "picture": [{"factor": factor, **_row(asdict(row))} for factor, row in zip(content.factors, rows, strict=True)],
        "has_map": has_map,
        "private": list(_private(summary, content, language)),
        "is_empty": not (response.asks or response.offers or response.magnets or has_map),
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {"magnet": row.pop("magnet_rank"), **row}


def _private(summary: Summary, content: Content, language: str) -> Iterator[dict[str, str]]:
    """The private statements that were answered, in content order, with their answer as its button says it."""
    response = summary.response
    for statement in content.instrument.statements:
        words = content.statements[statement.id]
        if not statement.private:
            continue
        if statement.id in response.asks:
            level = content.ask_words(response.asks[statement.id]).label
            text = words.ask
        elif statement.id in response.offers:
            level = content.offer_words(response.offers[statement.id]).label
            text = words.offer
        else:
            continue
        yield {
            "statement": statement.id,
            "text": text.in_language(language),
            "answer": level.in_language(language),
        }
