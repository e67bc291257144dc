"""Workshops, their tokens, links and events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From workbooks alone."""
    op.create_table(
        "workshops",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("room", sa.String(16), nullable=False, unique=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("participants", sa.Integer, nullable=False),
    )
    op.create_index("ix_workshops_last_at", "workshops", ["last_at"])
    op.create_table(
        "workshop_tokens",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("workshop", sa.String(32), sa.ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_workshop_tokens_workshop", "workshop_tokens", ["workshop"])
    op.create_table(
        "workshop_links",
        sa.Column("workshop", sa.String(32), sa.ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False),
        sa.Column("participant", sa.Integer, nullable=False),
        sa.Column("workbook", sa.String(32), sa.ForeignKey("participants.id", ondelete="CASCADE"), nullable=False),
        sa.PrimaryKeyConstraint("workshop", "participant"),
        sa.UniqueConstraint("workshop", "workbook"),
    )
    op.create_index("ix_workshop_links_workbook", "workshop_links", ["workbook"])
    op.create_table(
        "workshop_events",
        sa.Column("workshop", sa.String(32), sa.ForeignKey("workshops.id", ondelete="CASCADE"), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("participant", sa.Integer),
        sa.PrimaryKeyConstraint("workshop", "sequence"),
        sa.UniqueConstraint("workshop", "key"),
    )
