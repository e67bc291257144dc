"""What the rules of a workshop have in common: reading an event with suspicion, and refusing it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from tw_kit.errors import Fault
from tw_kit.live.plan import Plan, Step
from tw_kit.workbook.given import Given, Refused

K = TypeVar("K")
V = TypeVar("V")


def refused(given: Given, message: str, **facts: str | int) -> Refused:
    """A refusal in the words of ``errors_live.yaml``."""
    return Refused(Fault(f"live.{message}", given.event.kind, facts))


def with_one(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    """The mapping with one value set."""
    return MappingProxyType({**mapping, key: value})


def step_of(given: Given, plan: Plan | None) -> tuple[str, Step | None]:
    """The step that an event names, and, of a new one, what the plan says of it."""
    steps = {} if plan is None else {step.id: step for step in plan.steps}
    step = given.an_id("step", None if plan is None else steps)
    return step, steps.get(step)
