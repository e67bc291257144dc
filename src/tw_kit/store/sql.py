"""A store in SQLite or PostgreSQL: the same statements on both, an answer acknowledged only once it is on disk."""

from __future__ import annotations

import datetime as dt
import json
import random
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    DateTime,
    MetaData,
    RowMapping,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from tw_kit.errors import Fault, StoreFailed
from tw_kit.store import schema, steps, tables
from tw_kit.store.backup_file import TABLES, Header, Row, write_backup
from tw_kit.store.codes import CodeKey, new_code
from tw_kit.store.conflict import Conflict, changed_rows
from tw_kit.store.database import BUSY_TIMEOUT_MS, is_passing, open_database, our_errors
from tw_kit.store.erased_codes import remember, remembered
from tw_kit.store.interface import KEEP_SCOPE, Appended, Backup, Erased, Held, Restored, Retention, Started
from tw_kit.store.workshops import sql as in_workshops
from tw_kit.store.workshops.sql import SqlWorkshops
from tw_kit.workbook import CONSENT_KINDS, Event, scopes_in_force

T = TypeVar("T")
TRIES = 12  # of two pages that write to one workbook, one waits for the other: a handful of times at most
PAUSE_S = 0.02
WIPE_TRIES, WIPE_PAUSE_MS = 30, 200
BATCH = 500  # rows at once; SQLite takes 999 values in a statement at the least
_KEY_MARK = "key_mark"
_HOLDING = ("events", "participants", "workshop_events", "workshop_links", "workshop_tokens", "workshops")


