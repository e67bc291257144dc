"""Which schema a database has, and how it gets the newest one. Alembic is imported only when there is work for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from tw_kit.errors import Fault, StoreFaults
from tw_kit.store.tables import SCHEMA_VERSION, VERSION_TABLE, metadata

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x7477_6B69_74  # "twkit": of servers that start together, one migrates


def schema_version(connection: Connection) -> int | None:
    """The schema that a database has; None where it has none of ours."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    return int(found) if found is not None and str(found).isdecimal() else None


def refuse_newer(version: int | None) -> None:
    """Raise StoreFaults for a schema that this kit is too old for."""
    if version is not None and version > SCHEMA_VERSION:
        raise StoreFaults(Fault("store.schema_newer", "", {"got": version, "known": SCHEMA_VERSION}))


def ensure_schema(reading: Engine, writing: Engine) -> None:
    """Give a database the newest schema.

    Parameters
    ----------
    reading, writing : Engine
        The same database; a transaction of `writing` is the only one that writes, where the database allows one.

    Raises
    ------
    StoreFaults
        If its schema is newer than this kit.
    """
    with reading.connect() as connection:
        version = schema_version(connection)
    refuse_newer(version)
    if version == SCHEMA_VERSION:
        return
    with writing.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if schema_version(connection) != SCHEMA_VERSION:
            upgrade(connection, SCHEMA_VERSION)


def upgrade(connection: Connection, to: int) -> None:
    """Run the steps up to a schema, inside the caller's transaction."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(_MIGRATIONS))

    def steps(revision: Any, context: Any) -> Any:
        return script._upgrade_revs(str(to), revision)

    with EnvironmentContext(Config(), script, fn=steps, destination_rev=str(to)) as environment:
        environment.configure(connection=connection, target_metadata=metadata, version_table=VERSION_TABLE)
        environment.run_migrations()


def drop(connection: Connection) -> None:
    """Remove all of our tables, of whatever schema, inside the caller's transaction."""
    from sqlalchemy import MetaData

    found = MetaData()
    names = {*metadata.tables, VERSION_TABLE} & set(inspect(connection).get_table_names())
    found.reflect(connection, only=sorted(names))
    found.drop_all(connection)
