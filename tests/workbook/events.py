"""Hypothesis strategies: events as a page sends them, and events that nobody should."""

from __future__ import annotations

import datetime as dt
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st

from tw_kit.content import packaged_content
from tw_kit.model import Ask, Audience, Offer
from tw_kit.workbook import Event, Kind

CONTENT = packaged_content()
START = dt.datetime(2026, 11, 24, 13, 0, tzinfo=dt.UTC)
ITEMS = {side: [item.id for item in CONTENT.clarity.of(side)] for side in Audience}
FACTORS = list(CONTENT.factors)
PRIVATE = [s.id for s in CONTENT.instrument.statements if s.private]
SCOPES = {side: [s for s in CONTENT.consents.scopes if s.side in ("both", side)] for side in Audience}
_NUMBERS = count()
few = settings(max_examples=40)  # drawing a whole workbook takes some hundredths of a second

words = st.one_of(
    st.sampled_from(["", "  ", "Marée basse à six heures", "We close at 3 on Fridays", "<b>&amp;\x00\u2028"]),
    st.text(max_size=40),
)


def event(kind: str, key: str | None = None, at: dt.datetime = START, **data: object) -> Event:
    return Event(f"k{next(_NUMBERS)}" if key is None else key, at, kind, data)


def start(side: Audience = Audience.WORK_SEEKER, language: str = "en", **more) -> Event:
    version = CONTENT.instrument.content_version
    return event(Kind.WORKBOOK_STARTED, audience=side.value, language=language, content_version=version, **more)


def _asks(side):
    return [s.id for s in CONTENT.instrument.in_direction(side.asks_about)]


def _offers(side):
    return [s.id for s in CONTENT.instrument.in_direction(side.offers_about)]


def _or_none(strategy):
    return st.one_of(st.none(), strategy)


def good_data(side: Audience) -> st.SearchStrategy[tuple[str, dict]]:
    """Kind and data of an event that a page of this side may send."""

    def kind(name, **fields):
        return st.tuples(st.just(name), st.fixed_dictionaries(fields))

    asks, offers = st.sampled_from(_asks(side)), st.sampled_from(_offers(side))
    either = st.sampled_from([s.id for s in CONTENT.instrument.statements])
    scopes = SCOPES[side]
    return st.one_of(
        kind(Kind.LANGUAGE_CHOSEN, language=st.sampled_from(["en", "fr"])),
        kind(Kind.VARIANT_CHOSEN, variant=_or_none(st.just("has_a_job"))),
        st.sampled_from(scopes).map(lambda s: (Kind.CONSENT_GIVEN, {"scope": s.id, "version": s.version})),
        kind(Kind.CONSENT_WITHDRAWN, scope=st.sampled_from([s.id for s in scopes])),
        kind(Kind.ASK_ANSWERED, statement=asks, level=_or_none(st.sampled_from([a.value for a in Ask]))),
        kind(Kind.OFFER_ANSWERED, statement=offers, level=_or_none(st.sampled_from([o.value for o in Offer]))),
        kind(Kind.STATEMENT_SKIPPED, statement=either),
        kind(Kind.EVIDENCE_CHOSEN, statements=st.lists(offers, max_size=3, unique=True)),
        kind(Kind.EVIDENCE_WRITTEN, statement=offers, text=words),
        kind(Kind.REFLECTION_WRITTEN, factor=st.sampled_from(FACTORS), text=words),
        kind(
            Kind.CLARITY_ANSWERED,
            when=st.sampled_from(["before", "after"]),
            item=st.sampled_from(ITEMS[side]),
            value=_or_none(st.integers(1, 5)),
        ),
        kind(Kind.PLACE_NAMED, map=st.sampled_from(["m1", "m2"]), text=words),
        kind(
            Kind.PLACE_RATED,
            map=st.sampled_from(["m1", "m2"]),
            factor=st.sampled_from(FACTORS),
            rating=_or_none(st.integers(-3, 3)),
        ),
        kind(Kind.MAGNETS_CHOSEN, magnets=st.lists(st.sampled_from(FACTORS), max_size=3, unique=True)),
        kind(
            Kind.STEP_WRITTEN,
            number=st.integers(1, 3),
            what=words,
            by=_or_none(st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)).map(dt.date.isoformat)),
            who=_or_none(words),
        ),
        kind(Kind.STEP_REMOVED, number=st.integers(1, 3)),
        kind(Kind.PRIVATE_RELEASED, statement=st.sampled_from(PRIVATE)),
        kind(Kind.PRIVATE_WITHHELD, statement=st.sampled_from(PRIVATE)),
        kind(Kind.SCREEN_REACHED, screen=st.sampled_from(["asks", "magnets", "result"])),
        st.just((Kind.SITTING_FINISHED, {})),
    )


_times = st.integers(0, 10_000).map(lambda seconds: START + dt.timedelta(seconds=seconds))


@st.composite
def good_events(draw, side: Audience, max_size: int = 16) -> list[Event]:
    """A workbook as a page fills it, keys all different."""
    drawn = draw(st.lists(st.tuples(good_data(side), _times), max_size=max_size))
    language = draw(st.sampled_from(["en", "fr"]))
    return [start(side, language), *(event(kind, at=at, **data) for (kind, data), at in drawn)]


sides = st.sampled_from(Audience)
workbooks = sides.flatmap(good_events)

_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
_FIELDS = sorted(
    [
        "audience",
        "language",
        "content_version",
        "variant",
        "scope",
        "version",
        "statement",
        "level",
        "statements",
        "text",
        "factor",
        "when",
        "item",
        "value",
        "map",
        "rating",
        "magnets",
        "number",
        "what",
        "by",
        "who",
        "screen",
    ]
)
_near = st.one_of(
    _json,
    st.sampled_from([*_asks(Audience.WORK_SEEKER), *_offers(Audience.WORK_SEEKER), *FACTORS, "gone_by_now"]),
    st.sampled_from([*(a.value for a in Ask), *(o.value for o in Offer), "before", "fr", "employer", "2026-02-30"]),
    st.integers(-4, 30),
    st.lists(st.sampled_from([*FACTORS, "gone_by_now"]), max_size=5),
)
odd_data = st.tuples(
    st.sampled_from([*Kind, "from_a_later_version"]),
    st.dictionaries(st.sampled_from([*_FIELDS, "stray"]), _near, max_size=5),
)


@st.composite
def odd_events(draw, max_size: int = 16) -> list[Event]:
    """Anything that is an event at all: good ones, wrong ones, repeats, a start that comes late or twice or never."""
    side = draw(sides)
    drawn = draw(st.lists(st.tuples(st.one_of(odd_data, good_data(side)), _times), max_size=max_size))
    keys = [f"odd{draw(st.integers(0, 30))}" for _ in drawn]
    events = [event(kind, key, at, **data) for ((kind, data), at), key in zip(drawn, keys, strict=True)]
    if draw(st.booleans()):
        events.insert(draw(st.integers(0, len(events))), start(side))
    return events
