"""`check`, `reduce` and `replay`: one rule for each kind of event, used by all three.

A rule gives the state after its event, or refuses. `check` tells the refusal, `reduce` stays where it is; so the two
cannot disagree. Where the content has changed since an event, `reduce` keeps the ids that it no longer knows, and
`check`, which is asked about new events only, refuses them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from tw_kit.errors import Fault
from tw_kit.model import (
    MAGNETS_MAX,
    RATING_MAX,
    RATING_MIN,
    Ask,
    Audience,
    Clarity,
    Consent,
    MagnetMap,
    NextStep,
    Offer,
)
from tw_kit.workbook.consent import agreed, withdrawn
from tw_kit.workbook.event import Event, Kind
from tw_kit.workbook.given import Given, Refused
from tw_kit.workbook.limits import (
    EVENTS_MAX,
    EVIDENCE_CHOSEN_MAX,
    MAPS_MAX,
    STEPS_MAX,
    TEXTS_MAX,
    VERSION,
    WHOLE_MAX,
)
from tw_kit.workbook.state import State

if TYPE_CHECKING:
    from tw_kit.content import Content

V = TypeVar("V")
K = TypeVar("K")
_Rule = Callable[[State, Given, "Content"], State]


def _with(mapping: Mapping[K, V], key: K, value: V | None) -> Mapping[K, V]:
    """The mapping with one value set, or, for None, without it."""
    changed = dict(mapping)
    if value is None:
        changed.pop(key, None)
    else:
        changed[key] = value
    return MappingProxyType(changed)


def _side(state: State) -> Audience:
    """The side of a workbook that was started; no rule but the start's runs before that."""
    return state.audience or Audience.WORK_SEEKER


def _started(state: State, given: Given, content: Content) -> State:
    if state.is_started:
        raise given.refused("already_started")
    audience = given.level("audience", Audience)
    if audience is None:
        raise given.refused("choice", "audience", known=", ".join(Audience))
    language = given.choice("language", "en", "fr")
    version = given.value("content_version")
    is_number = isinstance(version, int) and not isinstance(version, bool) and abs(version) <= WHOLE_MAX
    if not is_number and not (isinstance(version, str) and VERSION.fullmatch(version)):
        raise given.refused("version", "content_version")
    if given.is_new and version != content.instrument.content_version:
        raise given.refused("version", "content_version")
    return replace(
        state,
        audience=audience,
        language=language,
        content_version=version,  # type: ignore[arg-type]  # looked at just above
        started_at=given.event.at,
    )


def _language(state: State, given: Given, content: Content) -> State:
    return replace(state, language=given.choice("language", "en", "fr"))


def _variant(state: State, given: Given, content: Content) -> State:
    return replace(state, variant=None if given.value("variant") is None else given.an_id("variant"))


def _consent_given(state: State, given: Given, content: Content) -> State:
    scopes = {s.id: s for s in content.consents.scopes if s.side in ("both", _side(state).value)}
    scope, version = agreed(given, scopes)
    if given.is_new and version != scopes[scope].version:
        raise given.refused("version", "version")
    return replace(state, consents=_with(state.consents, scope, Consent(scope, version, given.event.at)))


def _consent_withdrawn(state: State, given: Given, content: Content) -> State:
    return replace(state, consents=_with(state.consents, withdrawn(given), None))


def _ask(state: State, given: Given, content: Content) -> State:
    statement = given.statement(content.instrument.by_id, _side(state).asks_about)
    level = given.level("level", Ask)
    return replace(state, asks=_with(state.asks, statement, level), skipped=state.skipped - {statement})


def _offer(state: State, given: Given, content: Content) -> State:
    statement = given.statement(content.instrument.by_id, _side(state).offers_about)
    level = given.level("level", Offer)
    return replace(state, offers=_with(state.offers, statement, level), skipped=state.skipped - {statement})


def _skipped(state: State, given: Given, content: Content) -> State:
    statement = given.statement(content.instrument.by_id)
    if statement in state.asks or statement in state.offers:
        return state
    return replace(state, skipped=state.skipped | {statement})


