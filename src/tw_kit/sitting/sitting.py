"""One person at one page: takes the page's messages, keeps what they say, and answers. docs/workbook.md.

Total: whatever a browser sends, there is an answer, and nothing is raised. What was acknowledged is on disk.
"""

from __future__ import annotations

import base64
import datetime as dt
import logging
import re
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tw_kit.content import LANGUAGES, Content
from tw_kit.errors import Fault, StoreFaults, TwKitError, WorkbookGone
from tw_kit.model import Audience, Summary
from tw_kit.sitting.brake import Brake
from tw_kit.sitting.code import qr, reachable, written
from tw_kit.sitting.result import result_of
from tw_kit.sitting.view import Told, view_of
from tw_kit.store import Store
from tw_kit.workbook import Event, Kind, State, as_summary, check, event_from, reduce, replay
from tw_kit.workbook.limits import KEY_MAX

log = logging.getLogger(__name__)

EVENTS_AT_ONCE = 100  # of one message; what is beyond is not kept, and so the page sends it again
CONSENTS_MAX = 50
MEDIA_TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}
_ID_MAX = 2**53
_KEY = re.compile(rf"[!-~]{{1,{KEY_MAX}}}")

Answer = dict[str, Any]
MakeHandout = Callable[[Summary, str, str], bytes]


class _Refused(Exception):
    """A message that is answered with a sentence."""

    def __init__(self, fault: Fault, kind: str = "refused") -> None:
        super().__init__(fault)
        self.fault, self.kind = fault, kind


@dataclass
class _Open:
    """The workbook that is open: where it is, its state after so many events, and what pages were told of it."""

    workbook: str
    code: str
    state: State
    sequence: int
    told: Told


