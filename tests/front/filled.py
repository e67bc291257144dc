"""A workbook that somebody has filled before: made by messages, opened in a browser by its code."""

from __future__ import annotations

from itertools import count

from tests.front.person import CONTENT, first_answers
from tw_kit.model import Audience

_PAGES = count(1)
_KEYS = count(1)


class Filled:
    """A workbook at a host.

    Parameters
    ----------
    host : Host
    side, language : str
    variant : str or None
    answers : bool
        Whether everything in it is answered.
    """

    def __init__(self, host, side="work_seeker", language="en", variant=None, answers=True):
        self.host, self.side = host, Audience(side)
        self.sitting = host.sitting(f"made-{next(_PAGES)}", side, None)
        started = self.ask("start", language=language, variant=variant, consents=[])
        self.code = started["code"]
        if answers:
            self.send(*everything(self.side, first_answers(language)))

    def ask(self, kind, **more):
        return self.sitting.answer({"id": 1, "type": kind, **more})

    def send(self, *events):
        """Have events kept, each ``(kind, data)``."""
        for start in range(0, len(events), 100):
            batch = [{"key": f"made{next(_KEYS)}", "kind": k, "data": d} for k, d in events[start : start + 100]]
            answer = self.ask("events", events=batch)
            assert answer["type"] == "kept", answer
            assert answer["refused"] == []

    def be_at(self, screen):
        self.send(("screen_reached", {"screen": screen}))

    @property
    def view(self):
        return self.ask("open", code=self.code)["view"]


def everything(side, answers):
    """Events that answer all there is."""
    statements = CONTENT.instrument.statements
    for item in CONTENT.clarity.of(side):
        for when, value in (("before", 2), ("after", 4)):
            yield "clarity_answered", {"when": when, "item": item.id, "value": value}
    yield "place_named", {"map": "place", "text": answers["place"]}
    for factor in CONTENT.factors:
        rating = answers["rating"](f"rating.{factor}")
        yield "place_rated", {"map": "place", "factor": factor, "rating": rating}
    for s in statements:
        kind = "ask" if s.direction is side.asks_about else "offer"
        if s.core:
            yield f"{kind}_answered", {"statement": s.id, "level": answers[kind](f"{kind}.{s.id}")}
    offered = [s.id for s in statements if s.direction is side.offers_about and s.core][:3]
    if side is Audience.EMPLOYER:
        yield "evidence_chosen", {"statements": offered}
    for statement in offered:
        yield "evidence_written", {"statement": statement, "text": answers["evidence"](statement)}
    factors = list(CONTENT.factors)
    yield "reflection_written", {"factor": factors[0], "text": answers["reflect"]}
    yield "magnets_chosen", {"magnets": [factors[4], factors[0], factors[6]]}
    yield "step_written", {"number": 1, "what": answers["what"], "by": "2026-12-04", "who": answers["who"]}


def many_musts(side):
    """Events that leave more than five musts, and ten answers alike."""
    asks = CONTENT.instrument.in_direction(side.asks_about)[:12]
    return [("ask_answered", {"statement": s.id, "level": "need"}) for s in asks]