def _evidence_chosen(state: State, given: Given, content: Content) -> State:
    chosen = given.ids("statements", EVIDENCE_CHOSEN_MAX, content.instrument.by_id)
    return replace(state, evidence_chosen=chosen)


def _evidence(state: State, given: Given, content: Content) -> State:
    statement = given.statement(content.instrument.by_id, _side(state).offers_about)
    evidence = _with(state.evidence, statement, given.text("text") or None)
    return _fits(replace(state, evidence=evidence), given)


def _reflection(state: State, given: Given, content: Content) -> State:
    factor = given.an_id("factor", content.factors)
    reflections = _with(state.reflections, factor, given.text("text") or None)
    return _fits(replace(state, reflections=reflections), given)


def _clarity(state: State, given: Given, content: Content) -> State:
    when = given.choice("when", "before", "after")
    item = given.an_id("item", {item.id for item in content.clarity.of(_side(state))})
    value = given.number_or_none("value", 1, 5)
    before, after = state.clarity.before, state.clarity.after
    if when == "before":
        return replace(state, clarity=Clarity(_with(before, item, value), after))
    return replace(state, clarity=Clarity(before, _with(after, item, value)))


def _with_map(state: State, given: Given, place: str, changed: MagnetMap) -> State:
    maps = _with(state.maps, place, changed if changed.about or changed.ratings else None)
    if len(maps) > MAPS_MAX:
        raise given.refused("too_many", "map", most=MAPS_MAX)
    return replace(state, maps=maps)


def _place_named(state: State, given: Given, content: Content) -> State:
    place = given.an_id("map")
    old = state.maps.get(place)
    named = MagnetMap(given.text("text"), {} if old is None else old.ratings)
    return _fits(_with_map(state, given, place, named), given)


def _place_rated(state: State, given: Given, content: Content) -> State:
    place, factor = given.an_id("map"), given.an_id("factor", content.factors)
    rating = given.number_or_none("rating", RATING_MIN, RATING_MAX)
    old = state.maps.get(place, MagnetMap("", {}))
    return _with_map(state, given, place, MagnetMap(old.about, _with(old.ratings, factor, rating)))


def _magnets(state: State, given: Given, content: Content) -> State:
    return replace(state, magnets=given.ids("magnets", MAGNETS_MAX, content.factors))


def _step(state: State, given: Given, content: Content) -> State:
    number = given.number("number", 1, STEPS_MAX)
    step = NextStep(given.text("what"), given.day_or_none("by"), given.text("who") or None)
    is_empty = not step.what and step.by is None and step.who is None
    return _fits(replace(state, steps=_with(state.steps, number, None if is_empty else step)), given)


def _step_removed(state: State, given: Given, content: Content) -> State:
    return replace(state, steps=_with(state.steps, given.number("number", 1, STEPS_MAX), None))


def _released(state: State, given: Given, content: Content) -> State:
    statement = given.statement(content.instrument.by_id)
    known = content.instrument.by_id.get(statement)
    if given.is_new and known is not None and not known.private:
        raise given.refused("not_private", "statement", id=statement)
    return replace(state, released=state.released | {statement})


def _withheld(state: State, given: Given, content: Content) -> State:
    return replace(state, released=state.released - {given.statement(content.instrument.by_id)})


def _screen(state: State, given: Given, content: Content) -> State:
    return replace(state, screen=given.screen("screen"))


def _finished(state: State, given: Given, content: Content) -> State:
    return replace(state, finished_at=given.event.at)


def _fits(state: State, given: Given) -> State:
    """Refuse a text that would make the whole too large for a summary file."""
    texts = [*state.evidence.values(), *state.reflections.values(), *(m.about for m in state.maps.values())]
    texts += [text for step in state.steps.values() for text in (step.what, step.who) if text]
    if sum(map(len, texts)) > TEXTS_MAX // 6 and len(json.dumps(texts, ensure_ascii=False).encode()) > TEXTS_MAX:
        raise given.refused("texts_too_long")
    return state


