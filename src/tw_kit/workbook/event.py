"""What happened in a workbook, as one frozen record that any store can keep and any page can make."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from tw_kit.errors import Fault
from tw_kit.workbook.limits import ANY_ID, DATA_MAX, DEPTH_MAX, KEY_MAX, WHOLE_MAX

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_KEY = re.compile(rf"[!-~]{{1,{KEY_MAX}}}")
_YEARS = (2000, 2999)  # both excluded: a clock that says so is wrong, and some databases refuse it


class Kind(StrEnum):
    """What can happen. A later version may know more; one that is not known here is kept and changes nothing."""

    WORKBOOK_STARTED = "workbook_started"
    LANGUAGE_CHOSEN = "language_chosen"
    VARIANT_CHOSEN = "variant_chosen"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    ASK_ANSWERED = "ask_answered"
    OFFER_ANSWERED = "offer_answered"
    STATEMENT_SKIPPED = "statement_skipped"
    EVIDENCE_CHOSEN = "evidence_chosen"
    EVIDENCE_WRITTEN = "evidence_written"
    REFLECTION_WRITTEN = "reflection_written"
    CLARITY_ANSWERED = "clarity_answered"
    PLACE_NAMED = "place_named"
    PLACE_RATED = "place_rated"
    MAGNETS_CHOSEN = "magnets_chosen"
    STEP_WRITTEN = "step_written"
    STEP_REMOVED = "step_removed"
    PRIVATE_RELEASED = "private_released"
    PRIVATE_WITHHELD = "private_withheld"
    SCREEN_REACHED = "screen_reached"
    SITTING_FINISHED = "sitting_finished"


def _frozen(value: Any, depth: int = DEPTH_MAX) -> Any:
    """A JSON value that cannot be changed, halves of characters replaced; raises ValueError for anything else."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("�", str(value))
    if isinstance(value, int):
        if abs(value) > WHOLE_MAX:
            raise ValueError("a whole number beyond what JSON readers agree on")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("a number that is not finite")
        return float(value)
    if depth == 0:
        raise ValueError("too deep")
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a key that is no text")
        return MappingProxyType({_frozen(key): _frozen(inner, depth - 1) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_frozen(inner, depth - 1) for inner in value)
    raise ValueError(f"{type(value).__name__} is not JSON")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Parameters
    ----------
    key : str
        Given by the page, 1 to 64 visible ASCII characters, the same when it sends the same thing again: of events with
        one key only the first counts.
    at : datetime.datetime
        When it happened, with a time zone; kept in UTC. Years 2001 to 2998.
    kind : str
        A `Kind`, or another id, which is kept and changes nothing.
    data : mapping of str to JSON value
        What `kind` needs; see docs/data.md.

    Raises
    ------
    ValueError
        If one of these is something else, or `data` is deeper than 4 levels or larger than 130,000 bytes.

    Examples
    --------
    >>> noon = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
    >>> Event("k1", noon, Kind.SCREEN_REACHED, {"screen": "magnets"}).data_json()
    '{"screen": "magnets"}'
    """

    key: str
    at: dt.datetime
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.key, str) or not _KEY.fullmatch(self.key):
            raise ValueError(f"a key is 1 to {KEY_MAX} visible characters")
        if not isinstance(self.kind, str) or not ANY_ID.fullmatch(self.kind):
            raise ValueError("a kind is an id")
        if not isinstance(self.at, dt.datetime) or self.at.tzinfo is None:
            raise ValueError("a time has a time zone")
        if not is_clock_right(self.at):
            raise ValueError(f"a time is between the years {_YEARS[0]} and {_YEARS[1]}")
        if not isinstance(self.data, Mapping):
            raise ValueError("data is an object")
        object.__setattr__(self, "kind", str(self.kind))
        object.__setattr__(self, "at", self.at.astimezone(dt.UTC))
        object.__setattr__(self, "data", _frozen(self.data))
        if len(self.data_json().encode()) > DATA_MAX:
            raise ValueError(f"data of more than {DATA_MAX} bytes")

    def data_json(self) -> str:
        """`data` as JSON text: what a store keeps."""
        return json.dumps(_plain(self.data), ensure_ascii=False)


def is_clock_right(at: dt.datetime) -> bool:
    """Whether a time is one that an event can bear."""
    return _YEARS[0] < at.year < _YEARS[1]


def event_from(raw: Any, at: dt.datetime) -> Event | Fault:
    """An event from what a page sent: ``{"key": …, "kind": …, "data": {…}}``.

    Parameters
    ----------
    raw : object
        Anything at all.
    at : datetime.datetime
        The time by our clock, with a time zone: a page's clock may be wrong.

    Returns
    -------
    Event or Fault
        A fault where it is no event.
    """
    if not isinstance(raw, Mapping) or set(raw) - {"key", "kind", "data"}:
        return Fault("workbook.not_an_event")
    try:
        return Event(raw.get("key"), at, raw.get("kind"), raw.get("data", {}))  # type: ignore[arg-type]  # it looks
    except (ValueError, RecursionError):
        return Fault("workbook.not_an_event")
