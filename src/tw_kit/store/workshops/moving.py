"""The file with which a workshop moves to another laptop: what both kinds of store look at alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tw_kit.errors import Fault, StoreFaults
from tw_kit.store import steps
from tw_kit.store.backup_file import WORKSHOP, Row
from tw_kit.store.codes import CodeKey


@dataclass(frozen=True, slots=True)
class Moved:
    """What such a file holds, without the people who were erased here.

    Parameters
    ----------
    workshop : Row
    people : mapping of workbook to Row
    events : mapping of workbook to list of Row
    tokens, links, workshop_events : list of Row
    """

    workshop: Row
    people: Mapping[str, Row]
    events: Mapping[str, list[Row]]
    tokens: list[Row]
    links: list[Row]
    workshop_events: list[Row]


def refuse_unusable(file: Path, key: CodeKey, known: int) -> None:
    """Raise StoreFaults for a file that this store cannot take."""
    header = steps.usable_header(file, key, known, WORKSHOP)
    if header.schema_version < known:
        facts: dict[str, str | int] = {"got": header.schema_version, "known": known}
        raise StoreFaults(Fault("live.file_schema_older", str(file), facts))


def damaged(file: Path) -> StoreFaults:
    """The error for rows that do not fit."""
    return StoreFaults(Fault("live.file_damaged", str(file)))


def read_moved(file: Path, erased: set[str]) -> Moved:
    """The rows of a file that can be taken; raises StoreFaults where they are not those of one workshop."""
    rows: dict[str, list[Row]] = {}
    for table, row in steps.Wanted(file, erased, WORKSHOP).rows():
        rows.setdefault(table, []).append(row)
    try:
        (workshop,) = rows.get("workshops", [])
        events: dict[str, list[Row]] = {row["id"]: [] for row in rows.get("participants", [])}
        for row in rows.get("events", []):
            events[row["workbook"]].append(row)
        parts = [rows.get(name, []) for name in ("workshop_tokens", "workshop_links", "workshop_events")]
        if any(row["workshop"] != workshop["id"] for part in parts for row in part):
            raise ValueError("rows of another workshop")
        people = {row["id"]: row for row in rows.get("participants", [])}
    except (KeyError, TypeError, ValueError) as exc:
        raise damaged(file) from exc
    return Moved(workshop, people, events, *parts)
