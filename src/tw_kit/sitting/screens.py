"""The path through a workbook: which screens there are, in which order, and which are done. docs/workbook.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tw_kit.content import Content
from tw_kit.model import Audience, Statement
from tw_kit.workbook import State, kind_questions

PLACE = "place"  # the id of the one workplace that the page asks about
_UNANSWERABLE = frozenset({"code", "clarity_intro", "part_intro", "kind_question", "more"})

# Seconds that a person usually takes, so that "about N minutes left" errs on the long side.
SECONDS = {
    "code": 30,
    "clarity_intro": 10,
    "clarity": 8,
    "place": 30,
    "rating": 8,
    "part_intro": 10,
    "ask": 15,
    "offer": 15,
    "evidence_choice": 40,
    "evidence": 120,
    "kind_question": 30,
    "more": 10,
    "reflect": 120,
    "magnets": 45,
    "steps": 120,
    "result": 60,
}


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of the path.

    Parameters
    ----------
    id : str
        `kind` and what it is about, such as ``"ask.wa_shifts_ahead"``.
    part, kind : str
        See docs/workbook.md.
    done : bool
        Whether what it asks is answered or passed over; of one that asks nothing, whether the person is past it.
    statement, factor, item, when, question : str or None
        What it is about.
    """

    id: str
    part: str
    kind: str
    done: bool = False
    statement: str | None = None
    factor: str | None = None
    item: str | None = None
    when: str | None = None
    question: str | None = None

    @property
    def seconds(self) -> int:
        """What a person usually takes."""
        return SECONDS[self.kind]


def screens(state: State, content: Content) -> tuple[Screen, ...]:
    """The path of one workbook, from its code to its result.

    Parameters
    ----------
    state : State
        Of a workbook that was started.
    content : Content

    Returns
    -------
    tuple of Screen
        Their ids differ. Each core statement is there once; the others once somebody has gone on to them.

    Raises
    ------
    ValueError
        If the workbook was not started.
    """
    if state.audience is None:
        raise ValueError("a workbook that was not started has no screens")
    path = list(_Path(state, content, state.audience).screens())
    here = next((number for number, screen in enumerate(path) if screen.id == state.screen), 0)
    last_done = {screen.part: number for number, screen in enumerate(path) if screen.done}
    return tuple(
        replace(screen, done=number < max(here, last_done.get(screen.part, 0)))
        if screen.kind in _UNANSWERABLE
        else screen
        for number, screen in enumerate(path)
    )


@dataclass(frozen=True, slots=True)
class _Path:
    state: State
    content: Content
    audience: Audience

    def screens(self) -> Iterator[Screen]:
        state = self.state
        yield Screen("code", "start", "code")
        yield from self._clarity("before")
        named = state.maps.get(PLACE)
        yield Screen("place", "place", "place", done=named is not None and bool(named.about))
        ratings = {} if named is None else named.ratings
        for factor in self.content.factors:
            yield Screen(f"rating.{factor}", "place", "rating", done=factor in ratings, factor=factor)
        for kind in self._kinds():
            yield Screen(f"part_intro.{kind}s", f"{kind}s", "part_intro")
            yield from (self._statement(s, kind, f"{kind}s") for s in self._statements(kind) if s.core)
            if kind == "offer" and self.audience is Audience.EMPLOYER:
                yield from self._evidence()
        for question in kind_questions(state, self.content):
            yield Screen(f"kind_question.{question.id}", "check", "kind_question", question=question.id)
        yield from self._more()
        yield Screen("reflect", "think", "reflect", done=bool(state.reflections))
        yield Screen("magnets", "think", "magnets", done=bool(state.magnets))
        yield Screen("steps", "steps", "steps", done=bool(state.steps))
        yield from self._clarity("after")
        yield Screen("result", "result", "result", done=state.finished_at is not None)

    def _kinds(self) -> tuple[str, str]:
        """Employers say first what they offer: it is what they find hardest to put into words."""
        return ("offer", "ask") if self.audience is Audience.EMPLOYER else ("ask", "offer")

    def _statements(self, kind: str) -> tuple[Statement, ...]:
        direction = self.audience.asks_about if kind == "ask" else self.audience.offers_about
        return self.content.instrument.in_direction(direction)

    def _is_told(self, statement: Statement) -> bool:
        state = self.state
        return statement.id in state.asks or statement.id in state.offers or statement.id in state.skipped

    def _statement(self, statement: Statement, kind: str, part: str) -> Screen:
        return Screen(
            f"{kind}.{statement.id}",
            part,
            kind,
            done=self._is_told(statement),
            statement=statement.id,
            factor=statement.factor,
        )

    def _clarity(self, when: str) -> Iterator[Screen]:
        part = f"clarity_{when}"
        given = self.state.clarity.before if when == "before" else self.state.clarity.after
        yield Screen(f"clarity_intro.{when}", part, "clarity_intro", when=when)
        for item in self.content.clarity.of(self.audience):
            yield Screen(f"{part}.{item.id}", part, "clarity", done=item.id in given, item=item.id, when=when)

    def _evidence(self) -> Iterator[Screen]:
        offers = {s.id: s for s in self._statements("offer")}
        chosen = [offers[i] for i in self.state.evidence_chosen if i in offers]
        yield Screen("evidence_choice", "offers", "evidence_choice", done=bool(chosen))
        for statement in chosen:
            yield replace(self._statement(statement, "evidence", "offers"), done=statement.id in self.state.evidence)

    def _more(self) -> Iterator[Screen]:
        further = [
            self._statement(s, kind, "more") for kind in self._kinds() for s in self._statements(kind) if not s.core
        ]
        if not further:
            return
        yield Screen("more", "more", "more")
        if any(screen.done or screen.id == self.state.screen for screen in further):
            yield from further
