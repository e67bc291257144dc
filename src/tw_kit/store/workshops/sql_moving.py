"""Moving a workshop from one database to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, insert, select, update
from sqlalchemy.exc import OperationalError, StatementError

from tw_kit.store import steps
from tw_kit.store.backup_file import Row
from tw_kit.store.tables import (
    UtcTime,
    events,
    participants,
    workshop_events,
    workshop_links,
    workshop_tokens,
    workshops,
)
from tw_kit.store.workshops import common
from tw_kit.store.workshops.moving import Moved, damaged

BATCH = 500  # rows at once; SQLite takes 999 values in a statement at the least


def rows_of(connection: Connection, workshop: str) -> Iterator[tuple[str, Row]]:
    """All rows of a workshop and of the workbooks in it, times as texts, in an order in which they can be put back."""
    linked = select(workshop_links.c.workbook).where(workshop_links.c.workshop == workshop)
    wanted: list[tuple[Table, Select[Any]]] = [
        (participants, select(participants).where(participants.c.id.in_(linked))),
        (events, select(events).where(events.c.workbook.in_(linked))),
        (workshops, select(workshops).where(workshops.c.id == workshop)),
    ]
    for table in (workshop_tokens, workshop_links, workshop_events):
        wanted.append((table, select(table).where(table.c.workshop == workshop)))
    for table, query in wanted:
        for row in connection.execute(query.order_by(*table.primary_key.columns)).mappings():
            yield table.name, {k: steps.time_text(v) if isinstance(v, dt.datetime) else v for k, v in row.items()}


def take(connection: Connection, file: Path, moved: Moved) -> str:
    """Put a workshop where it belongs, inside the caller's transaction; gives the workshop."""
    try:
        return _taken(connection, moved)
    except OperationalError:  # a full disk is no fault of the file's
        raise
    except (StatementError, KeyError, TypeError, ValueError) as exc:
        raise damaged(file) from exc


def _taken(connection: Connection, moved: Moved) -> str:
    name: str = moved.workshop["id"]
    here = connection.execute(select(workshops).where(workshops.c.id == name)).mappings().one_or_none()
    if here is not None and here["sequence"] > moved.workshop["sequence"]:
        raise common.newer_here()
    connection.execute(delete(workshops).where(workshops.c.id == name))
    for workbook, row in moved.people.items():
        _person_taken(connection, row, moved.events[workbook])
    generation = max(moved.workshop["generation"], 0 if here is None else here["generation"]) + 1
    _put(connection, workshops, [{**moved.workshop, "generation": generation}])
    _put(connection, workshop_tokens, moved.tokens)
    _put(connection, workshop_links, moved.links)
    _put(connection, workshop_events, moved.workshop_events)
    return name


def _person_taken(connection: Connection, row: Row, their_events: Sequence[Row]) -> None:
    """A workbook that is here already is replaced only by one with more in it."""
    p = participants.c
    here = connection.execute(select(p.sequence).where(p.id == row["id"])).scalar()
    if here is None:
        _put(connection, participants, [row])
    elif here < row["sequence"]:
        connection.execute(update(participants).where(p.id == row["id"]).values(**_bound(participants, row)))
        connection.execute(delete(events).where(events.c.workbook == row["id"]))
    else:
        return
    _put(connection, events, their_events)


def _put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(table), [_bound(table, row) for row in rows[start : start + BATCH]])


def _bound(table: Table, row: Row) -> dict[str, Any]:
    if row.keys() != set(table.c.keys()):
        raise KeyError(table.name)
    return {
        name: dt.datetime.fromisoformat(value) if isinstance(table.c[name].type, UtcTime) else value
        for name, value in row.items()
    }
