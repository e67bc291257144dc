"""The closed shape of a workshop plan: every key that may stand in its file, and no other. docs/plans.md."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictInt, StringConstraints

from tw_kit.content.schema import Closed, Id, Item, Text
from tw_kit.model import Audience, Direction

SCREEN_MAX = 100  # letters: read at a glance on a phone, from an arm's length, in large type
MINUTES_MAX = 600

Words = Annotated[tuple[Text, ...], Field(strict=False)]
SomeWords = Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
ShortSentence = Annotated[str, StringConstraints(min_length=1, max_length=SCREEN_MAX, strip_whitespace=True)]
Part = Literal["start", "place", "asks", "offers", "check", "more", "think", "steps", "result"]


class Kind(StrEnum):
    """What happens in a step."""

    WELCOME = "welcome"
    CLARITY_BEFORE = "clarity_before"
    MAGNET_MAP = "magnet_map"
    FACTOR = "factor"
    STATEMENTS = "statements"
    THINK_PAIR_SHARE = "think_pair_share"
    POLL = "poll"
    MOOD = "mood"
    MAGNETS = "magnets"
    NEXT_STEPS = "next_steps"
    CLARITY_AFTER = "clarity_after"
    BREAK = "break"
    TALK = "talk"
    CLOSE = "close"


PART_OF_KIND = {
    Kind.CLARITY_BEFORE: "clarity_before",
    Kind.MAGNET_MAP: "place",
    Kind.MAGNETS: "think",
    Kind.NEXT_STEPS: "steps",
    Kind.CLARITY_AFTER: "clarity_after",
}
KEY_OF_KIND = {
    Kind.WELCOME: "consents",
    Kind.FACTOR: "factors",
    Kind.STATEMENTS: "about",
    Kind.POLL: "poll",
}


class Poll(Closed):
    """One quick question; nobody's answer is shown, only how many gave each."""

    question: Text
    options: tuple[Item, ...] = Field(strict=False, min_length=2, max_length=5)


class Group(Closed):
    """How many people a plan is for."""

    least: StrictInt = Field(alias="from", ge=1)
    most: StrictInt = Field(alias="to", le=200)


class Instruction(Closed):
    """What participants read during a step."""

    en: ShortSentence
    fr: ShortSentence


def _all_as_list(value: object) -> object:
    return ["all"] if value == "all" else value


class Step(Closed):
    """One step of a plan.

    `consents` (scope ids to go through), `factors` (ids, or all), `about` (which statements) and `poll` stand there
    for the kind that needs them, and for no other; `part` only where the kind opens no part of the workbook itself.
    """

    id: Id
    kind: Annotated[Kind, Field(strict=False)]
    title: Text
    minutes: StrictInt = Field(ge=1, le=MINUTES_MAX)
    say: SomeWords
    do: SomeWords
    watch_for: SomeWords
    materials: Words = ()
    screen: Instruction
    consents: tuple[Id, ...] | None = Field(default=None, strict=False, min_length=1)
    factors: Annotated[tuple[Id, ...] | None, BeforeValidator(_all_as_list)] = Field(
        default=None, strict=False, min_length=1
    )
    about: Annotated[Direction | None, Field(strict=False)] = None
    poll: Poll | None = None
    part: Part | None = None

    def factor_ids(self, known: Collection[str]) -> tuple[str, ...]:
        """The factors that this step is about; `known` are those of the content, in order."""
        return tuple(known) if self.factors == ("all",) else self.factors or ()

    def open_part(self, audience: Audience) -> str | None:
        """The part of the workbook that is open meanwhile for one side, as docs/workbook.md calls it; None is none."""
        if self.about is not None:
            return "asks" if self.about is audience.asks_about else "offers"
        return PART_OF_KIND.get(self.kind, self.part)


class Plan(Closed):
    """A timed agenda for a live group.

    `minutes` counts breaks too. `first_sitting` is the id of the step with which that sitting ends, where a plan may be
    held in two.
    """

    id: Id
    for_whom: Literal["work_seekers", "employers", "dual_client", "practitioners"] = Field(alias="for")
    title: Text
    aim: Text
    minutes: StrictInt = Field(ge=1, le=MINUTES_MAX)
    group: Group
    first_sitting: Id | None = None
    materials: SomeWords
    before_arrival: SomeWords
    steps: tuple[Step, ...] = Field(strict=False, min_length=1)

    @property
    def sides(self) -> tuple[Audience, ...]:
        """Whose workbooks may be open in the room; practitioners try either."""
        one = {"work_seekers": Audience.WORK_SEEKER, "employers": Audience.EMPLOYER}.get(self.for_whom)
        return tuple(Audience) if one is None else (one,)

    @property
    def net_minutes(self) -> int:
        """Minutes without breaks."""
        return sum(step.minutes for step in self.steps if step.kind is not Kind.BREAK)

    @property
    def first_sitting_steps(self) -> tuple[Step, ...]:
        """The steps of the first sitting; all of them where the plan names no end of it."""
        ids = [step.id for step in self.steps]
        end = ids.index(self.first_sitting) + 1 if self.first_sitting in ids else len(ids)
        return self.steps[:end]

    @property
    def fills_workbook(self) -> bool:
        """Whether people answer anything in a workbook; its code and its result ask nothing."""
        opened = {step.open_part(side) for step in self.steps for side in self.sides}
        return bool(opened - {None, "start", "result"})
