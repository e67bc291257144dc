"""What an event's data says, read with suspicion: each reader gives a good value or refuses with a fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Mapping
from enum import StrEnum
from typing import TypeVar

from tw_kit.errors import Fault
from tw_kit.model import Direction, Statement
from tw_kit.workbook.event import Event
from tw_kit.workbook.limits import ANY_ID, SCREEN_ID, TEXT_MAX

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
L = TypeVar("L", bound=StrEnum)


class Refused(Exception):
    """An event that cannot be used, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Given:
    """The data of one event.

    Parameters
    ----------
    event : Event
    is_new : bool
        Whether it happens now: then an id that the content does not know, or a key that no one reads, is refused.
        In an old event such an id is kept: the content has changed since.
    """

    def __init__(self, event: Event, is_new: bool) -> None:
        self.event = event
        self.is_new = is_new
        self._read: set[str] = set()

    def refused(self, message: str, key: str = "", **facts: str | int) -> Refused:
        """A refusal that names the place."""
        place = f"{self.event.kind}.{key}" if key else self.event.kind
        return Refused(Fault(f"workbook.{message}", place, facts))

    def value(self, key: str) -> object:
        """Whatever is there; None where nothing is."""
        self._read.add(key)
        return self.event.data.get(key)

    def done(self) -> None:
        """Refuse what no one read, in a new event."""
        strangers = sorted(self.event.data.keys() - self._read)
        if strangers and self.is_new:
            raise self.refused("key_unknown", strangers[0][:64])

    def an_id(self, key: str, known: Container[str] | None = None) -> str:
        """An id; `known` are those of the content, None where any will do."""
        return self._id(key, self.value(key), known)

    def screen(self, key: str) -> str:
        """The id of a screen of the page."""
        return self._id(key, self.value(key), None, SCREEN_ID)

    def ids(self, key: str, most: int, known: Container[str]) -> tuple[str, ...]:
        """A list of different ids."""
        value = self.value(key)
        if not isinstance(value, tuple):
            raise self.refused("not_a_list", key)
        found = tuple(self._id(key, each, known) for each in value)
        if len(found) > most:
            raise self.refused("too_many", key, most=most)
        if len(set(found)) < len(found):
            raise self.refused("doubled", key)
        return found

    def _id(self, key: str, value: object, known: Container[str] | None, shape: re.Pattern[str] = ANY_ID) -> str:
        if not isinstance(value, str) or not shape.fullmatch(value):
            raise self.refused("not_an_id", key)
        if known is not None and value not in known and self.is_new:
            raise self.refused("id_unknown", key, id=value)
        return value

    def statement(self, statements: Mapping[str, Statement], direction: Direction | None = None) -> str:
        """The id of a statement, of one direction where that matters."""
        found = self.an_id("statement", statements)
        if direction is not None and found in statements and statements[found].direction is not direction:
            raise self.refused("direction", "statement", id=found)
        return found

    def level(self, key: str, levels: type[L]) -> L | None:
        """One of the levels, or None."""
        value = self.value(key)
        if value is None:
            return None
        if not isinstance(value, str) or value not in [level.value for level in levels]:
            raise self.refused("choice", key, known=", ".join(level.value for level in levels))
        return levels(value)

    def choice(self, key: str, *known: str) -> str:
        """One of some words."""
        value = self.value(key)
        if not isinstance(value, str) or value not in known:
            raise self.refused("choice", key, known=", ".join(known))
        return value

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number of a range."""
        value = self.value(key)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.refused("number", key, low=low, high=high)
        return value

    def number_or_none(self, key: str, low: int, high: int) -> int | None:
        """A whole number of a range, or None."""
        return None if self.value(key) is None else self.number(key, low, high)

    def text(self, key: str) -> str:
        """The person's own words; empty where there are none."""
        value = self.value(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.refused("not_a_text", key)
        if len(value) > TEXT_MAX:
            raise self.refused("text_too_long", key, most=TEXT_MAX)
        return value if value.strip() else ""

    def day_or_none(self, key: str) -> dt.date | None:
        """A day, or None."""
        value = self.value(key)
        if value is None:
            return None
        try:
            if isinstance(value, str) and _DATE.fullmatch(value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        raise self.refused("day", key)
