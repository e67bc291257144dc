"""The tables, as the newest schema has them. How an older database gets there is in migrations/."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

SCHEMA_VERSION = 2  # the newest revision in migrations/versions
VERSION_TABLE = "alembic_version"


class UtcTime(TypeDecorator[dt.datetime]):
    """A time in UTC: with its zone in Python and PostgreSQL, without it in SQLite, which knows none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """To the database."""
        if value is None:
            return None
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """From the database."""
        if value is None:
            return None
        at: dt.datetime = value
        return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)


metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

participants = Table(
    "participants",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("audience", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("site", String(64)),
    Column("started_at", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("workbook", String(32), ForeignKey("participants.id", ondelete="CASCADE"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("key", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("workbook", "sequence"),
    UniqueConstraint("workbook", "key"),
)

workshops = Table(
    "workshops",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("room", String(16), nullable=False, unique=True),
    Column("started_at", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False, index=True),
    Column("sequence", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("participants", Integer, nullable=False),  # numbers given so far; none is given twice
)

workshop_tokens = Table(
    "workshop_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("workshop", String(32), ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
)

workshop_links = Table(
    "workshop_links",
    metadata,
    Column("workshop", String(32), ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False),
    Column("participant", Integer, nullable=False),
    Column("workbook", String(32), ForeignKey("participants.id", ondelete="CASCADE"), nullable=False, index=True),
    PrimaryKeyConstraint("workshop", "participant"),
    UniqueConstraint("workshop", "workbook"),
)

workshop_events = Table(
    "workshop_events",
    metadata,
    Column("workshop", String(32), ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("key", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("data", Text, nullable=False),
    Column("participant", Integer),  # whose own event it is: it goes with them
    PrimaryKeyConstraint("workshop", "sequence"),
    UniqueConstraint("workshop", "key"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("at", UtcTime, nullable=False),
)

backups = Table(
    "backups",
    metadata,
    Column("at", UtcTime, primary_key=True),
    Column("keep_until", UtcTime, nullable=False),
)
