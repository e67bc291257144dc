"""What is worth saying of a good summary: answers of another version, ids not known here, words that stand nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from tw_kit.content import Content
from tw_kit.errors import Fault
from tw_kit.model import Audience, Summary

SHOWN = 5  # ids that one line names
CLOSE = 0.75  # difflib's ratio; a slip of one or two letters in an id, not another id
_PLACE = re.compile(
    r"(answers\.(?:asks|offers|evidence|reflections|clarity\.before|clarity\.after|magnet_maps\.\d+\.ratings)"
    r"|magnets|released|consents)\.(.+)"
)


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that was probably meant, if one is close."""
    found = get_close_matches(word, known, n=1, cutoff=CLOSE)
    return found[0] if found else None


def known_ids(part: str, audience: Audience, content: Content) -> Collection[str]:
    """The ids that may stand in a part of a summary, such as ``"answers.asks"``."""
    last = part.rsplit(".", 1)[-1]
    if last in ("asks", "offers"):
        direction = audience.asks_about if last == "asks" else audience.offers_about
        return [statement.id for statement in content.instrument.in_direction(direction)]
    if last in ("evidence", "released"):
        return content.statements
    if last in ("before", "after"):
        return [item.id for item in content.clarity.of(audience)]
    if last == "consents":
        return [scope.id for scope in content.consents.scopes]
    return content.factors


def summary_notes(summary: Summary, content: Content) -> tuple[Fault, ...]:
    """What its reader should know of a summary that can be used: warnings, not faults.

    Parameters
    ----------
    summary : Summary
    content : Content
        Whose words its answers will be read with.

    Returns
    -------
    tuple of Fault
        ``summary.other_version``, ``summary.unknown_ids`` (``unknown_ids_near`` where a known id is close), and
        ``summary.evidence_without_offer`` for each statement; each at most once. None holds an answer.
    """
    return (*_version(summary, content), *_unknown(summary, content), *_evidence(summary, content))


def _version(summary: Summary, content: Content) -> Iterator[Fault]:
    known = content.instrument.content_version
    if summary.content_version != known:
        yield Fault("summary.other_version", "content_version", {"got": summary.content_version, "known": known})


def _unknown(summary: Summary, content: Content) -> Iterator[Fault]:
    places = summary.unknown_ids
    if not places:
        return
    near = []
    for place in places:
        found = _PLACE.fullmatch(place)
        meant = None if found is None else nearest(found[2], known_ids(found[1], summary.audience, content))
        if found is not None and meant is not None:
            near.append(f"{found[2]} → {meant}")
    ids = ", ".join(places[:SHOWN]) + (", …" if len(places) > SHOWN else "")
    facts: dict[str, str | int] = {"count": len(places), "ids": ids}
    if near:
        unique = list(dict.fromkeys(near))
        yield Fault("summary.unknown_ids_near", "", {**facts, "near": ", ".join(unique[:SHOWN])})
    else:
        yield Fault("summary.unknown_ids", "", facts)


def _evidence(summary: Summary, content: Content) -> Iterator[Fault]:
    offers = summary.response.offers
    for statement, words in summary.evidence.items():
        if statement in content.statements and words.strip() and statement not in offers:
            yield Fault("summary.evidence_without_offer", f"answers.evidence.{statement}")
