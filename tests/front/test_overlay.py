"""What the page applies on top of the view is what the server makes of the same events."""

from __future__ import annotations

import datetime as dt
import random

from tests.front.person import CONTENT
from tw_kit.model import Audience
from tw_kit.sitting import view_of
from tw_kit.workbook import Event, Kind, replay

AT = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
OVERLAY = """async ([view, events]) => (await import('/front/state.js')).withEvents(view, events)"""
FAR = ("screens", "questions", "stamp", "note", "skipped")  # `skipped` in its own test: the server sorts it


def some_events(chance, side):
    """Events as a page makes them, of every kind that changes the view."""
    factors, statements = list(CONTENT.factors), list(CONTENT.statements)
    asked = [s.id for s in CONTENT.instrument.in_direction(side.asks_about)][:6]
    offered = [s.id for s in CONTENT.instrument.in_direction(side.offers_about)][:6]
    private = [s.id for s in CONTENT.instrument.statements if s.private][:3]
    scope = CONTENT.consents.scopes[0]
    items = [item.id for item in CONTENT.clarity.of(side)]
    made = {
        Kind.LANGUAGE_CHOSEN: lambda: {"language": chance.choice(["en", "fr"])},
        Kind.VARIANT_CHOSEN: lambda: {"variant": chance.choice([None, "in_job"])},
        Kind.CONSENT_GIVEN: lambda: {"scope": scope.id, "version": scope.version},
        Kind.CONSENT_WITHDRAWN: lambda: {"scope": scope.id},
        Kind.ASK_ANSWERED: lambda: {"statement": chance.choice(asked), "level": chance.choice(["need", "open", None])},
        Kind.OFFER_ANSWERED: lambda: {"statement": chance.choice(offered), "level": chance.choice(["yes", "no", None])},
        Kind.STATEMENT_SKIPPED: lambda: {"statement": chance.choice(asked + offered)},
        Kind.EVIDENCE_CHOSEN: lambda: {"statements": chance.sample(offered, chance.randint(0, 3))},
        Kind.EVIDENCE_WRITTEN: lambda: {
            "statement": chance.choice(offered),
            "text": chance.choice(["", " ", "One day."]),
        },
        Kind.REFLECTION_WRITTEN: lambda: {"factor": chance.choice(factors), "text": chance.choice(["", "\n", "Hm."])},
        Kind.CLARITY_ANSWERED: lambda: {
            "when": chance.choice(["before", "after"]),
            "item": chance.choice(items),
            "value": chance.choice([1, 5, None]),
        },
        Kind.PLACE_NAMED: lambda: {"map": "place", "text": chance.choice(["", " ", "the wharf"])},
        Kind.PLACE_RATED: lambda: {
            "map": "place",
            "factor": chance.choice(factors),
            "rating": chance.choice([-3, 0, None]),
        },
        Kind.MAGNETS_CHOSEN: lambda: {"magnets": chance.sample(factors, chance.randint(0, 3))},
        Kind.STEP_WRITTEN: lambda: {
            "number": chance.randint(1, 3),
            "what": chance.choice(["", " ", "Ask."]),
            "by": chance.choice([None, "2026-12-04"]),
            "who": chance.choice([None, " ", "Marie"]),
        },
        Kind.STEP_REMOVED: lambda: {"number": chance.randint(1, 3)},
        Kind.PRIVATE_RELEASED: lambda: {"statement": chance.choice(private)},
        Kind.PRIVATE_WITHHELD: lambda: {"statement": chance.choice(private)},
        Kind.SCREEN_REACHED: lambda: {"screen": chance.choice(["magnets", "result"])},
        Kind.SITTING_FINISHED: dict,
    }
    assert set(made) == set(Kind) - {Kind.WORKBOOK_STARTED}
    assert statements
    return [(kind, make()) for kind, make in chance.choices(list(made.items()), k=120)]


def test_the_page_and_the_server_agree(visit):
    page = visit().page
    for seed in range(40):
        side = [Audience.WORK_SEEKER, Audience.EMPLOYER][seed % 2]
        drawn = some_events(random.Random(seed), side)
        start = Event("s", AT, Kind.WORKBOOK_STARTED, {"audience": side.value, "language": "en", "content_version": 1})
        events = [Event(f"k{number}", AT, kind, data) for number, (kind, data) in enumerate(drawn)]
        half = len(events) // 2
        before, after = (view_of(replay([start, *part], CONTENT), CONTENT) for part in (events[:half], events))
        sent = [{"key": e.key, "kind": str(e.kind), "data": data} for e, (_, data) in zip(events, drawn, strict=True)]
        shown = page.evaluate(OVERLAY, [before, sent[half:]])
        shown["released"].sort()
        for part in FAR:
            assert part not in after or part in shown
        assert sorted(shown["skipped"]) == sorted(after["skipped"])
        assert {k: v for k, v in shown.items() if k not in FAR} == {k: v for k, v in after.items() if k not in FAR}
