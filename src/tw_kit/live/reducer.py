"""`check`, `reduce` and `replay` of a workshop: one rule for each kind of event, used by all three.

What a facilitator does twice, or two of them at once, is done once: an event that changes nothing is taken and changes
nothing. The plan is asked of new events only, so that a workshop can be replayed where its plan is not at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tw_kit.errors import Fault
from tw_kit.live import events as e
from tw_kit.live.deciding import STAGE_RULES, StageRule
from tw_kit.live.events import Moment, Mood
from tw_kit.live.plan import Plan, Step
from tw_kit.live.reading import refused, step_of, with_one
from tw_kit.live.state import OfferedText, Participant, Workshop
from tw_kit.model import Audience
from tw_kit.workbook import Event
from tw_kit.workbook.given import Given, Refused
from tw_kit.workbook.limits import VERSION, WHOLE_MAX

_Rule = Callable[[Workshop, Given, Plan | None], Workshop]


# What participants do


def _joined(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    number = given.number("participant", 1, WHOLE_MAX)
    side, language = given.level("side", Audience), given.choice("language", "en", "fr")
    if side is None or (given.is_new and side not in workshop.sides):
        raise given.refused("choice", "side", known=", ".join(workshop.sides))
    before = workshop.participants.get(number)
    if before is None and len(workshop.participants) >= e.PARTICIPANTS_MAX:
        raise refused(given, "room_full", most=e.PARTICIPANTS_MAX)
    if before is None and workshop.stage.is_locked and given.is_new:
        raise refused(given, "lobby_locked")
    if number in workshop.stage.removed and given.is_new:
        raise refused(given, "removed")
    at = given.event.at if before is None else before.joined_at
    return replace(workshop, participants=with_one(workshop.participants, number, Participant(side, language, at)))


def _participant(workshop: Workshop, given: Given) -> int:
    """The participant whose event this is: one who is there."""
    number = given.number("participant", 1, WHOLE_MAX)
    if number not in workshop.participants:
        raise refused(given, "participant_unknown")
    if number in workshop.stage.removed:
        raise refused(given, "removed")
    return number


def _open_step(workshop: Workshop, given: Given, plan: Plan | None) -> tuple[str, Step | None]:
    step, planned = step_of(given, plan)
    if step != workshop.stage.open_step:
        raise refused(given, "step_not_open")
    return step, planned


def _poll(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    number = _participant(workshop, given)
    step, planned = _open_step(workshop, given, plan)
    if planned is not None and planned.poll is None:
        raise refused(given, "no_poll")
    options = None if planned is None or planned.poll is None else {option.id for option in planned.poll.options}
    option = given.an_id("option", options)
    answers = with_one(workshop.polls.get(step, {}), number, option)
    return replace(workshop, polls=with_one(workshop.polls, step, answers))


def _mood(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    number = _participant(workshop, given)
    step, _ = _open_step(workshop, given, plan)
    mood = given.level("mood", Mood)
    if mood is None:
        raise given.refused("choice", "mood", known=", ".join(Mood))
    return replace(workshop, moods=with_one(workshop.moods, step, with_one(workshop.moods.get(step, {}), number, mood)))


def _text(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    number = _participant(workshop, given)
    text = given.text("text").strip()
    if not text:
        raise given.refused("not_a_text", "text")
    if len(text) > e.TEXT_LETTERS_MAX:
        raise given.refused("text_too_long", "text", most=e.TEXT_LETTERS_MAX)
    if sum(each.participant == number for each in workshop.texts.values()) >= e.TEXTS_EACH_MAX:
        raise refused(given, "texts_enough", most=e.TEXTS_EACH_MAX)
    return replace(workshop, texts=with_one(workshop.texts, given.event.key, OfferedText(number, text)))


# What the kit notes


def _started(workshop: Workshop, given: Given, plan: Plan | None) -> Workshop:
    if workshop.is_started:
        raise refused(given, "already_started")
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


def _decided(rule: StageRule) -> _Rule:
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
        raise refused(given, "not_the_last")
    return replace(
        workshop,
        stage=workshop.undoable[-1][1],
        undoable=workshop.undoable[:-1],
        undone=workshop.undone | {key},
    )


_RULES: Mapping[str, _Rule] = {
    Moment.WORKSHOP_STARTED: _started,
    Moment.PARTICIPANT_JOINED: _joined,
    Moment.FACILITATOR_JOINED: _facilitator_joined,
    Moment.FACILITATOR_LEFT: _facilitator_left,
    Moment.POLL_ANSWERED: _poll,
    Moment.MOOD_TOLD: _mood,
    Moment.TEXT_OFFERED: _text,
    Moment.STEP_UNDONE: _undone,
    **{kind: _decided(rule) for kind, rule in STAGE_RULES.items()},
}
_AFTER_THE_END = frozenset({Moment.STEP_UNDONE, Moment.WORKSHOP_ENDED, Moment.FACILITATOR_LEFT})


def _applied(workshop: Workshop, event: Event, plan: Plan | None, is_new: bool) -> Workshop:
    """The state after an event, without its key and time; raises Refused."""
    given = Given(event, is_new)
    rule = _RULES.get(event.kind)
    if rule is None:
        raise given.refused("kind_unknown")
    if not workshop.is_started and event.kind != Moment.WORKSHOP_STARTED:
        raise refused(given, "not_started")
    if workshop.stage.ended_at is not None and event.kind not in _AFTER_THE_END:
        raise refused(given, "ended")
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
