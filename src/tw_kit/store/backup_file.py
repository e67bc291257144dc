"""Backup files: one JSON object a line, the same from every kind of store, so that one can be restored into another.

The file with which a workshop is handed over to another laptop is of the same make, with a mark of its own.

The first line is a header, the last one counts and seals the others; a file that was cut or changed is refused whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tw_kit.errors import Fault, StoreFaults

FORMAT = 1
TABLES = (  # in an order in which they can be filled
    "meta",
    "participants",
    "events",
    "workshops",
    "workshop_tokens",
    "workshop_links",
    "workshop_events",
    "erasures",
    "backups",
)
Row = Mapping[str, Any]  # times as ISO texts


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself.

    Parameters
    ----------
    schema_version : int
    key_mark : str or None
        Of the key that its codes are hashed with; None if it has no workbook yet.
    """

    schema_version: int
    key_mark: str | None


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of file: the mark in its header, and the two words that its faults begin with."""

    mark: str
    room: str
    name: str


BACKUP = Sort("tw_kit_backup", "store", "backup")
WORKSHOP = Sort("tw_kit_workshop", "live", "file")


def write_backup(file: Path, header: Header, rows: Iterable[tuple[str, Row]], sort: Sort = BACKUP) -> None:
    """A new backup file: whole or not at all, for its owner alone.

    Parameters
    ----------
    file : Path
    header : Header
    rows : iterable of (table, row)
        In the order of `TABLES`.
    sort : Sort

    Raises
    ------
    StoreFaults
        If the file is there already, or cannot be written.
    """
    if file.exists():
        raise StoreFaults(Fault(f"{sort.room}.{sort.name}_exists", str(file)))
    try:
        descriptor, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}-")
    except OSError as exc:
        raise StoreFaults(Fault("store.file_refused", str(file), {"reason": exc.strerror or "?"})) from exc
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            seal, count = hashlib.sha256(), 0
            head = {sort.mark: FORMAT, "schema_version": header.schema_version, "key_mark": header.key_mark}
            _put(out, seal, head)
            for table, row in rows:
                _put(out, seal, {"table": table, "row": dict(row)})
                count += 1
            _put(out, hashlib.sha256(), {"rows": count, "sha256": seal.hexdigest()})
            out.flush()
            os.fsync(out.fileno())
        os.link(part, file)  # unlike a rename, it never replaces what someone put there meanwhile
    except FileExistsError as exc:
        raise StoreFaults(Fault(f"{sort.room}.{sort.name}_exists", str(file))) from exc
    except OSError as exc:
        raise StoreFaults(Fault("store.file_refused", str(file), {"reason": exc.strerror or "?"})) from exc
    finally:
        part.unlink(missing_ok=True)


def _put(out: Any, seal: Any, record: Mapping[str, Any]) -> None:
    line = (json.dumps(record, ensure_ascii=False) + "\n").encode()
    seal.update(line)
    out.write(line)


def read_header(file: Path, sort: Sort = BACKUP) -> Header:
    """The header of a backup whose every line was looked at.

    Raises
    ------
    StoreFaults
        If it is no backup, or was cut or changed.
    """
    damaged = StoreFaults(Fault(f"{sort.room}.{sort.name}_damaged", str(file)))
    seal, count, last = hashlib.sha256(), -1, b""
    try:
        with file.open("rb") as lines:
            first = lines.readline()
            header = _header(first, file, sort)
            lines.seek(0)
            for line in lines:
                if last:
                    seal.update(last)
                    count += 1
                last = line
    except OSError as exc:
        raise StoreFaults(
            Fault(f"{sort.room}.{sort.name}_unreadable", str(file), {"reason": exc.strerror or "?"})
        ) from exc
    try:
        end = json.loads(last)
        is_whole = end == {"rows": count, "sha256": seal.hexdigest()}
    except ValueError as exc:
        raise damaged from exc
    if not is_whole:
        raise damaged
    return header


def _header(line: bytes, file: Path, sort: Sort) -> Header:
    foreign = StoreFaults(Fault(f"{sort.room}.{sort.name}_foreign", str(file)))
    try:
        head = json.loads(line)
        version, made = head["schema_version"], head[sort.mark]
        mark = head["key_mark"]
    except (ValueError, TypeError, KeyError) as exc:
        raise foreign from exc
    if not isinstance(version, int) or not isinstance(made, int) or not isinstance(mark, str | None):
        raise foreign
    if made > FORMAT:
        raise StoreFaults(Fault(f"{sort.room}.{sort.name}_newer", str(file), {"got": made, "known": FORMAT}))
    return Header(version, mark)


def read_rows(file: Path, sort: Sort = BACKUP) -> Iterator[tuple[str, Row]]:
    """The rows of a backup whose header was read; raises StoreFaults if one is not of this shape."""
    with file.open("rb") as lines:
        next(lines)
        for line in lines:
            record = json.loads(line)
            if "sha256" in record:
                return
            table, row = record.get("table"), record.get("row")
            if table not in TABLES or not isinstance(row, dict):
                raise StoreFaults(Fault(f"{sort.room}.{sort.name}_damaged", str(file)))
            yield table, row
