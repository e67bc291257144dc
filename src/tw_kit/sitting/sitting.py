"""One person at one page: takes the page's messages, keeps what they say, and answers. docs/workbook.md.

Total: whatever a browser sends, there is an answer, and nothing is raised. What was acknowledged is on disk.
"""

from __future__ import annotations

import base64
import datetime as dt
import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Any

from tw_kit.content import LANGUAGES, Content
from tw_kit.errors import Fault, StoreFaults, TwKitError, WorkbookGone
from tw_kit.model import Audience, Summary
from tw_kit.sitting.brake import Brake
from tw_kit.sitting.code import qr, reachable, written
from tw_kit.sitting.opened import OpenWorkbook
from tw_kit.sitting.result import result_of
from tw_kit.sitting.view import in_both
from tw_kit.store import Store
from tw_kit.workbook import Event, Kind, State, check, is_clock_right, reduce, replay

log = logging.getLogger(__name__)

CONSENTS_MAX = 50
MEDIA_TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}
_ID_MAX = 2**53

Answer = dict[str, Any]
MakeHandout = Callable[[str, Summary, str, str], bytes]


class _Refused(Exception):
    """A message that is answered with a sentence, and changes nothing."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class _ClockWrong(Exception):
    """The clock of this computer says what no clock can."""


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
        ``(workbook, summary, language, format) -> bytes``; raises TwKitError.
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
        self._open: OpenWorkbook | None = None
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
            return self._told("refused", exc.fault)
        except _ClockWrong:
            log.error("the clock of this computer is wrong: nothing is saved until it is set")
            return self._told("failed", Fault("workbook.clock"))
        except WorkbookGone as exc:
            self._open = None
            return self._told("gone", exc.faults[0])
        except TwKitError as exc:
            # The database, or the key of the codes: for whoever runs the page, and so the log says what it is.
            log.error("a workbook page could not do %s: %s", kind, _logged(exc))
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
        return {"type": kind, "sentence": in_both(self._content, fault)}

    def _clock(self) -> dt.datetime:
        """The time, where the clock can be right: events would be refused for good, and the page would let them go."""
        now = self._now()
        if not is_clock_right(now):
            raise _ClockWrong
        return now

    # Begin

    def _start(self, message: Mapping[str, Any]) -> Answer:
        now = self._clock()
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
        now = self._clock()
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
        opened = OpenWorkbook(self._store, self._content, workbook, state, sequence, self._first)
        with self._lock:
            self._open = opened
        return {"type": "opened", "code": code, "qr": qr(code, self._base_url), "view": opened.view(None)}

    def _close(self, message: Mapping[str, Any]) -> Answer:
        with self._lock:
            self._open = None
        return {"type": "closed", "view": dict(self._first)}

    # Go on

    def _now_open(self) -> OpenWorkbook:
        """The workbook that is open, with what other pages have written to it meanwhile."""
        if self._open is None:
            raise _Refused(Fault("workbook.none_open"))
        self._open.catch_up()
        return self._open

    def _events(self, message: Mapping[str, Any]) -> Answer:
        raw = message.get("events")
        if not isinstance(raw, list | tuple):
            raise _Refused(Fault("workbook.not_an_event"))
        with self._lock:
            here = self._now_open()
            kept = here.keep(raw, self._clock())
            return {
                "type": "kept",
                "keys": list(kept.keys),
                "refused": [
                    {"key": key, "sentence": in_both(self._content, fault)} for key, fault in kept.refused.items()
                ],
                "view": here.view(message.get("stamp")),
            }

    def _look(self, message: Mapping[str, Any]) -> Answer:
        with self._lock:
            return {"type": "view", "view": self._now_open().view(message.get("stamp"))}

    # What comes of it

    def _summary(self) -> tuple[str, Summary]:
        """Of which workbook, and what it adds up to."""
        with self._lock:
            here = self._now_open()
            return here.workbook, here.summary(self._now())

    def _result(self, message: Mapping[str, Any]) -> Answer:
        _, summary = self._summary()
        return {
            "type": "result",
            "result": {language: result_of(summary, self._content, language) for language in LANGUAGES},
        }

    def _handout(self, message: Mapping[str, Any]) -> Answer:
        language, file_format = message.get("language"), message.get("format")
        if language not in LANGUAGES or not isinstance(file_format, str) or file_format not in MEDIA_TYPES:
            raise _Refused(Fault("workbook.not_a_message"))
        workbook, summary = self._summary()
        if not self._press.acquire(blocking=False):
            raise _Refused(Fault("workbook.handout_busy"))
        try:
            made = self._make_handout(workbook, summary, language, file_format)
        except TwKitError as exc:
            log.error("a handout could not be made: %s", _logged(exc))
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


def _logged(exc: TwKitError) -> str:
    """What a log may say of an error: a kernel's log may end up in a browser, which needs no paths of this machine."""
    return ", ".join(f"{fault.message} ({fault.facts.get('reason', '–')})" for fault in exc.faults)