class SqlStore:
    """A store in a database; its methods are those of `Store`.

    Parameters
    ----------
    url : str
        ``sqlite:///file`` or ``postgresql://user@host/name``.
    key : CodeKey
    erased_file : Path or None
        Where the hashes of erased codes stand once more; None is nowhere.

    Raises
    ------
    StoreFaults
        If the address cannot be used, or the database's schema is newer than this kit.
    StoreFailed
        If the database cannot be reached.
    """

    def __init__(self, url: str, key: CodeKey, erased_file: Path | None = None) -> None:
        self._database = open_database(url)
        self.key = key
        self._erased_file = erased_file
        self._has_key = False
        self.workshops = SqlWorkshops(self)
        try:
            with self._our_errors():
                schema.ensure_schema(self._database.reading, self._database.writing)
        except BaseException:
            self.close()
            raise

    @property
    def is_shared(self) -> bool:
        """Whether it is a database server."""
        return not self._database.is_sqlite

    def _our_errors(self) -> Any:
        return our_errors(self._database.file)

    def write_with(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives, after its transaction is on disk; done again where another writer was faster."""
        with self._our_errors():
            for left in reversed(range(TRIES)):
                try:
                    with self._database.writing.begin() as connection:
                        return work(connection)
                except (Conflict, IntegrityError):
                    if not left:
                        raise StoreFailed(Fault("store.busy")) from None
                except DBAPIError as exc:
                    if not left or not is_passing(exc):
                        raise
                time.sleep(PAUSE_S * (TRIES - left) * random.random())  # noqa: S311  # apart from each other, no secret
        raise AssertionError("the last try returns or raises")

    def read_with(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives, of one moment of the database."""
        with self._our_errors(), self._database.reading.begin() as connection:
            return work(connection)

    # Codes

    def ready_key(self) -> CodeKey:
        """The key of the codes, the right one for this database."""
        if not self._has_key:
            self.key.ensure(self.read_with(key_mark), self._keep_mark)
            self._has_key = True
        return self.key

    def _hashed(self, code: str) -> str:
        return self.ready_key().hashed(code)

    def _keep_mark(self, mark: str) -> str:
        def keep(connection: Connection) -> str:
            found = key_mark(connection)
            if found is None:
                connection.execute(insert(tables.meta).values(name=_KEY_MARK, value=mark))
            return mark if found is None else found

        return self.write_with(keep)

    def start(self, events: Sequence[Event], *, site: str | None = None) -> Started:
        """See `Store.start`."""
        audience, language = steps.start_facts(events)
        for _ in range(steps.CODE_TRIES):
            code, workbook = new_code(language), secrets.token_hex(16)
            row = {
                "id": workbook,
                "code_hash": self._hashed(code),
                "audience": audience,
                "language": language,
                "site": site,
                "started_at": events[0].at,
                "last_at": max(event.at for event in events),
                "sequence": len(events),
            }
            if self.write_with(lambda connection, row=row: _begun(connection, row, events)):  # type: ignore[misc]
                return Started(workbook, code)
        raise StoreFailed(Fault("store.no_code"))

    def open_workbook(self, code: str) -> str:
        """See `Store.open_workbook`."""
        hashed = self._hashed(code)
        p = tables.participants.c
        workbook = self.read_with(lambda c: c.execute(select(p.id).where(p.code_hash == hashed)).scalar())
        if workbook is None:
            raise steps.code_unknown()
        return str(workbook)

    # Events

    def append(self, workbook: str, events: Sequence[Event]) -> Appended:
        """See `Store.append`."""
        return self.write_with(lambda connection: _appended(connection, workbook, events))

    def read(self, workbook: str, after: int = 0) -> tuple[Event, ...]:
        """See `Store.read`."""

        def work(connection: Connection) -> tuple[Event, ...]:
            found = _events(connection, workbook, after)
            if not found:
                _person(connection, workbook)
            return found

        return self.read_with(work)

    # A person's rights

    def export(self, workbook: str) -> Held:
        """See `Store.export`."""

        def work(connection: Connection) -> Held:
            person = _person(connection, workbook)
            return Held(
                workbook=person["id"],
                code_hash=person["code_hash"],
                audience=person["audience"],
                language=person["language"],
                site=person["site"],
                started_at=person["started_at"],
                last_at=person["last_at"],
                events=_events(connection, workbook, 0),
                workshops=in_workshops.attended(connection, workbook),
            )

        return self.read_with(work)

    def erase(self, workbook: str, at: dt.datetime) -> Erased:
        """See `Store.erase`."""

        def work(connection: Connection) -> tuple[int, tuple[Backup, ...]]:
            person = _person(connection, workbook)
            remember(self._erased_file, person["code_hash"])
            connection.execute(insert(tables.erasures).values(code_hash=person["code_hash"], at=at))
            in_workshops.remove_said(connection, in_workshops.links_of(connection, workbook))
            connection.execute(delete(tables.participants).where(tables.participants.c.id == workbook))
            b = tables.backups.c
            made = connection.execute(
                select(b.at, b.keep_until).where(b.at >= person["started_at"], b.keep_until > at).order_by(b.at)
            )
            return person["sequence"], tuple(Backup(row.at, row.keep_until) for row in made)

        count, backups = self.write_with(work)
        return Erased(count, self.wipe(), backups)

    def purge(self, now: dt.datetime, retention: Retention) -> tuple[str, ...]:
        """See `Store.purge`."""
        over, workshops = self.write_with(lambda connection: _purged(connection, now, retention))
        if over or workshops:
            self.wipe()
        return over

    def wipe(self) -> bool:
        """See `Store.wipe`."""
        with self._our_errors():
            return self._wiped_file() if self._database.is_sqlite else self._vacuumed()

    def _vacuumed(self) -> bool:
        with self._database.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in _HOLDING:
                connection.execute(text(f"VACUUM {table}"))
        return True

    def _wiped_file(self) -> bool:
        """Rewrite the file, then empty the log beside it; a reader in another program holds either up."""
        raw = self._database.writing.raw_connection()
        cursor = raw.cursor()
        todo = ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"]
        try:
            cursor.execute(f"PRAGMA busy_timeout={WIPE_PAUSE_MS}")
            for _ in range(WIPE_TRIES):
                try:
                    cursor.execute(todo[0])
                    found = cursor.fetchone()
                    if found is None or not found[0]:  # a checkpoint says first whether it was held up
                        todo.pop(0)
                except sqlite3.OperationalError:
                    time.sleep(WIPE_PAUSE_MS / 1000)
                if not todo:
                    return True
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            cursor.close()
            raw.close()

    def erased(self, connection: Connection) -> set[str]:
        """Hashes of the codes of erased people, wherever they are remembered."""
        known = set(connection.execute(select(tables.erasures.c.code_hash)).scalars())
        return known | remembered(self._erased_file)

    # Copies

    def backup(self, file: Path, *, at: dt.datetime, keep_until: dt.datetime) -> int:
        """See `Store.backup`."""
        row = {"at": at, "keep_until": keep_until}
        self.write_with(lambda connection: _noted(connection, row))

        def work(connection: Connection) -> int:
            people = connection.execute(select(func.count()).select_from(tables.participants)).scalar_one()
            header = Header(tables.SCHEMA_VERSION, key_mark(connection))
            write_backup(file, header, _rows(connection))
            return int(people)

        try:
            return self.read_with(work)
        except BaseException:
            self.write_with(lambda c: c.execute(delete(tables.backups).where(tables.backups.c.at == at)))
            raise

    def restore(self, file: Path, *, now: dt.datetime, retention: Retention, replaces: bool = False) -> Restored:
        """See `Store.restore`."""
        header = steps.usable_header(file, self.key, tables.SCHEMA_VERSION)

        def work(connection: Connection) -> tuple[int, int, tuple[str, ...]]:
            people = connection.execute(select(func.count()).select_from(tables.participants)).scalar_one()
            if people and not replaces:
                raise steps.not_empty(people)
            workshops = in_workshops.count(connection)
            if workshops and not replaces:
                raise steps.workshops_there(workshops)
            wanted = steps.Wanted(file, self.erased(connection))
            schema.drop(connection)
            schema.upgrade(connection, header.schema_version)
            try:
                _filled(connection, wanted)
            except OperationalError:  # a full disk is no fault of the backup's
                raise
            except (StatementError, KeyError, TypeError, ValueError) as exc:
                raise wanted.damaged() from exc
            if header.schema_version < tables.SCHEMA_VERSION:
                schema.upgrade(connection, tables.SCHEMA_VERSION)
            rows = [{"code_hash": hashed, "at": now} for hashed in sorted(wanted.erased)]
            for start in range(0, len(rows), BATCH):
                connection.execute(insert(tables.erasures), rows[start : start + BATCH])
            purged, _ = _purged(connection, now, retention)
            left = connection.execute(select(func.count()).select_from(tables.participants)).scalar_one()
            return int(left), len(wanted.left_out), purged

        with self._our_errors(), self._database.writing.begin() as connection:
            left, erased, purged = work(connection)
        self._has_key = False
        self.wipe()
        return Restored(left, erased, len(purged))

    def close(self) -> None:
        """See `Store.close`."""
        self._database.writing.dispose()


def key_mark(connection: Connection) -> str | None:
    """The mark of the key that a database's codes are hashed with; None before its first workbook."""
    return connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == _KEY_MARK)).scalar()


