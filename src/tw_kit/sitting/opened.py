"""The workbook that is open: its state as the store has it, what is kept in it, and what pages are told of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tw_kit.content import Content
from tw_kit.errors import Fault
from tw_kit.model import Summary
from tw_kit.sitting.view import Told, in_both, view_of
from tw_kit.store import Store
from tw_kit.workbook import Event, State, as_summary, check, event_from, reduce
from tw_kit.workbook.limits import KEY_MAX

EVENTS_AT_ONCE = 100  # of one message; what is beyond is not looked at, and so the page sends it again
_KEY = re.compile(rf"[!-~]{{1,{KEY_MAX}}}")


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a page's events: the keys of those on disk, and why others are not."""

    keys: tuple[str, ...]
    refused: Mapping[str, Fault]


class OpenWorkbook:
    """One workbook of a store; not for several threads at once.

    Parameters
    ----------
    store : Store
    content : Content
    workbook : str
        What the store calls it.
    state : State
        After its first `sequence` events.
    sequence : int
    first : dict
        The parts of the view that are no workbook's; see `first_view`.
    """

    def __init__(
        self, store: Store, content: Content, workbook: str, state: State, sequence: int, first: Mapping[str, Any]
    ) -> None:
        self._store, self._content, self.workbook, self._first = store, content, workbook, first
        self._state, self._sequence = state, sequence
        self._told = Told(self._view())

    def catch_up(self) -> None:
        """Take what other pages have written since; raises WorkbookGone and StoreFailed."""
        events = self._store.read(self.workbook, after=self._sequence)
        for event in events:
            self._state = reduce(self._state, event, self._content)
        self._sequence += len(events)

    def keep(self, raw: Sequence[Any], now: dt.datetime) -> Kept:
        """Keep events that a page sent. A refused one is no reason to refuse those after it.

        Parameters
        ----------
        raw : sequence of objects
            Whatever was sent.
        now : datetime.datetime

        Raises
        ------
        WorkbookGone, StoreFailed
            Then none of them is kept.
        """
        state, keys, refused, wanted = self._state, dict[str, None](), dict[str, Fault](), list[Event]()
        for each in raw[:EVENTS_AT_ONCE]:
            event = event_from(each, now)
            fault = event if isinstance(event, Fault) else check(state, event, self._content)
            if isinstance(event, Event) and fault is None:
                if event.key not in state.keys:
                    wanted.append(event)
                    state = reduce(state, event, self._content)
                keys[event.key] = None
            elif fault is not None and (key := _key_of(each)) is not None:
                refused[key] = fault
        if wanted:
            self._append(wanted, state)
        return Kept(tuple(keys), {key: fault for key, fault in refused.items() if key not in keys})

    def _append(self, events: list[Event], state: State) -> None:
        """Have events on disk; `state` is the one after them, unless another page wrote meanwhile."""
        done = self._store.append(self.workbook, events)
        if done.added == len(events) and done.sequence == self._sequence + len(events):
            self._state, self._sequence = state, done.sequence
        else:
            self.catch_up()

    def view(self, stamp: object) -> dict[str, Any]:
        """The parts of the view that a page with this stamp does not have."""
        self._told.now(self._view())
        return self._told.since(stamp)

    def _view(self) -> dict[str, Any]:
        theirs, ours = self._state.content_version, self._content.instrument.content_version
        note = None
        if theirs != ours:
            fault = Fault("workbook.other_version", "", {"theirs": str(theirs), "ours": str(ours)})
            note = in_both(self._content, fault)
        return {**self._first, **view_of(self._state, self._content), "note": note}

    def summary(self, now: dt.datetime) -> Summary:
        """What a handout is made of; it bears the day, in the time zone of `now`, of the last answer."""
        at = self._state.answered_at or self._state.started_at or now
        return as_summary(self._state, self._content, on=at.astimezone(now.tzinfo).date())


def _key_of(raw: Any) -> str | None:
    """The key of something that is no event, if the page can find it again by that."""
    key = raw.get("key") if isinstance(raw, Mapping) else None
    return key if isinstance(key, str) and _KEY.fullmatch(key) else None
