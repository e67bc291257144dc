"""The database of workbooks and the key of their codes: looked at, never made or changed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from tw_kit.doctor.finding import Finding, Level
from tw_kit.doctor.folder import closing, is_open_to_others
from tw_kit.errors import Fault, TwKitError
from tw_kit.paths import is_there
from tw_kit.store.codes import CodeKey
from tw_kit.store.database import open_database, our_errors
from tw_kit.store.opening import KEY_FILE
from tw_kit.store.schema import refuse_newer, schema_version
from tw_kit.store.sql import key_mark

CONNECT_TIMEOUT_S = 2  # nobody waits longer for a doctor
READ_WHOLE_MAX = 50_000_000  # bytes: a second on a slow disk
_SERVER_KEEPS = ("fsync", "full_page_writes")  # where one is off, a power cut may take what was saved


def sqlite_file(url: str) -> Path | None:
    """The file of an address; None where it is of a server, or cannot be read."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return None
    return Path(parsed.database).absolute() if parsed.get_backend_name() == "sqlite" and parsed.database else None


def database_and_key(url: str, data: Path) -> list[Finding]:
    """Whether the database can be used and keeps what it is given, and the key of its codes is there.

    Parameters
    ----------
    url : str
        Its address.
    data : Path
        The folder of the key.
    """
    file = sqlite_file(url)
    if file is not None and not is_there(file):
        return [Finding("database.new", Level.GOOD, {"file": str(file)}), _key(data, None)]
    try:
        database = open_database(url, CONNECT_TIMEOUT_S)
        try:
            with our_errors(database.file), database.reading.connect() as connection:
                if file is not None and _is_damaged(file, connection):
                    return [Finding("database.damaged", Level.BAD, {"file": str(file)})]
                version = schema_version(connection)
                refuse_newer(version)
                mark = None if version is None else key_mark(connection)
                findings = _file_found(file) if file is not None else _server_found(url, connection)
        finally:
            database.writing.dispose()
    except TwKitError as exc:
        return [Finding("database.refused", Level.BAD, fault=exc.faults[0])]
    return [*findings, _key(data, mark)]


def _is_damaged(file: Path, connection: Connection) -> bool:
    """Whether SQLite finds its own file broken; a large one is not read whole."""
    try:
        if file.stat().st_size > READ_WHOLE_MAX:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
            return False
        return bool(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok")
    except DatabaseError as exc:
        if "malformed" in str(exc.orig):
            return True
        raise


def _file_found(file: Path) -> list[Finding]:
    facts = {"place": str(file)}
    if is_open_to_others(file):
        return [Finding("database.open", Level.CARE, {**facts, "command": closing(file)})]
    return [Finding("database.good", Level.GOOD, facts)]


def _server_found(url: str, connection: Connection) -> list[Finding]:
    parsed = make_url(url)
    place = f"PostgreSQL, {parsed.host or 'localhost'}, {parsed.database or '–'}"  # neither its user nor a password
    off = [name for name in _SERVER_KEEPS if connection.exec_driver_sql(f"SHOW {name}").scalar() != "on"]
    found = [Finding("database.good", Level.GOOD, {"place": place})]
    if off:
        found.append(Finding("database.forgets", Level.CARE, {"settings": ", ".join(off)}))
    return found


def _key(data: Path, mark: str | None) -> Finding:
    """The key of the codes, for a database with this mark of its key, or none yet."""
    file = data / KEY_FILE
    try:
        present = CodeKey(file).present_mark()
    except TwKitError as exc:
        return Finding("key.refused", Level.BAD, fault=exc.faults[0])
    if present is None:
        if mark is None:
            return Finding("key.new", Level.GOOD, {"file": str(file)})
        return Finding("key.refused", Level.BAD, fault=Fault("store.key_missing", str(file)))
    if mark is not None and mark != present:
        return Finding("key.refused", Level.BAD, fault=Fault("store.key_other", str(file)))
    if is_open_to_others(file):
        return Finding("key.open", Level.CARE, {"file": str(file), "command": closing(file)})
    return Finding("key.good", Level.GOOD, {"file": str(file)})