class Sitting:
    """What a workbook page talks to; may be used by several threads.

    Parameters
    ----------
    content : Content
    store : Store
    audience : Audience
        Whose page it is.
    view : dict
        The view before any workbook is open; see `first_view`.
    now : callable
        The time, with the time zone that the day of a handout is of.
    make_handout : callable
        ``(summary, language, format) -> bytes``; raises TwKitError.
    base_url : str or None
        Address of the page, for the QR code.
    """

    def __init__(
        self,
        *,
        content: Content,
        store: Store,
        audience: Audience,
        view: Mapping[str, Any],
        now: Callable[[], dt.datetime],
        make_handout: MakeHandout,
        base_url: str | None = None,
    ) -> None:
        self._content, self._store, self._audience = content, store, audience
        self._now, self._make_handout = now, make_handout
        self._first, self._base_url = dict(view), reachable(base_url)
        self._open: _Open | None = None
        self._lock = threading.RLock()
        self._press = threading.Lock()
        self._starts, self._tries = Brake(), Brake()
        self._answers: Mapping[str, Callable[[Mapping[str, Any]], Answer]] = {
            "start": self._start,
            "open": self._open_by_code,
            "close": self._close,
            "events": self._events,
            "look": self._look,
            "result": self._result,
            "handout": self._handout,
        }

    def answer(self, message: Any) -> Answer:
        """The answer to a message.

        Parameters
        ----------
        message : object
            Whatever a browser sent.

        Returns
        -------
        dict
            Values for JSON; ``id`` is the message's, or None where it has none.
        """
        asked = message if isinstance(message, Mapping) else {}
        number = asked.get("id")
        is_id = isinstance(number, int) and not isinstance(number, bool) and abs(number) <= _ID_MAX
        return {"id": number if is_id else None, **self._answered(asked)}

    def _answered(self, message: Mapping[str, Any]) -> Answer:
        kind = message.get("type")
        handler = self._answers.get(kind) if isinstance(kind, str) else None
        try:
            if handler is None:
                raise _Refused(Fault("workbook.not_a_message"))
            return handler(message)
        except _Refused as exc:
            return self._told(exc.kind, exc.fault)
        except WorkbookGone as exc:
            self._open = None
            return self._told("gone", exc.faults[0])
        except TwKitError as exc:
            # The database, or the key of the codes: for whoever runs the page. The log says what it is.
            log.error("a workbook page could not do %s: %s", kind, exc)
            return self._told("failed", Fault("workbook.unavailable"))
        except Exception as exc:
            # Only the class and where it was: a message of its own may quote what a person wrote.
            where = exc.__traceback__
            while where is not None and where.tb_next is not None:
                where = where.tb_next
            place = "?" if where is None else f"{where.tb_frame.f_code.co_qualname}:{where.tb_lineno}"
            log.error("a workbook page could not do %s: %s in %s", kind, type(exc).__name__, place)
            return self._told("failed", Fault("workbook.unexpected"))

    def _told(self, kind: str, fault: Fault) -> Answer:
        return {"type": kind, "sentence": self._sentence(fault)}

    def _sentence(self, fault: Fault) -> dict[str, str]:
        return {language: self._content.sentence(fault, language) for language in LANGUAGES}

    # Begin

    def _start(self, message: Mapping[str, Any]) -> Answer:
        now = self._now()
        if self._starts.is_on(now):
            raise _Refused(Fault("workbook.too_often"))
        wanted = self._first_events(message, now)
        state, events = State(), []
        for event in wanted:
            fault = check(state, event, self._content)
            if fault is not None:
                raise _Refused(fault)
            state = reduce(state, event, self._content)
            events.append(event)
        self._starts.note(now)
        started = self._store.start(events)
        return self._opened(started.workbook, started.code, state, len(events))

    def _first_events(self, message: Mapping[str, Any], now: dt.datetime) -> list[Event]:
        """The start, the wording that fits, and what is agreed to, in its present wording."""
        variant, consents = message.get("variant"), message.get("consents", [])
        if not isinstance(consents, list | tuple) or len(consents) > CONSENTS_MAX:
            raise _Refused(Fault("workbook.not_an_event"))
        versions = {scope.id: scope.version for scope in self._content.consents.scopes}
        start = {
            "audience": self._audience.value,
            "language": message.get("language"),
            "content_version": self._content.instrument.content_version,
        }
        wanted: list[tuple[Kind, dict[str, Any]]] = [(Kind.WORKBOOK_STARTED, start)]
        if variant is not None:
            wanted.append((Kind.VARIANT_CHOSEN, {"variant": variant}))
        for scope in consents:
            version = versions.get(scope) if isinstance(scope, str) else None
            wanted.append((Kind.CONSENT_GIVEN, {"scope": scope, "version": version or 1}))
        try:
            return [Event(secrets.token_hex(16), now, kind, data) for kind, data in wanted]
        except (ValueError, RecursionError) as exc:
            raise _Refused(Fault("workbook.not_an_event")) from exc

    def _open_by_code(self, message: Mapping[str, Any]) -> Answer:
        typed = message.get("code")
        if not isinstance(typed, str):
            raise _Refused(Fault("store.code_shape"))
        now = self._now()
        if self._tries.is_on(now):
            raise _Refused(Fault("workbook.too_often"))
        try:
            workbook = self._store.open_workbook(typed)
        except StoreFaults as exc:
            if exc.faults[0].message not in ("store.code_shape", "store.code_unknown"):
                raise
            self._tries.note(now)
            raise _Refused(exc.faults[0]) from exc
        events = self._store.read(workbook)
        state = replay(events, self._content)
        if state.audience is not self._audience:
            side = Audience.WORK_SEEKER if state.audience is None else state.audience
            raise _Refused(Fault(f"workbook.page_of_{side.value}"))
        return self._opened(workbook, written(typed), state, len(events))

    def _opened(self, workbook: str, code: str, state: State, sequence: int) -> Answer:
        told = Told(self._view(state))
        with self._lock:
            self._open = _Open(workbook, code, state, sequence, told)
        return {"type": "opened", "code": code, "qr": qr(code, self._base_url), "view": told.since(None)}

    def _close(self, message: Mapping[str, Any]) -> Answer:
        with self._lock:
            self._open = None
        return {"type": "closed", "view": dict(self._first)}

    # Go on

    def _now_open(self) -> _Open:
        """The workbook that is open, with what other pages have written to it meanwhile."""
        if self._open is None:
            raise _Refused(Fault("workbook.none_open"))
        self._catch_up(self._open)
        return self._open

    def _catch_up(self, here: _Open) -> None:
        events = self._store.read(here.workbook, after=here.sequence)
        for event in events:
            here.state = reduce(here.state, event, self._content)
        here.sequence += len(events)

    def _view(self, state: State) -> dict[str, Any]:
        theirs, ours = state.content_version, self._content.instrument.content_version
        note = None
        if theirs != ours:
            note = self._sentence(Fault("workbook.other_version", "", {"theirs": str(theirs), "ours": str(ours)}))
        return {**self._first, **view_of(state, self._content), "note": note}

    def _news(self, here: _Open, message: Mapping[str, Any]) -> dict[str, Any]:
        here.told.now(self._view(here.state))
        return here.told.since(message.get("stamp"))

    def _events(self, message: Mapping[str, Any]) -> Answer:
        raw = message.get("events")
        if not isinstance(raw, list | tuple):
            raise _Refused(Fault("workbook.not_an_event"))
        with self._lock:
            here = self._now_open()
            state, now = here.state, self._now()
            keys: dict[str, None] = {}
            refused: dict[str, Fault] = {}
            wanted: list[Event] = []
            for each in raw[:EVENTS_AT_ONCE]:
                event = event_from(each, now)
                fault = event if isinstance(event, Fault) else check(state, event, self._content)
                if fault is None and isinstance(event, Event):
                    keys[event.key] = None
                    if event.key not in state.keys:
                        wanted.append(event)
                        state = reduce(state, event, self._content)
                elif fault is not None and (key := _key_of(each)) is not None:
                    refused[key] = fault
            if wanted:
                self._keep(here, wanted, state)
            return {
                "type": "kept",
                "keys": list(keys),
                "refused": [
                    {"key": key, "sentence": self._sentence(fault)} for key, fault in refused.items() if key not in keys
                ],
                "view": self._news(here, message),
            }

    def _keep(self, here: _Open, events: list[Event], state: State) -> None:
        """Have the events on disk; `state` is the one after them, unless another page wrote too."""
        done = self._store.append(here.workbook, events)
        if done.added == len(events) and done.sequence == here.sequence + len(events):
            here.state, here.sequence = state, done.sequence
        else:
            self._catch_up(here)

    def _look(self, message: Mapping[str, Any]) -> Answer:
        with self._lock:
            return {"type": "view", "view": self._news(self._now_open(), message)}

    # What comes of it

    def _summary(self) -> Summary:
        with self._lock:
            state = self._now_open().state
        at = state.answered_at or state.started_at or self._now()
        return as_summary(state, self._content, on=at.astimezone(self._now().tzinfo).date())

    def _result(self, message: Mapping[str, Any]) -> Answer:
        summary = self._summary()
        return {
            "type": "result",
            "result": {language: result_of(summary, self._content, language) for language in LANGUAGES},
        }

    def _handout(self, message: Mapping[str, Any]) -> Answer:
        language, file_format = message.get("language"), message.get("format")
        if language not in LANGUAGES or not isinstance(file_format, str) or file_format not in MEDIA_TYPES:
            raise _Refused(Fault("workbook.not_a_message"))
        summary = self._summary()
        if not self._press.acquire(blocking=False):
            raise _Refused(Fault("workbook.handout_busy"))
        try:
            made = self._make_handout(summary, language, file_format)
        except TwKitError as exc:
            log.error("a handout could not be made: %s", exc)
            raise _Refused(Fault("workbook.no_handout")) from exc
        finally:
            self._press.release()
        name = self._content.text(f"handout.file_{self._audience.value}", language)
        return {
            "type": "handout",
            "name": f"{name}.{file_format}",
            "media_type": MEDIA_TYPES[file_format],
            "base64": base64.b64encode(made).decode("ascii"),
        }


def _key_of(raw: Any) -> str | None:
    """The key of something that is no event, if the page can find it again by that."""
    key = raw.get("key") if isinstance(raw, Mapping) else None
    return key if isinstance(key, str) and _KEY.fullmatch(key) else None
