"""What a workshop is after its events: frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tw_kit.live.events import Mood
from tw_kit.model import Audience


def _empty() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Run:
    """One time that a step ran.

    Parameters
    ----------
    step : str
    opened_at : datetime.datetime
    closed_at : datetime.datetime or None
        None while it is open.
    extra_minutes : int
        Added to the plan's.
    """

    step: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None = None
    extra_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """How many gave each answer, of those who gave any; or that they are too few to show.

    Parameters
    ----------
    id : str
        What it is of, such as ``"asks.growth"``; see `tw_kit.live.picture`.
    side : Audience or None
        None is the whole room.
    people : int or None
        Who answered; None is "too few to show".
    counts : mapping of answer to int
        People; empty where they are too few.
    """

    id: str
    side: Audience | None = None
    people: int | None = None
    counts: Mapping[str, int] = field(default_factory=_empty)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", MappingProxyType(dict(self.counts)))

    @property
    def is_too_few(self) -> bool:
        """Whether there are too few answers to show, and that is right."""
        return self.people is None


@dataclass(frozen=True, slots=True)
class Stage:
    """All that the facilitators decide: what undoing goes back to.

    Parameters
    ----------
    runs : tuple of Run
        In their order; only the last can be open.
    revealed : mapping of step to tuple of Chart
        As they were when they were revealed, whatever was answered since.
    on_wall : str or None
        The step whose charts the projector shows now.
    is_locked : bool
        Whether nobody else can join.
    removed : frozenset of int
        Participants whose device was taken out.
    shown_texts : tuple of str
        Keys of the texts that the projector may show, the first shown first.
    ended_at : datetime.datetime or None
    """

    runs: tuple[Run, ...] = ()
    revealed: Mapping[str, tuple[Chart, ...]] = field(default_factory=_empty)
    on_wall: str | None = None
    is_locked: bool = False
    removed: frozenset[int] = frozenset()
    shown_texts: tuple[str, ...] = ()
    ended_at: dt.datetime | None = None

    @property
    def open_run(self) -> Run | None:
        """The step that is open, since when."""
        return self.runs[-1] if self.runs and self.runs[-1].closed_at is None else None

    @property
    def open_step(self) -> str | None:
        """The id of the step that is open."""
        return None if self.open_run is None else self.open_run.step


@dataclass(frozen=True, slots=True)
class Participant:
    """One device in the room."""

    side: Audience
    language: str
    joined_at: dt.datetime


@dataclass(frozen=True, slots=True)
class OfferedText:
    """What a participant wrote for the wall; on it only once a facilitator has shown it."""

    participant: int
    text: str


@dataclass(frozen=True, slots=True)
class Workshop:
    """One workshop now. Made by `reduce` and `replay` alone; the empty one is the state before any event.

    Parameters
    ----------
    plan : str or None
        The id of its plan; None until it was started.
    content_version : int, str or None
    languages : tuple of str
    sides : tuple of Audience
        Whose workbooks are open in the room.
    started_at, last_at : datetime.datetime or None
        Of the start, and of the last event of all.
    stage : Stage
    undoable : tuple of (str, Stage)
        The facilitators' last actions that can be taken back, by key, each with the stage before it; the last last.
    undone : frozenset of str
        Keys of actions that were taken back.
    participants : mapping of int to Participant
        Removed ones too.
    facilitators : frozenset of str
        Those who are there.
    polls : mapping of step to mapping of participant to option
    moods : mapping of step to mapping of participant to Mood
    texts : mapping of key to OfferedText
    keys : frozenset of str
        Of all the events so far.
    ignored : frozenset of str
        Keys of events that could not be used and changed nothing else.
    """

    plan: str | None = None
    content_version: int | str | None = None
    languages: tuple[str, ...] = ()
    sides: tuple[Audience, ...] = ()
    started_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    stage: Stage = field(default_factory=Stage)
    undoable: tuple[tuple[str, Stage], ...] = ()
    undone: frozenset[str] = frozenset()
    participants: Mapping[int, Participant] = field(default_factory=_empty)
    facilitators: frozenset[str] = frozenset()
    polls: Mapping[str, Mapping[int, str]] = field(default_factory=_empty)
    moods: Mapping[str, Mapping[int, Mood]] = field(default_factory=_empty)
    texts: Mapping[str, OfferedText] = field(default_factory=_empty)
    keys: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()

    @property
    def is_started(self) -> bool:
        """Whether it was started."""
        return self.plan is not None

    @property
    def is_dual(self) -> bool:
        """Whether both sides are in the room."""
        return len(self.sides) > 1

    @property
    def present(self) -> Mapping[int, Participant]:
        """Participants who were not removed."""
        return {number: each for number, each in self.participants.items() if number not in self.stage.removed}

    @property
    def wall_texts(self) -> tuple[str, ...]:
        """The texts that the projector may show: shown by a facilitator, of participants who are still there."""
        texts = (self.texts.get(key) for key in self.stage.shown_texts)
        return tuple(t.text for t in texts if t is not None and t.participant not in self.stage.removed)

    @property
    def can_undo(self) -> str | None:
        """The key of the action that would be taken back next."""
        return self.undoable[-1][0] if self.undoable else None
