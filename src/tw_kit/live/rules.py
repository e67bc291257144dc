"""What a plan of the right shape must hold as well, so that a room can be run by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from tw_kit.content.schema import Scope
from tw_kit.errors import Fault
from tw_kit.live.plan import KEY_OF_KIND, PART_OF_KIND, Kind, Plan, Step

FIRST_SITTING_MAX = 25  # minutes that the owner of a small business may have


def broken_rules(
    plan: Plan, place: str, factors: Collection[str] | None, scopes: Iterable[Scope] | None
) -> Iterator[Fault]:
    """Every rule that a plan breaks.

    Parameters
    ----------
    plan : Plan
    place : str
        What a fault calls its file.
    factors : collection of str or None
        Ids of the content's factors; None where they are not known.
    scopes : iterable of Scope or None
        What the content lets people agree to; None where it is not known.
    """
    yield from _once(f"{place}: steps", [step.id for step in plan.steps])
    for step in plan.steps:
        yield from _keys(step, f"{place}: steps.{step.id}")
    yield from _ends(plan, place)
    yield from _times(plan, place)
    yield from _clarity(plan, place)
    if plan.group.least > plan.group.most:
        yield Fault("plans.group_reversed", f"{place}: group", {"least": plan.group.least, "most": plan.group.most})
    if factors is not None and scopes is not None:
        yield from _references(plan, place, factors, scopes)


def _once(place: str, ids: Collection[str]) -> Iterator[Fault]:
    for doubled in sorted({each for each in ids if list(ids).count(each) > 1}):
        yield Fault("content.id_doubled", f"{place}.{doubled}", {"id": doubled, "other": place.partition(":")[0]})


def _keys(step: Step, place: str) -> Iterator[Fault]:
    for kind, key in KEY_OF_KIND.items():
        is_there = getattr(step, key) is not None
        if is_there and step.kind is not kind:
            yield Fault("content.key_unknown", f"{place}.{key}", {"key": key})
        if not is_there and step.kind is kind:
            yield Fault("content.key_missing", f"{place}.{key}", {"key": key})
    if step.part is not None and (step.kind in PART_OF_KIND or step.kind is Kind.STATEMENTS):
        yield Fault("content.key_unknown", f"{place}.part", {"key": "part"})
    if step.poll is not None:
        yield from _once(f"{place}.poll.options", [option.id for option in step.poll.options])


def _ends(plan: Plan, place: str) -> Iterator[Fault]:
    first, last = plan.steps[0], plan.steps[-1]
    if first.kind is not Kind.WELCOME:
        yield Fault("plans.begins_otherwise", f"{place}: steps.{first.id}")
    if last.kind is not Kind.CLOSE:
        yield Fault("plans.ends_otherwise", f"{place}: steps.{last.id}")


def _times(plan: Plan, place: str) -> Iterator[Fault]:
    steps = sum(step.minutes for step in plan.steps)
    if steps != plan.minutes:
        yield Fault("plans.minutes_differ", f"{place}: minutes", {"steps": steps, "plan": plan.minutes})
    if plan.first_sitting is None:
        if plan.for_whom == "employers":
            yield Fault("content.key_missing", f"{place}: first_sitting", {"key": "first_sitting"})
        return
    if plan.first_sitting not in {step.id for step in plan.steps}:
        yield Fault("plans.step_unknown", f"{place}: first_sitting", {"id": plan.first_sitting})
        return
    sitting = sum(step.minutes for step in plan.first_sitting_steps)
    if sitting > FIRST_SITTING_MAX:
        facts = {"minutes": sitting, "most": FIRST_SITTING_MAX}
        yield Fault("plans.first_sitting_long", f"{place}: first_sitting", facts)


def _clarity(plan: Plan, place: str) -> Iterator[Fault]:
    kinds = [step.kind for step in plan.steps]
    both = (Kind.CLARITY_BEFORE, Kind.CLARITY_AFTER)
    wrong = [kind for kind in both if kinds.count(kind) != 1] if plan.fills_workbook else []
    yield from (Fault("plans.clarity_not_once", f"{place}: steps", {"kind": kind.value}) for kind in wrong)
    before, after = ([n for n, kind in enumerate(kinds) if kind is each] for each in both)
    if before and after and max(before) > min(after):
        yield Fault("plans.clarity_reversed", f"{place}: steps.{plan.steps[max(before)].id}")


def _references(plan: Plan, place: str, factors: Collection[str], scopes: Iterable[Scope]) -> Iterator[Fault]:
    sides = {"both", *(side.value for side in plan.sides)}
    agreed = [scope.id for scope in scopes if scope.side in sides]
    for step in plan.steps:
        for key, known in (("factors", factors), ("consents", agreed)):
            given = getattr(step, key)
            if given is None or (key == "factors" and given == ("all",)):
                continue
            yield from _once(f"{place}: steps.{step.id}.{key}", given)
            for stranger in dict.fromkeys(each for each in given if each not in known):
                yield Fault("content.reference_unknown", f"{place}: steps.{step.id}.{key}", {"id": stranger})
