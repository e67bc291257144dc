"""Engines: how we speak to SQLite and PostgreSQL so that what is acknowledged is on disk."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from tw_kit.errors import Fault, StoreFailed, StoreFaults

BUSY_TIMEOUT_MS = 10_000
CONNECT_TIMEOUT_S = 10
_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a commit is on disk, not only in the system's hands
    "PRAGMA fullfsync=ON",  # macOS: past the disk's own cache; nothing elsewhere
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",  # VACUUM writes a copy of everything: not into a folder of temporary files
)
_WRITES = "tw_kit_writes"


@dataclass(frozen=True, slots=True)
class Database:
    """One database.

    Parameters
    ----------
    reading : Engine
        Its transactions see one moment of the database.
    writing : Engine
        The same connections; on SQLite its transactions take the right to write when they begin.
    file : Path or None
        SQLite's file.
    """

    reading: Engine
    writing: Engine
    file: Path | None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of ours."""
        return self.file is not None


def open_database(url: str, connect_timeout_s: int = CONNECT_TIMEOUT_S) -> Database:
    """The database of an address such as ``sqlite:///file`` or ``postgresql://user@host/name``.

    Parameters
    ----------
    url : str
    connect_timeout_s : int
        Seconds, at least 2, that a server may take to answer.

    Raises
    ------
    StoreFaults
        If the address cannot be read, or PostgreSQL's driver is not installed. The fault does not repeat it: it may
        hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as exc:  # ValueError: a port that is no number
        raise StoreFaults(Fault("cli.database", "--database")) from exc
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreFaults(Fault("cli.database", "--database"))
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return _postgresql(parsed, connect_timeout_s)


def _sqlite(url: URL) -> Database:
    if not url.database or url.database == ":memory:":
        raise StoreFaults(Fault("cli.database", "--database"))
    file = Path(url.database).absolute()
    _own_file(file)
    engine = create_engine(
        url.set(database=str(file)), hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver would leave out DDL
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return Database(engine, engine.execution_options(**{_WRITES: True}), file)


def _own_file(file: Path) -> None:
    """Make folder and file, for their owner alone, if they are not there: SQLite would let everyone read."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as exc:
        raise StoreFaults(Fault("store.file_refused", str(file), {"reason": exc.strerror or "?"})) from exc


def _postgresql(url: URL, connect_timeout_s: int) -> Database:
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,  # a server that was restarted meanwhile
            connect_args={"connect_timeout": connect_timeout_s, "options": "-c timezone=UTC -c synchronous_commit=on"},
        )
    except (ImportError, NoSuchModuleError) as exc:
        raise StoreFaults(Fault("store.driver_missing", "--database")) from exc
    return Database(engine.execution_options(isolation_level="REPEATABLE READ"), engine, None)


def is_passing(exc: DBAPIError) -> bool:
    """Whether the same may work at once: two writers met, or the connection was lost."""
    state = getattr(exc.orig, "sqlstate", None) or ""
    return exc.connection_invalidated or state in ("40001", "40P01") or "locked" in str(exc.orig)


_SECRET = re.compile(r"[^ -~]|[\"'].*[\"']")


@contextmanager
def our_errors(file: Path | None) -> Iterator[None]:
    """Turn what a database complains of into our errors; none repeats a value."""
    try:
        yield
    except OperationalError as exc:
        raise StoreFailed(Fault("store.unavailable", _place(file), {"reason": _reason(exc)})) from exc
    except DBAPIError as exc:
        if "not a database" in str(exc.orig):
            raise StoreFaults(Fault("store.not_a_database", _place(file))) from exc
        raise StoreFailed(Fault("store.unavailable", _place(file), {"reason": _reason(exc)})) from exc
    except SQLAlchemyError as exc:
        raise StoreFailed(Fault("store.unavailable", _place(file), {"reason": type(exc).__name__})) from exc


def _place(file: Path | None) -> str:
    return "--database" if file is None else str(file)


def _reason(exc: DBAPIError) -> str:
    """The database's own words, first line, without what stands in quotes."""
    lines = str(exc.orig).strip().splitlines() or [type(exc.orig).__name__]
    return _SECRET.sub("…", lines[0])[:160]
