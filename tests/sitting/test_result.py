"""The last page says what the handout says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from tests.sitting.conftest import CONTENT, Page, ask_of, offer_of
from tests.workbook.events import few, workbooks
from tw_kit.content import LANGUAGES
from tw_kit.model import Audience
from tw_kit.reports import blocks
from tw_kit.reports.handouts import build_handout
from tw_kit.reports.site import Site
from tw_kit.sitting.result import result_of
from tw_kit.store import MemoryStore
from tw_kit.workbook import as_summary, replay

PRIVATE_ASK = next(s.id for s in CONTENT.instrument.in_direction(Audience.WORK_SEEKER.asks_about) if s.private)
PRIVATE_OFFER = next(s.id for s in CONTENT.instrument.in_direction(Audience.WORK_SEEKER.offers_about) if s.private)


def lines(handout, heading):
    """The lines of a block, wherever it stands on the page."""
    pairs = [(block.left, block.right) for block in handout.blocks if isinstance(block, blocks.Pair)]
    every = [*handout.blocks, *(each for pair in pairs for each in pair)]
    found = [block for block in every if isinstance(block, blocks.Lines) and block.heading == heading]
    return [line.text for block in found for line in block.lines]


@few
@given(workbooks)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_handout_choose_alike(language, events):
    state = replay(events, CONTENT)
    summary = as_summary(state, CONTENT, on=events[0].at.date())
    result = result_of(summary, CONTENT, language)
    handout = build_handout(summary, CONTENT, Site(), language)

    def say(text):
        return CONTENT.text(f"handout.{text}", language)

    if summary.audience is Audience.WORK_SEEKER:
        nothing = [say("nothing_yet")]
        assert lines(handout, "") == (result["lead"] or nothing)
        assert lines(handout, say("also_decisive")) == result["also"]
        assert lines(handout, say("seeker_bring")) == (result["brings"] or nothing)
        assert lines(handout, say("seeker_questions")) == result["questions"]
    else:
        assert lines(handout, "") == (result["brings"] or [say("nothing_yet")])
        assert lines(handout, say("employer_questions")) == result["questions"]
    assert len(result["questions"]) == 3
    picture = next(block for block in handout.blocks if isinstance(block, blocks.Picture))
    assert [row[0].split(" ", 1)[-1] if row[0].startswith("★") else row[0] for row in picture.rows] == [
        row["name"] for row in result["picture"]
    ]
    counts = [row[2 if result["has_map"] else 1 :] for row in picture.rows]
    assert counts == [
        tuple(
            str(n) if n else "·"
            for n in (r["needs"], r["wants"], r["rather_nots"] + r["avoids"], r["yes"], r["negotiable"], r["no"])
        )
        for r in result["picture"]
    ]
    assert [row["factor"] for row in result["picture"]] == list(CONTENT.factors)
    json.dumps(result)


def test_the_picture_counts_and_the_sentences_are_said(page):
    page.send(
        ask_of("wa_shifts_ahead", "need"),
        ask_of("wa_guaranteed_hours", "avoid"),
        offer_of("wa_on_time", "negotiable"),
        ("place_rated", {"map": "place", "factor": "growth", "rating": 0}),
        ("magnets_chosen", {"magnets": ["pay_benefits", "working_arrangements"]}),
    )
    result = page.ask("result")["result"]["en"]
    assert result["lead"][0] == "I need to know my shifts two weeks ahead."
    assert "This matters a lot to me: pay and benefits." in result["lead"]
    offer = CONTENT.statements["wa_on_time"].offer.en
    assert result["brings"] == [f"{offer} (we could work this out)"]
    rows = {row.pop("factor"): row for row in result["picture"]}
    assert rows["working_arrangements"] == {
        "name": "Working arrangements",
        "magnet": 2,
        "rating": None,
        "needs": 1,
        "wants": 0,
        "rather_nots": 0,
        "avoids": 1,
        "yes": 0,
        "negotiable": 1,
        "no": 0,
    }
    assert (rows["pay_benefits"]["magnet"], rows["growth"]["rating"]) == (1, 0)
    assert (result["has_map"], result["is_empty"]) == (True, False)


def test_nothing_answered_is_empty_and_is_said_of_nobody(page):
    result = page.ask("result")["result"]
    for language in LANGUAGES:
        assert result[language]["is_empty"]
        assert result[language]["lead"] == result[language]["brings"] == result[language]["private"] == []


def test_private_answers_stand_apart_until_they_are_released(page):
    page.send(ask_of(PRIVATE_ASK, "need"), offer_of(PRIVATE_OFFER, "no"))
    result = page.ask("result")["result"]["fr"]
    told = tuple(each["statement"] for each in result["private"])
    assert told == CONTENT.instrument.in_order([PRIVATE_ASK, PRIVATE_OFFER])
    assert result["lead"] == [] and sum(row["needs"] + row["no"] for row in result["picture"]) == 0
    page.send(("private_released", {"statement": PRIVATE_ASK}))
    released = page.ask("result")["result"]["fr"]
    assert len(released["lead"]) == 1 and sum(row["needs"] for row in released["picture"]) == 1
    assert released["private"] == result["private"]  # they stay in the list, to be taken back
    own = {each["statement"]: each for each in result["private"]}
    words = CONTENT.statements[PRIVATE_ASK]
    assert own[PRIVATE_ASK] == {"statement": PRIVATE_ASK, "text": words.ask.fr, "answer": "C’est un besoin"}
    assert own[PRIVATE_OFFER]["text"] == CONTENT.statements[PRIVATE_OFFER].offer.fr


def test_an_employer_says_we():
    page = Page(MemoryStore(), Audience.EMPLOYER)
    page.start()
    page.send(("magnets_chosen", {"magnets": ["growth"]}), offer_of("wa_shifts_ahead", "yes"))
    result = page.ask("result")["result"]["en"]
    assert result["lead"] == ["This matters a lot to us: growth."]
    assert result["brings"] == [CONTENT.statements["wa_shifts_ahead"].offer.en]