def _person(connection: Connection, workbook: str) -> RowMapping:
    found = connection.execute(select(tables.participants).where(tables.participants.c.id == workbook)).mappings()
    person = found.one_or_none()
    if person is None:
        raise steps.gone()
    return person


def _event_rows(workbook: str, sequence: int, events: Sequence[Event]) -> list[dict[str, Any]]:
    return [
        {
            "workbook": workbook,
            "sequence": number,
            "key": event.key,
            "at": event.at,
            "kind": event.kind,
            "data": event.data_json(),
        }
        for number, event in enumerate(events, start=sequence + 1)
    ]


def _begun(connection: Connection, row: Mapping[str, Any], events: Sequence[Event]) -> bool:
    """Whether the workbook is there now; False if its code is someone's, or was that of someone erased."""
    for table in (tables.participants, tables.erasures):
        if connection.execute(select(table.c.code_hash).where(table.c.code_hash == row["code_hash"])).first():
            return False
    connection.execute(insert(tables.participants), [row])
    connection.execute(insert(tables.events), _event_rows(row["id"], 0, events))
    return True


def _appended(connection: Connection, workbook: str, events: Sequence[Event]) -> Appended:
    """Look where the workbook ends, then write there, if it still ends there: else look again."""
    p, e = tables.participants.c, tables.events.c
    person = connection.execute(select(p.sequence, p.last_at).where(p.id == workbook)).one_or_none()
    if person is None:
        raise steps.gone()
    keys = sorted({event.key for event in events})
    known: set[str] = set()
    for start in range(0, len(keys), BATCH):
        found = select(e.key).where(e.workbook == workbook, e.key.in_(keys[start : start + BATCH]))
        known |= set(connection.execute(found).scalars())
    new = steps.new_events(events, known)
    if not new:
        return Appended(person.sequence, 0)
    sequence = person.sequence + len(new)
    changed = connection.execute(
        update(tables.participants)
        .where(p.id == workbook, p.sequence == person.sequence)
        .values(sequence=sequence, last_at=max([person.last_at, *(event.at for event in new)]))
    )
    if changed_rows(changed) != 1:
        raise Conflict
    connection.execute(insert(tables.events), _event_rows(workbook, person.sequence, new))
    return Appended(sequence, len(new))


