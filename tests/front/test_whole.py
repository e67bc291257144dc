"""Whole runs by touch: what was tapped is what is kept, and nobody waits for the page."""

from __future__ import annotations

import statistics
import time

import pytest

from tests.front.filled import Filled
from tests.front.person import CONTENT, first_answers
from tw_kit.model import Audience

MEDIAN_MAX_S = 6.0  # for a statement, from one sentence to the next


@pytest.mark.parametrize(("side", "language"), [("work_seeker", "fr"), ("employer", "en")])
def test_what_is_tapped_is_what_is_kept(visit, host, side, language):
    me = visit(language, side)
    code = me.start()
    answers, times = first_answers(language), {}

    def note(person):
        times[person.screen] = time.monotonic()

    me.run(answers, at=note)
    me.wait_saved()
    book = Filled(host, side, language, answers=False)
    view = book.ask("open", code=code)["view"]
    audience = Audience(side)
    core = [s for s in CONTENT.instrument.statements if s.core]
    asked = [s.id for s in core if s.direction is audience.asks_about]
    offered = [s.id for s in core if s.direction is audience.offers_about]
    assert view["asks"] == {s: answers["ask"](f"ask.{s}") for s in asked}
    assert view["offers"] == {s: answers["offer"](f"offer.{s}") for s in offered}
    assert view["clarity"]["before"] == {item.id: 2 for item in CONTENT.clarity.of(audience)}
    assert view["clarity"]["after"] == {item.id: 4 for item in CONTENT.clarity.of(audience)}
    assert view["maps"]["place"]["about"] == answers["place"]
    assert set(view["maps"]["place"]["ratings"]) == set(CONTENT.factors)
    assert view["magnets"] == list(CONTENT.factors)[:3]
    assert view["steps"] == {"1": {"what": answers["what"], "by": "2026-12-04", "who": answers["who"]}}
    assert list(view["reflections"].values()) == [answers["reflect"]]
    assert len(view["evidence"]) == (3 if side == "employer" else 0)
    assert view["screen"] == "result"
    order = list(times)
    statements = [s for s in order if s.startswith(("ask.", "offer."))]
    spent = [times[order[order.index(s) + 1]] - times[s] for s in statements]
    assert len(spent) == len(core)
    assert statistics.median(spent) < MEDIAN_MAX_S