_RULES: Mapping[str, _Rule] = {
    Kind.WORKBOOK_STARTED: _started,
    Kind.LANGUAGE_CHOSEN: _language,
    Kind.VARIANT_CHOSEN: _variant,
    Kind.CONSENT_GIVEN: _consent_given,
    Kind.CONSENT_WITHDRAWN: _consent_withdrawn,
    Kind.ASK_ANSWERED: _ask,
    Kind.OFFER_ANSWERED: _offer,
    Kind.STATEMENT_SKIPPED: _skipped,
    Kind.EVIDENCE_CHOSEN: _evidence_chosen,
    Kind.EVIDENCE_WRITTEN: _evidence,
    Kind.REFLECTION_WRITTEN: _reflection,
    Kind.CLARITY_ANSWERED: _clarity,
    Kind.PLACE_NAMED: _place_named,
    Kind.PLACE_RATED: _place_rated,
    Kind.MAGNETS_CHOSEN: _magnets,
    Kind.STEP_WRITTEN: _step,
    Kind.STEP_REMOVED: _step_removed,
    Kind.PRIVATE_RELEASED: _released,
    Kind.PRIVATE_WITHHELD: _withheld,
    Kind.SCREEN_REACHED: _screen,
    Kind.SITTING_FINISHED: _finished,
}
_NOT_IN_A_SUMMARY = frozenset(
    {
        Kind.WORKBOOK_STARTED,
        Kind.VARIANT_CHOSEN,
        Kind.STATEMENT_SKIPPED,
        Kind.EVIDENCE_CHOSEN,
        Kind.SCREEN_REACHED,
        Kind.SITTING_FINISHED,
    }
)


def _applied(state: State, event: Event, content: Content, is_new: bool) -> State:
    """The state after an event, without its key and time; raises Refused."""
    given = Given(event, is_new)
    rule = _RULES.get(event.kind)
    if rule is None:
        raise given.refused("kind_unknown")
    if not state.is_started and event.kind != Kind.WORKBOOK_STARTED:
        raise given.refused("not_started")
    after = rule(state, given, content)
    given.done()
    return after


def check(state: State, event: Event, content: Content) -> Fault | None:
    """Why a new event cannot be taken, or None.

    Parameters
    ----------
    state : State
    event : Event
        One that just happened. A repeated one is no fault: it changes nothing.
    content : Content

    Returns
    -------
    Fault or None
        Its facts hold nothing that the person wrote.
    """
    if event.key in state.keys:
        return None
    if len(state.keys) >= EVENTS_MAX:
        return Fault("workbook.full", event.kind, {"most": EVENTS_MAX})
    try:
        _applied(state, event, content, is_new=True)
    except Refused as exc:
        return exc.fault
    return None


def _latest(one: dt.datetime | None, other: dt.datetime) -> dt.datetime:
    return other if one is None else max(one, other)


def _after(state: State, event: Event, content: Content) -> State:
    """The state after an event that is no repeat; its key is the caller's."""
    last = _latest(state.last_at, event.at)
    try:
        after = _applied(state, event, content, is_new=False)
    except Refused:
        return replace(state, last_at=last, ignored=state.ignored | {event.key})
    if event.kind in _NOT_IN_A_SUMMARY:
        return replace(after, last_at=last)
    return replace(after, last_at=last, answered_at=_latest(state.answered_at, event.at))


def reduce(state: State, event: Event, content: Content) -> State:
    """The state after an event: of any event, in any state.

    Parameters
    ----------
    state : State
    event : Event
        A repeated key changes nothing. One that cannot be used, or of an unknown kind, is noted in `ignored`.
    content : Content
        Says what direction a statement has. Ids that it does not know are kept.
    """
    if event.key in state.keys:
        return state
    return replace(_after(state, event, content), keys=state.keys | {event.key})


def replay(events: Iterable[Event], content: Content) -> State:
    """The state after all the events of a workbook, from none: what `reduce` gives, one after the other."""
    state, keys = State(), set[str]()
    for event in events:
        if event.key not in keys:
            keys.add(event.key)
            state = _after(state, event, content)
    return replace(state, keys=frozenset(keys))
