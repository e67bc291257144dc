"""What every kind of store does alike: look at what it is given, and at what a backup may bring in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tw_kit.errors import Fault, StoreFaults, WorkbookGone
from tw_kit.store.backup_file import BACKUP, Header, Row, Sort, read_header, read_rows
from tw_kit.store.codes import CodeKey
from tw_kit.workbook import Event, Kind

CODE_TRIES = 20  # of 2^33 codes and more, the second is needed once in a blue moon


def start_facts(events: Sequence[Event]) -> tuple[str, str]:
    """Audience and language of the workbook that these events begin; raises ValueError if they begin none."""
    first = events[0] if events else None
    if first is None or first.kind != Kind.WORKBOOK_STARTED:
        raise ValueError("a workbook begins with its start")
    if len({event.key for event in events}) < len(events):
        raise ValueError("the keys of the first events differ")
    audience, language = first.data.get("audience"), first.data.get("language")
    if not isinstance(audience, str) or not isinstance(language, str) or len(audience) > 32 or len(language) > 8:
        raise ValueError("a start has an audience and a language")
    return audience, language


def new_events(events: Sequence[Event], known: set[str]) -> list[Event]:
    """Those whose key is neither known nor that of an earlier one among them."""
    found: dict[str, Event] = {}
    for event in events:
        if event.key not in known:
            found.setdefault(event.key, event)
    return list(found.values())


def gone() -> WorkbookGone:
    """The error for a workbook that is not there."""
    return WorkbookGone(Fault("store.workbook_gone"))


def code_unknown() -> StoreFaults:
    """The error for a code that opens nothing; it does not repeat it."""
    return StoreFaults(Fault("store.code_unknown"))


def not_empty(count: int) -> StoreFaults:
    """The error for a restore over workbooks that are there."""
    return StoreFaults(Fault("store.not_empty", "", {"count": count}))


def workshops_there(count: int) -> StoreFaults:
    """The error for a restore over workshops that are there."""
    return StoreFaults(Fault("live.not_empty", "", {"count": count}))


def usable_header(file: Path, key: CodeKey, known: int, sort: Sort = BACKUP) -> Header:
    """The header of a file that this store can take; raises StoreFaults for any other."""
    header = read_header(file, sort)
    if header.schema_version > known:
        facts: dict[str, str | int] = {"got": header.schema_version, "known": known}
        raise StoreFaults(Fault(f"{sort.room}.{sort.name}_schema_newer", str(file), facts))
    if header.key_mark is not None:
        present = key.present_mark()
        if present is None:
            raise StoreFaults(Fault("store.restore_key_missing", str(key.path)))
        if present != header.key_mark:
            raise StoreFaults(Fault("store.restore_key_other", str(key.path)))
    return header


class Wanted:
    """The rows of a backup, without those of erased people.

    Parameters
    ----------
    file : Path
    erased : set of str
        Hashes of codes erased so far; those that the backup knows of are added.
    sort : Sort
        Of the file.
    """

    def __init__(self, file: Path, erased: set[str], sort: Sort = BACKUP) -> None:
        self.file = file
        self.sort = sort
        self.erased = set(erased)
        self.left_out: set[Any] = set()
        self._silent: set[tuple[Any, Any]] = set()  # participants of workshops whose workbook is left out
        self.erased |= {str(row.get("code_hash")) for table, row in read_rows(file, sort) if table == "erasures"}

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Tables and rows; erasures are the caller's to write."""
        for table, row in read_rows(self.file, self.sort):
            if table == "participants" and row.get("code_hash") in self.erased:
                self.left_out.add(row.get("id"))
            elif table == "workshop_links" and row.get("workbook") in self.left_out:
                self._silent.add((row.get("workshop"), row.get("participant")))
            elif not self._is_of_the_left_out(table, row):
                yield table, row

    def _is_of_the_left_out(self, table: str, row: Row) -> bool:
        if table == "workshop_events":
            return (row.get("workshop"), row.get("participant")) in self._silent
        return table == "erasures" or (table == "events" and row.get("workbook") in self.left_out)

    def damaged(self) -> StoreFaults:
        """The error for rows that do not fit."""
        return StoreFaults(Fault(f"{self.sort.room}.{self.sort.name}_damaged", str(self.file)))


def time_text(at: dt.datetime) -> str:
    """A time as a backup has it."""
    return at.astimezone(dt.UTC).isoformat()
