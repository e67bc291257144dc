"""`check`, `reduce` and `replay` of a workshop: one rule for each kind of event, used by all three.

What a facilitator does twice, or two of them at once, is done once: an event that changes nothing is taken and changes
nothing. The plan is asked of new events only, so that a workshop can be replayed where its plan is not at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from tw_kit.errors import Fault
from tw_kit.live import events as e
from tw_kit.live.chart_data import charts_given
from tw_kit.live.events import Moment, Mood
from tw_kit.live.plan import Kind, Plan, Step
from tw_kit.live.state import OfferedText, Participant, Run, Stage, Workshop
from tw_kit.model import Audience
from tw_kit.workbook import Event
from tw_kit.workbook.given import Given, Refused
from tw_kit.workbook.limits import VERSION, WHOLE_MAX

K = TypeVar("K")
V = TypeVar("V")
_Rule = Callable[[Workshop, Given, Plan | None], Workshop]
_StageRule = Callable[[Workshop, Given, Plan | None], Stage]


def _refused(given: Given, message: str, **facts: str | int) -> Refused:
    return Refused(Fault(f"live.{message}", given.event.kind, facts))


def _with(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return MappingProxyType({**mapping, key: value})


def _step_of(given: Given, plan: Plan | None) -> tuple[str, Step | None]:
    """The step that an event names, and, of a new one, what the plan says of it."""
    steps = {} if plan is None else {step.id: step for step in plan.steps}
    step = given.an_id("step", None if plan is None else steps)
    return step, steps.get(step)


# What participants do


def _joined(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    number = given.number("participant", 1, WHOLE_MAX)
    side, language = given.level("side", Audience), given.choice("language", "en", "fr")
    if side is None or (given.is_new and side not in workshop.sides):
        raise given.refused("choice", "side", known=", ".join(workshop.sides))
    before = workshop.participants.get(number)
    if before is None and len(workshop.participants) >= e.PARTICIPANTS_MAX:
        raise _refused(given, "room_full", most=e.PARTICIPANTS_MAX)
    if before is None and workshop.stage.is_locked and given.is_new:
        raise _refused(given, "lobby_locked")
    if number in workshop.stage.removed and given.is_new:
        raise _refused(given, "removed")
    at = given.event.at if before is None else before.joined_at
    return replace(workshop, participants=_with(workshop.participants, number, Participant(side, language, at)))


def _participant(workshop: Workshop, given: Given) -> int:
    """The participant whose event this is: one who is there."""
    number = given.number("participant", 1, WHOLE_MAX)
    if number not in workshop.participants:
        raise _refused(given, "participant_unknown")
    if number in workshop.stage.removed:
        raise _refused(given, "removed")
    return number


def _open_step(workshop: Workshop, given: Given, plan: Plan | None) -> tuple[str, Step | None]:
    step, planned = _step_of(given, plan)
    if step != workshop.stage.open_step:
        raise _refused(given, "step_not_open")
    return step, planned


def _poll(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    number = _participant(workshop, given)
    step, planned = _open_step(workshop, given, plan)
    if planned is not None and planned.poll is None:
        raise _refused(given, "no_poll")
    options = None if planned is None or planned.poll is None else {option.id for option in planned.poll.options}
    option = given.an_id("option", options)
    answers = _with(workshop.polls.get(step, {}), number, option)
    return replace(workshop, polls=_with(workshop.polls, step, answers))


def _mood(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    number = _participant(workshop, given)
    step, _ = _open_step(workshop, given, plan)
    mood = given.level("mood", Mood)
    if mood is None:
        raise given.refused("choice", "mood", known=", ".join(Mood))
    return replace(workshop, moods=_with(workshop.moods, step, _with(workshop.moods.get(step, {}), number, mood)))


def _text(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    number = _participant(workshop, given)
    text = given.text("text").strip()
    if not text:
        raise given.refused("not_a_text", "text")
    if len(text) > e.TEXT_LETTERS_MAX:
        raise given.refused("text_too_long", "text", most=e.TEXT_LETTERS_MAX)
    if sum(each.participant == number for each in workshop.texts.values()) >= e.TEXTS_EACH_MAX:
        raise _refused(given, "texts_enough", most=e.TEXTS_EACH_MAX)
    return replace(workshop, texts=_with(workshop.texts, given.event.key, OfferedText(number, text)))


# What the kit notes


def _started(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    if workshop.is_started:
        raise _refused(given, "already_started")
    name = given.an_id("plan", None if plan is None else {plan.id})
    version = given.value("content_version")
    is_number = isinstance(version, int) and not isinstance(version, bool)
    if not is_number and not (isinstance(version, str) and VERSION.fullmatch(version)):
        raise given.refused("version", "content_version")
    languages = given.ids("languages", 2, {"en", "fr"})
    sides = given.ids("sides", 2, set(Audience if plan is None else plan.sides))
    if not languages or not set(languages) <= {"en", "fr"}:
        raise given.refused("choice", "languages", known="en, fr")
    if not sides or not set(sides) <= set(Audience):
        raise given.refused("choice", "sides", known=", ".join(Audience))
    return replace(
        workshop,
        plan=name,
        content_version=version,  # type: ignore[arg-type]  # looked at just above
        languages=languages,
        sides=tuple(side for side in Audience if side in sides),
        started_at=given.event.at,
    )


def _facilitator(given: Given) -> str:
    value = given.value("facilitator")
    if not isinstance(value, str) or not e.FACILITATOR_ID.fullmatch(value):
        raise given.refused("not_an_id", "facilitator")
    return value


def _facilitator_joined(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    return replace(workshop, facilitators=workshop.facilitators | {_facilitator(given)})


def _facilitator_left(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    return replace(workshop, facilitators=workshop.facilitators - {_facilitator(given)})


# What facilitators decide


def _closed(stage: Stage, given: Given) -> Stage:
    """The stage with no step open; a step never ends before it begins, whatever the clock does."""
    run = stage.open_run
    if run is None:
        return stage
    return replace(stage, runs=(*stage.runs[:-1], replace(run, closed_at=max(run.opened_at, given.event.at))))


def _step_opened(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    step, _ = _step_of(given, plan)
    stage = workshop.stage
    if step == stage.open_step:
        return stage
    closed = _closed(stage, given)
    return replace(closed, runs=(*closed.runs, Run(step, given.event.at)), on_wall=None)


def _step_closed(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    step, _ = _step_of(given, plan)
    return _closed(workshop.stage, given) if step == workshop.stage.open_step else workshop.stage


def _minute_added(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    """The console says how many extra minutes there are then, so that two who press at once add one."""
    step, _ = _step_of(given, plan)
    total = given.number("total", 1, e.EXTRA_MINUTES_MAX)
    stage, run = workshop.stage, workshop.stage.open_run
    if run is None or run.step != step:
        raise _refused(given, "step_not_open")
    if total <= run.extra_minutes:
        return stage
    return replace(stage, runs=(*stage.runs[:-1], replace(run, extra_minutes=total)))


def _revealed(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    step, planned = _step_of(given, plan)
    charts = charts_given(given)
    stage = workshop.stage
    if step not in [run.step for run in stage.runs]:
        raise _refused(given, "step_not_run")
    if planned is not None and planned.kind is Kind.POLL and step == stage.open_step:
        raise _refused(given, "poll_open")
    if stage.on_wall == step:
        return stage
    others = {each: shown for each, shown in stage.revealed.items() if each != step}  # the last revealed comes last
    return replace(stage, revealed=_with(others, step, charts), on_wall=step)


def _hidden(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    step, _ = _step_of(given, plan)
    return replace(workshop.stage, on_wall=None) if workshop.stage.on_wall == step else workshop.stage


def _locked(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    return replace(workshop.stage, is_locked=True)


def _unlocked(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    return replace(workshop.stage, is_locked=False)


def _removed(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    number = given.number("participant", 1, WHOLE_MAX)
    if given.is_new and number not in workshop.participants:
        raise _refused(given, "participant_unknown")
    return replace(workshop.stage, removed=workshop.stage.removed | {number})


def _offer_key(workshop: Workshop, given: Given) -> str:
    key = given.value("offer")
    if not isinstance(key, str):
        raise given.refused("not_an_id", "offer")
    if given.is_new and key not in workshop.texts:
        raise _refused(given, "text_unknown")
    return key


def _text_shown(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    key, shown = _offer_key(workshop, given), workshop.stage.shown_texts
    return workshop.stage if key in shown else replace(workshop.stage, shown_texts=(*shown, key))


def _text_hidden(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    key = _offer_key(workshop, given)
    return replace(workshop.stage, shown_texts=tuple(each for each in workshop.stage.shown_texts if each != key))


def _ended(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    return replace(_closed(workshop.stage, given), on_wall=None, ended_at=given.event.at)


def _decided(rule: _StageRule) -> _Rule:
    """A rule that can be taken back; one that changes nothing is nothing to take back."""

    def work(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
        stage = rule(workshop, given, plan)
        if stage == workshop.stage:
            return workshop
        undoable = (*workshop.undoable, (given.event.key, workshop.stage))[-e.UNDO_MAX :]
        return replace(workshop, stage=stage, undoable=undoable)

    return work


def _undone(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    """It names the action that it takes back, so that two who press at once take back one."""
    key = given.value("of")
    if not isinstance(key, str):
        raise given.refused("not_an_id", "of")
    if key in workshop.undone:
        return workshop
    if key != workshop.can_undo:
        raise _refused(given, "not_the_last")
    return replace(
        workshop,
        stage=workshop.undoable[-1][1],
        undoable=workshop.undoable[:-1],
        undone=workshop.undone | {key},
    )


_RULES: Mapping[str, _Rule] = {
    Moment.WORKSHOP_STARTED: _started,
    Moment.STEP_OPENED: _decided(_step_opened),
    Moment.STEP_CLOSED: _decided(_step_closed),
    Moment.MINUTE_ADDED: _decided(_minute_added),
    Moment.ANSWERS_REVEALED: _decided(_revealed),
    Moment.ANSWERS_HIDDEN: _decided(_hidden),
    Moment.LOBBY_LOCKED: _decided(_locked),
    Moment.LOBBY_UNLOCKED: _decided(_unlocked),
    Moment.PARTICIPANT_JOINED: _joined,
    Moment.PARTICIPANT_REMOVED: _decided(_removed),
    Moment.FACILITATOR_JOINED: _facilitator_joined,
    Moment.FACILITATOR_LEFT: _facilitator_left,
    Moment.POLL_ANSWERED: _poll,
    Moment.MOOD_TOLD: _mood,
    Moment.TEXT_OFFERED: _text,
    Moment.TEXT_SHOWN: _decided(_text_shown),
    Moment.TEXT_HIDDEN: _decided(_text_hidden),
    Moment.STEP_UNDONE: _undone,
    Moment.WORKSHOP_ENDED: _decided(_ended),
}
_AFTER_THE_END = frozenset({Moment.STEP_UNDONE, Moment.WORKSHOP_ENDED, Moment.FACILITATOR_LEFT})


def _applied(workshop: Workshop, event: Event, plan: Plan | None, is_new: bool) -> Workshop:
    """The state after an event, without its key and time; raises Refused."""
    given = Given(event, is_new)
    rule = _RULES.get(event.kind)
    if rule is None:
        raise given.refused("kind_unknown")
    if not workshop.is_started and event.kind != Moment.WORKSHOP_STARTED:
        raise _refused(given, "not_started")
    if workshop.stage.ended_at is not None and event.kind not in _AFTER_THE_END:
        raise _refused(given, "ended")
    if workshop.stage.ended_at is not None and event.kind == Moment.WORKSHOP_ENDED:
        return workshop
    after = rule(workshop, given, plan)
    given.done()
    return after


def check(workshop: Workshop, event: Event, plan: Plan) -> Fault | None:
    """Why a new event cannot be taken, or None.

    Parameters
    ----------
    workshop : Workshop
    event : Event
        One that just happened. A repeated one is no fault: it changes nothing. Whether its sender may send it is not
        asked here: see `FROM_PARTICIPANTS` and `FROM_FACILITATORS`.
    plan : Plan
        The workshop's.

    Returns
    -------
    Fault or None
        Its facts hold nothing that a person wrote.
    """
    if event.key in workshop.keys:
        return None
    if len(workshop.keys) >= e.EVENTS_MAX:
        return Fault("live.full", event.kind, {"most": e.EVENTS_MAX})
    try:
        _applied(workshop, event, plan, is_new=True)
    except Refused as exc:
        return exc.fault
    return None


def _after(workshop: Workshop, event: Event) -> Workshop:
    """The state after an event that is no repeat; its key is the caller's."""
    last = event.at if workshop.last_at is None else max(workshop.last_at, event.at)
    try:
        return replace(_applied(workshop, event, None, is_new=False), last_at=last)
    except Refused:
        return replace(workshop, last_at=last, ignored=workshop.ignored | {event.key})


def reduce(workshop: Workshop, event: Event) -> Workshop:
    """The state after an event: of any event, in any state.

    Parameters
    ----------
    workshop : Workshop
    event : Event
        A repeated key changes nothing. One that cannot be used, or of an unknown kind, is noted in `ignored`.
    """
    if event.key in workshop.keys:
        return workshop
    return replace(_after(workshop, event), keys=workshop.keys | {event.key})


def replay(events: Iterable[Event]) -> Workshop:
    """The state after all the events of a workshop, from none: what `reduce` gives, one after the other."""
    workshop, keys = Workshop(), set[str]()
    for event in events:
        if event.key not in keys:
            keys.add(event.key)
            workshop = _after(workshop, event)
    return replace(workshop, keys=frozenset(keys))
