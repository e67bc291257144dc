"""Two writers at one place: how the slower one notices."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult


class Conflict(Exception):
    """Another writer was faster: look again."""


def changed_rows(result: Any) -> int:
    """How many rows a statement changed."""
    return result.rowcount if isinstance(result, CursorResult) else 0