def _events(connection: Connection, workbook: str, after: int) -> tuple[Event, ...]:
    e = tables.events.c
    wanted = select(e.key, e.at, e.kind, e.data).where(e.workbook == workbook, e.sequence > after)
    rows = connection.execute(wanted.order_by(e.sequence))
    return tuple(Event(row.key, row.at, row.kind, json.loads(row.data)) for row in rows)


def _purged(connection: Connection, now: dt.datetime, retention: Retention) -> tuple[tuple[str, ...], int]:
    """Remove workbooks whose time is over, one that is written to meanwhile stays; and workshops, of which how many."""
    p, e = tables.participants.c, tables.events.c
    due = select(p.id, p.last_at).where(p.last_at <= now - dt.timedelta(hours=retention.hours))
    last_at = {row.id: row.last_at for row in connection.execute(due)}
    said: dict[str, list[Event]] = {}
    consents = (
        select(e.workbook, e.key, e.at, e.kind, e.data)
        .join(tables.participants, p.id == e.workbook)
        .where(p.last_at <= now - dt.timedelta(hours=retention.hours), e.kind.in_([k.value for k in CONSENT_KINDS]))
        .order_by(e.workbook, e.sequence)
    )
    for row in connection.execute(consents):
        said.setdefault(row.workbook, []).append(Event(row.key, row.at, row.kind, json.loads(row.data)))
    over = []
    for workbook, last in last_at.items():
        if retention.ends(last, KEEP_SCOPE in scopes_in_force(said.get(workbook, ()))) > now:
            continue
        links = in_workshops.links_of(connection, workbook)
        gone = connection.execute(delete(tables.participants).where(p.id == workbook, p.last_at == last))
        if changed_rows(gone) == 1:
            in_workshops.remove_said(connection, links)
            over.append(workbook)
    return tuple(sorted(over)), in_workshops.purge(connection, now, retention)


def _noted(connection: Connection, row: Mapping[str, Any]) -> None:
    connection.execute(insert(tables.backups), [row])


def _rows(connection: Connection) -> Iterator[tuple[str, Row]]:
    """Every row, times as texts, in an order in which they can be put back."""
    for name in TABLES:
        table = tables.metadata.tables[name]
        ordered = select(table).order_by(*table.primary_key.columns)
        for row in connection.execution_options(yield_per=BATCH).execute(ordered).mappings():
            yield (
                name,
                {k: steps.time_text(v) if isinstance(v, dt.datetime) else v for k, v in row.items()},
            )


def _filled(connection: Connection, wanted: steps.Wanted) -> None:
    """Put the rows of a backup into the tables of its own schema."""
    found = MetaData()
    waiting: list[dict[str, Any]] = []
    current: Table | None = None
    names = set(inspect(connection).get_table_names())

    def flush() -> None:
        if current is not None and waiting:
            connection.execute(insert(current), waiting)
            waiting.clear()

    for name, row in wanted.rows():
        if current is None or current.name != name or len(waiting) >= BATCH:
            flush()
            if name not in names:
                raise KeyError(name)
            current = found.tables.get(name)
            current = Table(name, found, autoload_with=connection) if current is None else current
        if row.keys() != set(current.c.keys()):
            raise KeyError(name)
        waiting.append({k: _bound(v, current.c[k].type, connection) for k, v in row.items()})
    flush()


def _bound(value: Any, kind: Any, connection: Connection) -> Any:
    if not isinstance(kind, DateTime) or value is None:
        return value
    at = dt.datetime.fromisoformat(value).astimezone(dt.UTC)
    return at.replace(tzinfo=None) if connection.dialect.name == "sqlite" else at
