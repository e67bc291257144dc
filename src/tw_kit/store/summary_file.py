"""Summary files: one person's answers as one small JSON file, to export, mail, edit by hand and feed to a command.

Reading lists every fault of a file at once and makes nothing from a faulty one. An id that the content does not know
is no fault: it is kept, flagged in `Summary.unknown_ids`, and not scored.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tw_kit.content import Content
from tw_kit.errors import Fault, SummaryFaults, raise_if_any
from tw_kit.model import (
    MAGNETS_MAX,
    SCORING_VERSION,
    Audience,
    Clarity,
    Consent,
    MagnetMap,
    NextStep,
    Response,
    Summary,
)
from tw_kit.store.json_file import doubled_keys, parsed, whole_characters
from tw_kit.store.summary_notes import nearest
from tw_kit.store.summary_schema import SCHEMA_VERSION, SummaryRecord, keys_at

_NOT_STEPS = ("[key]", "int", "constrained-str")  # pydantic's own; none of them is a key of a summary


def _shape_faults(exc: ValidationError) -> Iterator[Fault]:
    for error in exc.errors(include_url=False):
        steps = [str(s + 1) if isinstance(s, int) else s for s in error["loc"] if s not in _NOT_STEPS]
        place = ".".join(steps)[:120]
        kind, context = error["type"], error.get("ctx", {})
        if kind == "missing":
            yield Fault("summary.key_missing", place)
        elif kind == "extra_forbidden":
            near = nearest(steps[-1], keys_at(steps[:-1]))
            yield (
                Fault("summary.key_unknown_near", place, {"near": near})
                if near
                else Fault("summary.key_unknown", place)
            )
        elif kind == "literal_error":
            choices = ", ".join(re.findall(r"'([a-z_]+)'", str(context["expected"])))
            yield Fault("summary.choice_wrong", place, {"choices": choices})
        elif kind in ("greater_than_equal", "less_than_equal"):
            low, high = (1, 5) if "clarity" in steps else (-3, 3)
            if "version" in steps:
                low, high = 1, 9999
            yield Fault("summary.number_off_scale", place, {"low": low, "high": high})
        elif kind == "string_too_long":
            yield Fault("summary.text_too_long", place, {"most": context["max_length"]})
        elif kind == "string_pattern_mismatch":
            yield Fault("summary.id_malformed", place)
        elif kind == "value_error":
            yield Fault("summary.time_wrong" if steps[-1] == "at" else "summary.date_wrong", place)
        else:
            yield Fault(_KINDS.get(kind, "summary.type_wrong"), place)


_KINDS = {
    "string_type": "summary.text_needed",
    "int_type": "summary.number_needed",
    "int_from_float": "summary.number_needed",
    "list_type": "summary.list_needed",
    "dict_type": "summary.group_needed",
    "model_type": "summary.group_needed",
}
_OF_KIND = frozenset({*_KINDS.values(), "summary.type_wrong"})


def _once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """One a place, the most telling: a value that is neither of the two kinds that may stand there is one fault."""
    found: dict[str, Fault] = {}
    for fault in faults:
        first = found.get(fault.place)
        if first is None or first.message in _OF_KIND:
            is_neither = first is not None and fault.message in _OF_KIND
            found[fault.place] = Fault("summary.type_wrong", fault.place) if is_neither else fault
    yield from found.values()


def _version_faults(raw: Any) -> Iterator[Fault]:
    for key, known in (("schema_version", SCHEMA_VERSION), ("scoring_version", SCORING_VERSION)):
        got = raw.get(key)
        if isinstance(got, int) and not isinstance(got, bool) and got != known:
            message = "summary.version_newer" if got > known else "summary.version_unknown"
            yield Fault(message, key, {"got": got, "known": known})


def _direction_faults(raw: dict[str, Any], content: Content) -> Iterator[Fault]:
    audience, answers = raw.get("audience"), raw.get("answers")
    if audience not in list(Audience) or not isinstance(answers, dict):
        return
    side = Audience(audience)
    for part, direction in (("asks", side.asks_about), ("offers", side.offers_about)):
        given = answers.get(part)
        for statement in given if isinstance(given, dict) else ():
            known = content.instrument.by_id.get(statement)
            if known is not None and known.direction is not direction:
                yield Fault(f"summary.direction_{side.value}_{part}", f"answers.{part}.{statement}")


def _magnet_faults(raw: dict[str, Any]) -> Iterator[Fault]:
    given = raw.get("magnets")
    magnets = [magnet for magnet in given if isinstance(magnet, str)] if isinstance(given, list) else []
    if len(magnets) > MAGNETS_MAX:
        yield Fault("summary.too_many_magnets", "magnets", {"got": len(magnets), "most": MAGNETS_MAX})
    for magnet in sorted(magnet for magnet, count in Counter(magnets).items() if count > 1):
        yield Fault("summary.magnet_doubled", "magnets", {"id": magnet[:64]})


def _unknown_ids(record: SummaryRecord, content: Content) -> Iterator[str]:
    """Places of ids that this content does not know."""
    answers = record.answers
    statements, factors = content.statements, content.factors
    items = {item.id for item in content.clarity.of(Audience(record.audience))}
    scopes = {scope.id for scope in content.consents.scopes}

    def strangers(place: str, ids: Iterable[str], known: Iterable[str]) -> Iterator[str]:
        return (f"{place}.{i}" for i in ids if i not in known)

    yield from strangers("answers.asks", answers.asks, statements)
    yield from strangers("answers.offers", answers.offers, statements)
    yield from strangers("answers.evidence", answers.evidence, statements)
    yield from strangers("answers.reflections", answers.reflections, factors)
    yield from strangers("answers.clarity.before", answers.clarity.before, items)
    yield from strangers("answers.clarity.after", answers.clarity.after, items)
    for number, each in enumerate(answers.magnet_maps, start=1):
        yield from strangers(f"answers.magnet_maps.{number}.ratings", each.ratings, factors)
    yield from strangers("magnets", record.magnets, factors)
    yield from strangers("released", record.released, statements)
    yield from strangers("consents", (consent.scope for consent in record.consents), scopes)


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def read_summary(path: Path, content: Content) -> Summary:
    """One person's summary from a file.

    Parameters
    ----------
    path : Path
        UTF-8 JSON, at most 1,000,000 bytes; its shape is in docs/summary.md.
    content : Content
        Says which ids are known and what direction they have.

    Raises
    ------
    SummaryFaults
        If the file cannot be used; lists every fault with its place in the file. Their facts hold no answer of
        the person.
    """
    raw = parsed(path)
    if not isinstance(raw, dict):
        raise SummaryFaults(Fault("summary.not_an_object"))
    faults = list(doubled_keys(raw))
    newer = [fault for fault in _version_faults(raw) if fault.place == "schema_version"]
    raise_if_any(SummaryFaults, newer)  # a later shape would be misread: nothing else can be said of it
    faults += [*_version_faults(raw), *_direction_faults(raw, content), *_magnet_faults(raw)]
    try:
        record = SummaryRecord.model_validate(whole_characters(raw))
    except ValidationError as exc:
        raise SummaryFaults(*faults, *_once(_shape_faults(exc))) from exc
    raise_if_any(SummaryFaults, faults)
    answers = record.answers
    return Summary(
        content_version=record.content_version,
        language=record.language,
        date=dt.date.fromisoformat(record.date),
        response=Response(
            audience=Audience(record.audience),
            asks=answers.asks,  # type: ignore[arg-type]  # levels are checked; Response makes them members
            offers=answers.offers,  # type: ignore[arg-type]
            magnets=tuple(record.magnets),
            released=frozenset(record.released),
        ),
        person=record.person,
        consents=tuple(Consent(c.scope, c.version, dt.datetime.fromisoformat(c.at)) for c in record.consents),
        evidence=answers.evidence,
        reflections=answers.reflections,
        clarity=Clarity(answers.clarity.before, answers.clarity.after),
        magnet_maps=tuple(MagnetMap(m.about, m.ratings) for m in answers.magnet_maps),
        next_steps=tuple(NextStep(s.what, _day(s.by), s.who) for s in answers.next_steps),
        unknown_ids=tuple(_unknown_ids(record, content)),
    )


def summary_json(summary: Summary) -> str:
    """A summary as the text of its file: the same summary gives the same text.

    Returns
    -------
    str
        JSON of schema version 1, indented, with a final newline.
    """
    response = summary.response
    record = {
        "schema_version": SCHEMA_VERSION,
        "content_version": summary.content_version,
        "scoring_version": SCORING_VERSION,
        "person": summary.person,
        "audience": response.audience.value,
        "language": summary.language,
        "date": summary.date.isoformat(),
        "consents": [{"scope": c.scope, "version": c.version, "at": c.at.isoformat()} for c in summary.consents],
        "answers": {
            "asks": {statement: level.value for statement, level in response.asks.items()},
            "offers": {statement: level.value for statement, level in response.offers.items()},
            "evidence": dict(summary.evidence),
            "reflections": dict(summary.reflections),
            "clarity": {"before": dict(summary.clarity.before), "after": dict(summary.clarity.after)},
            "magnet_maps": [{"about": m.about, "ratings": dict(m.ratings)} for m in summary.magnet_maps],
            "next_steps": [
                {"what": s.what, "by": None if s.by is None else s.by.isoformat(), "who": s.who}
                for s in summary.next_steps
            ],
        },
        "magnets": list(response.magnets),
        "released": sorted(response.released),
    }
    return json.dumps(whole_characters(record), ensure_ascii=False, indent=2) + "\n"


def write_summary(summary: Summary, path: Path) -> None:
    """Save a summary: whole or not at all, whatever stops the machine.

    Parameters
    ----------
    summary : Summary
    path : Path
        Replaced if it is there. Only its owner may read the file: it holds a person's answers.
    """
    file = tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False, newline="\n")  # noqa: SIM115
    try:
        with file:
            file.write(summary_json(summary))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except BaseException:
        Path(file.name).unlink(missing_ok=True)
        raise
