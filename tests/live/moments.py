"""Hypothesis strategies: what happens in a workshop, and what should not."""

from __future__ import annotations

import datetime as dt
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st

from tw_kit.content import packaged_content
from tw_kit.live import Chart, Kind, Moment, Mood, chart_data, load_plans, plans_folder
from tw_kit.model import Audience
from tw_kit.workbook import Event

CONTENT = packaged_content()
PLAN = load_plans(plans_folder(None), CONTENT)["practitioners"]
STEPS = [step.id for step in PLAN.steps]
POLL = next(step for step in PLAN.steps if step.kind is Kind.POLL)
OPTIONS = [option.id for option in POLL.poll.options]
TALK = next(step.id for step in PLAN.steps if step.kind is Kind.CLARITY_BEFORE)
BEGUN = dt.datetime(2026, 11, 24, 13, 0, tzinfo=dt.UTC)
WHO = "0123456789abcdef"
_NUMBERS = count()
few = settings(max_examples=60)


def moment(kind: str, key: str | None = None, at: dt.datetime = BEGUN, **data: object) -> Event:
    return Event(f"w{next(_NUMBERS)}" if key is None else key, at, kind, data)


def started(**more) -> Event:
    facts = {
        "plan": PLAN.id,
        "content_version": CONTENT.instrument.content_version,
        "languages": ["en", "fr"],
        "sides": [side.value for side in Audience],
    }
    return moment(Moment.WORKSHOP_STARTED, **{**facts, **more})


def joined(number: int, side: Audience = Audience.WORK_SEEKER, language: str = "en", **more) -> Event:
    return moment(Moment.PARTICIPANT_JOINED, participant=number, side=side.value, language=language, **more)


def after(minutes: float) -> dt.datetime:
    return BEGUN + dt.timedelta(minutes=minutes)


_steps, _people = st.sampled_from(STEPS), st.integers(1, 6)
_charts = st.lists(
    st.builds(
        lambda name, side, yes, no: Chart(name, side, yes + no, {"yes": yes, "no": no}),
        st.sampled_from(["asks.growth", "magnets.pay"]),
        st.sampled_from([None, *Audience]),
        st.integers(3, 9),
        st.integers(2, 9),
    )
    | st.just(Chart("asks.pay")),
    max_size=3,
).map(chart_data)


def _kind(name, **fields):
    return st.tuples(st.just(name), st.fixed_dictionaries(fields))


decisions = st.one_of(
    _kind(Moment.STEP_OPENED, step=_steps),
    _kind(Moment.STEP_CLOSED, step=_steps),
    _kind(Moment.MINUTE_ADDED, step=_steps, total=st.integers(1, 5)),
    _kind(Moment.ANSWERS_REVEALED, step=_steps, charts=_charts),
    _kind(Moment.ANSWERS_HIDDEN, step=_steps),
    st.sampled_from([(Moment.LOBBY_LOCKED, {}), (Moment.LOBBY_UNLOCKED, {}), (Moment.WORKSHOP_ENDED, {})]),
    _kind(Moment.PARTICIPANT_REMOVED, participant=_people),
    _kind(Moment.TEXT_SHOWN, offer=st.sampled_from(["t0", "t1", "t2"])),
    _kind(Moment.TEXT_HIDDEN, offer=st.sampled_from(["t0", "t1", "t2"])),
)
from_people = st.one_of(
    _kind(
        Moment.PARTICIPANT_JOINED,
        participant=_people,
        side=st.sampled_from([s.value for s in Audience]),
        language=st.sampled_from(["en", "fr"]),
    ),
    _kind(Moment.POLL_ANSWERED, participant=_people, step=_steps, option=st.sampled_from(OPTIONS)),
    _kind(Moment.MOOD_TOLD, participant=_people, step=_steps, mood=st.sampled_from([m.value for m in Mood])),
    _kind(Moment.TEXT_OFFERED, participant=_people, text=st.text(min_size=1, max_size=20)),
)
_noted = st.one_of(
    _kind(Moment.FACILITATOR_JOINED, facilitator=st.just(WHO)),
    _kind(Moment.FACILITATOR_LEFT, facilitator=st.just(WHO)),
    _kind(Moment.STEP_UNDONE, of=st.sampled_from([f"m{n}" for n in range(30)])),
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=5) | st.sampled_from(STEPS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
_FIELDS = (
    "plan content_version languages sides step total charts participant side language facilitator option mood text"
)
_odd = st.tuples(
    st.sampled_from([*Moment, "from_a_later_version"]),
    st.dictionaries(st.sampled_from([*_FIELDS.split(), "offer", "of", "stray"]), _json, max_size=4),
)


@st.composite
def workshops(draw, max_size: int = 24) -> list[Event]:
    """Anything that is an event at all, mostly in a workshop that was started: good ones, odd ones, repeats."""
    drawn = draw(st.lists(st.one_of(decisions, from_people, _noted, _odd), max_size=max_size))
    keys = [draw(st.sampled_from([f"m{n}", f"m{n}", f"m{n}", "m1", "t0", "t1", "t2"])) for n in range(len(drawn))]
    times = [after(draw(st.integers(-2, 90))) for _ in drawn]
    events = [moment(kind, key, at, **data) for (kind, data), key, at in zip(drawn, keys, times, strict=True)]
    return [started(), *events] if draw(st.integers(0, 9)) else events
