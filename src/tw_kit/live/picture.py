"""The picture of the room: how many gave each answer, and never who.

A chart is shown from five answers up; by side only where both sides have five. It moves in steps: a chart that was
shown stays as it is until the answers of at least five people in it are others than when it was made, so that two
looks at it, one before and one after a person answers, are the same. docs/live.md, "The picture".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

from tw_kit.live.events import Mood
from tw_kit.live.plan import Kind, Plan, Step
from tw_kit.live.state import Chart, Workshop
from tw_kit.live.told import ATTRACTS, NEITHER, REPELS, SHOWN_ASKS, Told, asks_chart, magnets_chart
from tw_kit.model import Audience
from tw_kit.scoring.groups import Thresholds

Answers: TypeAlias = Mapping[int, frozenset[str]]  # participant to what they gave
Group: TypeAlias = Audience | None  # one side, or the whole room


def poll_chart(step: str) -> str:
    """The id of the chart of a quick question."""
    return f"poll.{step}"


def mood_chart(step: str) -> str:
    """The id of the chart of how a step goes."""
    return f"mood.{step}"


def charts_of_step(step: Step, factors: Collection[str]) -> tuple[str, ...]:
    """The ids of the charts that belong on the wall in a step; none in a step that shows no picture."""
    if step.kind is Kind.MAGNET_MAP:
        return tuple(magnets_chart(factor) for factor in factors)
    if step.kind is Kind.STATEMENTS:
        return tuple(asks_chart(factor) for factor in factors)
    if step.kind is Kind.FACTOR:
        return tuple(asks_chart(factor) for factor in step.factor_ids(factors))
    if step.kind is Kind.POLL:
        return (poll_chart(step.id),)
    return (mood_chart(step.id),) if step.kind is Kind.MOOD else ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """One chart as it is shown, and what it was made of; the latter never leaves the server.

    Parameters
    ----------
    shown : mapping of group to Chart
        Empty until there were enough for the first time.
    made_of : mapping of group to Answers
    is_enough : bool
        Whether there are enough now: otherwise it is "too few to show", though there were enough before.
    """

    shown: Mapping[Group, Chart] = field(default_factory=dict)
    made_of: Mapping[Group, Answers] = field(default_factory=dict)
    is_enough: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """All charts of a room as they are shown now. Made by `refreshed` and `resumed`; an empty one shows nothing.

    Parameters
    ----------
    frames : mapping of chart id to frame
    """

    frames: Mapping[str, _Frame] = field(default_factory=dict)

    def charts(self, ids: Iterable[str], workshop: Workshop) -> tuple[Chart, ...]:
        """The charts of some ids, one a side where both are in the room; each may be "too few to show"."""
        found = []
        for name in ids:
            frame = self.frames.get(name, _Frame())
            for group in _groups(name, workshop):
                found.append(frame.shown.get(group, Chart(name, group)) if frame.is_enough else Chart(name, group))
        return tuple(found)


def _groups(name: str, workshop: Workshop) -> tuple[Group, ...]:
    """Polls and moods are of the whole room; the rest is by side where both are there, and never both ways."""
    is_of_room = name.startswith((poll_chart(""), mood_chart("")))
    return (None,) if is_of_room or not workshop.is_dual else tuple(workshop.sides)


def _levels(name: str, plan: Plan) -> tuple[str, ...]:
    """What can be answered in a chart, in order."""
    if name.startswith(magnets_chart("")):
        return (ATTRACTS, NEITHER, REPELS)
    if name.startswith(asks_chart("")):
        return SHOWN_ASKS
    if name.startswith(mood_chart("")):
        return tuple(Mood)
    polls = {poll_chart(step.id): step.poll for step in plan.steps if step.poll is not None}
    return tuple(option.id for option in polls[name].options) if name in polls else ()


def answers_now(workshop: Workshop, told: Mapping[int, Told]) -> dict[str, dict[Group, dict[int, frozenset[str]]]]:
    """Everything that may be counted now, by chart and group.

    Parameters
    ----------
    workshop : Workshop
        Participants who were removed do not count, nor do the answers of a poll that is still open.
    told : mapping of participant to Told
        Of those who did not agree to it, nothing counts.
    """
    now: dict[str, dict[Group, dict[int, frozenset[str]]]] = {}
    counted = {number: told[number] for number in workshop.present if number in told and told[number].agreed}

    def add(name: str, number: int, given: frozenset[str]) -> None:
        side = counted[number].side
        group = next((group for group in _groups(name, workshop) if group in (None, side)), None)
        now.setdefault(name, {}).setdefault(group, {})[number] = given

    for number, each in counted.items():
        for name, given in each.answers.items():
            add(name, number, given)
    for step, options in workshop.polls.items():
        for number, option in options.items() if step != workshop.stage.open_step else ():
            if number in counted:
                add(poll_chart(step), number, frozenset({option}))
    for step, moods in workshop.moods.items():
        for number, mood in moods.items():
            if number in counted:
                add(mood_chart(step), number, frozenset({mood}))
    return now


def _drawn(name: str, group: Group, answers: Answers, levels: Iterable[str]) -> Chart:
    given = list(answers.values())
    return Chart(name, group, len(given), {level: sum(level in each for each in given) for level in levels})


def _moved(before: Answers, now: Answers) -> int:
    """People whose answer is another one than before; who came, and who is gone, too."""
    return sum(before.get(number) != now.get(number) for number in before.keys() | now.keys())


def refreshed(
    before: Picture,
    workshop: Workshop,
    told: Mapping[int, Told],
    plan: Plan,
    thresholds: Thresholds | None = None,
) -> Picture:
    """The picture after something happened.

    Parameters
    ----------
    before : Picture
        The one that was shown last: what is new is added to it in steps only.
    workshop : Workshop
    told : mapping of participant to Told
    plan : Plan
        Says which options a poll has.
    thresholds : Thresholds, optional
        Higher ones than docs/scoring.md has.
    """
    least = (thresholds or Thresholds()).room_chart_from
    now = answers_now(workshop, told)
    frames = {}
    for name in before.frames.keys() | now.keys():
        frame = before.frames.get(name, _Frame())
        given = {group: now.get(name, {}).get(group, {}) for group in _groups(name, workshop)}
        if any(len(answers) < least for answers in given.values()):
            frames[name] = replace(frame, is_enough=False)
            continue
        shown, made_of = dict(frame.shown), dict(frame.made_of)
        for group, answers in given.items():
            if group not in shown or _moved(made_of[group], answers) >= least:
                shown[group] = _drawn(name, group, answers, _levels(name, plan))
                made_of[group] = MappingProxyType(dict(answers))
        frames[name] = _Frame(shown, made_of, is_enough=True)
    return Picture(MappingProxyType(frames))


def resumed(workshop: Workshop, told: Mapping[int, Told]) -> Picture:
    """The picture where a server starts again, or another laptop takes over: what was revealed last, as it was.

    What was given since is in the picture once five more people have given something.
    """
    now = answers_now(workshop, told)
    frames: dict[str, _Frame] = {}
    for charts in workshop.stage.revealed.values():
        for chart in charts:
            if not chart.is_too_few:
                frame = frames.get(chart.id, _Frame())
                made_of = now.get(chart.id, {}).get(chart.side, {})
                frames[chart.id] = _Frame(
                    {**frame.shown, chart.side: chart}, {**frame.made_of, chart.side: made_of}, is_enough=True
                )
    return Picture(MappingProxyType(frames))
