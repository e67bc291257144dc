"""What a workbook holds, as the page reads it: plain values for JSON. docs/workbook.md, "The view"."""

from __future__ import annotations

from typing import Any

from tw_kit.content import LANGUAGES, Content
from tw_kit.errors import Fault
from tw_kit.model import Audience
from tw_kit.sitting.screens import Screen, screens
from tw_kit.workbook import State, kind_questions


def first_view(audience: Audience, *, host: str, asked_language: str | None = None) -> dict[str, Any]:
    """The parts of the view that are there before any workbook is open.

    Parameters
    ----------
    audience : Audience
        Whose page it is.
    host : str
        ``"page"`` or ``"notebook"``: what the reader reloads when the connection is lost.
    asked_language : str or None
        From the address of the page; anything but a language of ours is none.
    """
    return {
        "host": host,
        "asked_language": asked_language if asked_language in LANGUAGES else None,
        "audience": audience.value,
    }


def view_of(state: State, content: Content) -> dict[str, Any]:
    """All parts of the view that are a workbook's own.

    Parameters
    ----------
    state : State
        Of a workbook that was started.
    content : Content

    Raises
    ------
    ValueError
        If the workbook was not started.
    """
    order = content.instrument.in_order
    return {
        "language": state.language,
        "variant": state.variant,
        "consents": {scope: consent.version for scope, consent in state.consents.items()},
        "asks": {i: level.value for i, level in state.asks.items()},
        "offers": {i: level.value for i, level in state.offers.items()},
        "skipped": [*order(state.skipped), *sorted(state.skipped - set(content.instrument.position))],
        "evidence_chosen": list(state.evidence_chosen),
        "evidence": dict(state.evidence),
        "reflections": dict(state.reflections),
        "clarity": {"before": dict(state.clarity.before), "after": dict(state.clarity.after)},
        "maps": {place: {"about": m.about, "ratings": dict(m.ratings)} for place, m in state.maps.items()},
        "magnets": list(state.magnets),
        "steps": {
            str(number): {"what": step.what, "by": None if step.by is None else step.by.isoformat(), "who": step.who}
            for number, step in sorted(state.steps.items())
        },
        "released": sorted(state.released),
        "screen": state.screen,
        "screens": [_screen(screen) for screen in screens(state, content)],
        "questions": [
            {"id": question.id, "count": len(question.statements), "statements": list(question.statements)}
            for question in kind_questions(state, content)
        ],
        "is_finished": state.finished_at is not None,
    }


def _screen(screen: Screen) -> dict[str, Any]:
    about = {
        "statement": screen.statement,
        "factor": screen.factor,
        "item": screen.item,
        "when": screen.when,
        "question": screen.question,
    }
    own = {key: value for key, value in about.items() if value is not None}
    return {
        "id": screen.id,
        "part": screen.part,
        "kind": screen.kind,
        "seconds": screen.seconds,
        "done": screen.done,
        **own,
    }


def in_both(content: Content, fault: Fault) -> dict[str, str]:
    """What a person is told of a fault, in each language."""
    return {language: content.sentence(fault, language) for language in LANGUAGES}


class Told:
    """A view, and when each of its parts last changed: so that a page is told what it does not have yet.

    Parameters
    ----------
    view : dict
        The view when the workbook was opened.
    """

    def __init__(self, view: dict[str, Any]) -> None:
        self._view = view
        self._stamp = 1
        self._changed = dict.fromkeys(view, 1)

    def now(self, view: dict[str, Any]) -> None:
        """The view has become this one."""
        parts = [part for part, value in view.items() if part not in self._view or self._view[part] != value]
        if parts:
            self._stamp += 1
            self._view = view
            self._changed |= dict.fromkeys(parts, self._stamp)

    def since(self, stamp: object) -> dict[str, Any]:
        """The parts that a page does not have whose view bears this stamp, and the stamp of the whole.

        All parts where it is no stamp of ours: an answer may have been lost on the way, or heard by another tab.
        """
        seen = stamp if isinstance(stamp, int) and 0 < stamp <= self._stamp else 0
        parts = {part: value for part, value in self._view.items() if self._changed[part] > seen}
        return {**parts, "stamp": self._stamp}
