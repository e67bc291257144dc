"""The path through a workbook."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sitting.conftest import CONTENT
from tests.workbook.events import event, few, odd_events, start, workbooks
from tw_kit.model import Ask, Audience, Offer
from tw_kit.sitting import screens
from tw_kit.workbook import check, replay
from tw_kit.workbook.limits import SCREEN_ID
from tw_kit.workbook.questions import kind_questions

INSTRUMENT = CONTENT.instrument
_TOLD = {Audience.WORK_SEEKER: ["asks", "offers"], Audience.EMPLOYER: ["offers", "asks"]}
PARTS = {
    side: ["start", "clarity_before", "place", *told, "check", "more", "think", "steps", "clarity_after", "result"]
    for side, told in _TOLD.items()
}


def path(side, *events):
    return screens(replay([start(side), *events], CONTENT), CONTENT)


def kinds(path, part):
    return [screen.kind for screen in path if screen.part == part]


def of_direction(side, kind, core):
    direction = side.asks_about if kind == "ask" else side.offers_about
    return [s.id for s in INSTRUMENT.in_direction(direction) if s.core is core]


started = st.one_of(workbooks, odd_events().map(lambda events: [start(), *events]))


@few
@given(started)
def test_of_any_workbook_the_path_holds_together(events):
    state = replay(events, CONTENT)
    found = screens(state, CONTENT)
    ids = [screen.id for screen in found]
    assert len(set(ids)) == len(ids)
    assert all(SCREEN_ID.fullmatch(each) for each in ids)
    parts = list(dict.fromkeys(screen.part for screen in found))
    assert parts == [part for part in PARTS[state.audience] if part in parts]  # each in one piece, in order
    for kind in ("ask", "offer"):
        shown = [screen.statement for screen in found if screen.kind == kind and screen.part == f"{kind}s"]
        assert shown == of_direction(state.audience, kind, core=True)
    more = {screen.statement for screen in found if screen.part == "more" and screen.statement}
    further = {s for kind in ("ask", "offer") for s in of_direction(state.audience, kind, core=False)}
    told = further & (state.asks.keys() | state.offers.keys() | state.skipped)
    is_there = state.screen in {f"{kind}.{s}" for kind in ("ask", "offer") for s in further}
    assert more == (further if told or (is_there and state.screen in ids) else set())
    evidence = [screen.statement for screen in found if screen.kind == "evidence"]
    known = of_direction(Audience.EMPLOYER, "offer", True) + of_direction(Audience.EMPLOYER, "offer", False)
    is_employer = state.audience is Audience.EMPLOYER
    assert evidence == ([s for s in state.evidence_chosen if s in known] if is_employer else [])
    asked = [screen.question for screen in found if screen.kind == "kind_question"]
    assert asked == [question.id for question in kind_questions(state, CONTENT)]
    for screen in found:
        if screen.kind in ("ask", "offer"):
            assert screen.done == (
                screen.statement in state.skipped or screen.statement in {**state.asks, **state.offers}
            )
        if screen.kind == "rating":
            assert screen.done == (screen.factor in state.maps["place"].ratings if "place" in state.maps else False)
        assert screen.seconds > 0


@pytest.mark.parametrize("side", Audience)
def test_the_ids_and_the_order_of_a_new_workbook(side):
    found = path(side)
    items = [item.id for item in CONTENT.clarity.of(side)]
    before = ["clarity_intro.before", *(f"clarity_before.{item}" for item in items)]
    place = ["place", *(f"rating.{factor}" for factor in CONTENT.factors)]
    asks = ["part_intro.asks", *(f"ask.{s}" for s in of_direction(side, "ask", True))]
    offers = ["part_intro.offers", *(f"offer.{s}" for s in of_direction(side, "offer", True))]
    tell = [*offers, "evidence_choice", *asks] if side is Audience.EMPLOYER else [*asks, *offers]
    after = ["clarity_intro.after", *(f"clarity_after.{item}" for item in items)]
    rest = ["more", "reflect", "magnets", "steps", *after, "result"]
    assert [screen.id for screen in found] == ["code", *before, *place, *tell, *rest]
    assert not any(screen.done for screen in found)


@pytest.mark.parametrize(
    "chosen",
    [
        event("screen_reached", screen="ask.wa_own_hours"),
        event("ask_answered", statement="wa_own_hours", level="open"),
        event("statement_skipped", statement="wa_own_hours"),
    ],
)
def test_the_other_statements_come_once_somebody_has_gone_on_to_them(chosen):
    further = next(s.id for s in INSTRUMENT.in_direction(Audience.WORK_SEEKER.asks_about) if not s.core)
    data = {key: value.replace("wa_own_hours", further) for key, value in chosen.data.items()}
    found = path(Audience.WORK_SEEKER, dataclasses.replace(chosen, data=data))
    assert kinds(found, "more")[:2] == ["more", "ask"]
    assert len(kinds(found, "more")) == 1 + sum(not s.core for s in INSTRUMENT.statements)
    assert next(screen for screen in found if screen.id == "more").done


@pytest.mark.parametrize("side", Audience)
def test_a_core_statement_does_not_bring_the_others(side):
    core = of_direction(side, "ask", core=True)
    found = path(side, *(event("ask_answered", statement=s, level="want") for s in core))
    assert kinds(found, "more") == ["more"]


def test_a_screen_that_asks_nothing_is_done_when_the_person_is_past_it():
    def done(*events):
        return {screen.id for screen in path(Audience.WORK_SEEKER, *events) if screen.done}

    assert done(event("screen_reached", screen="code")) == set()
    assert done(event("screen_reached", screen="clarity_before.cs_needs")) == {"code", "clarity_intro.before"}
    assert done(event("ask_answered", statement="wa_shifts_ahead", level="need")) == {
        "part_intro.asks",
        "ask.wa_shifts_ahead",
    }
    assert "part_intro.offers" not in done(event("screen_reached", screen="part_intro.offers"))
    assert done(event("screen_reached", screen="answers")) == set()  # a page aside is no place on the path


def test_what_was_said_makes_its_screen_done():
    found = path(
        Audience.EMPLOYER,
        event("place_named", map="place", text="Chez nous"),
        event("place_rated", map="place", factor="growth", rating=0),
        event("clarity_answered", when="after", item="ce_needs", value=1),
        event("evidence_chosen", statements=["wa_shifts_ahead", "gr_monthly_feedback"]),
        event("evidence_written", statement="gr_monthly_feedback", text="On Fridays"),
        event("reflection_written", factor="growth", text="Hm"),
        event("magnets_chosen", magnets=["growth"]),
        event("step_written", number=1, what="Call"),
        event("sitting_finished"),
    )
    answered = {screen.id for screen in found if screen.done}
    assert answered >= {
        "place",
        "rating.growth",
        "clarity_after.ce_needs",
        "clarity_intro.after",
        "evidence_choice",
        "evidence.gr_monthly_feedback",
        "reflect",
        "magnets",
        "steps",
        "result",
    }
    assert not answered & {"rating.pay_benefits", "evidence.wa_shifts_ahead", "clarity_before.ce_needs", "code"}


def test_a_rating_of_another_place_is_not_this_one():
    found = path(Audience.WORK_SEEKER, event("place_rated", map="elsewhere", factor="growth", rating=3))
    assert not any(screen.done for screen in found)


def test_kind_questions_stand_between_the_answers_and_the_rest():
    core = of_direction(Audience.WORK_SEEKER, "ask", core=True)
    found = path(Audience.WORK_SEEKER, *(event("ask_answered", statement=s, level=Ask.NEED.value) for s in core))
    ids = [screen.id for screen in found]
    here = ids.index("kind_question.many_musts")
    assert ids[here : here + 3] == ["kind_question.many_musts", "kind_question.all_alike", "more"]


def minutes(found):
    return sum(screen.seconds for screen in found if not screen.done) / 60


def test_the_short_path_of_a_work_seeker_is_under_twenty_minutes_with_every_kind_question():
    asks = of_direction(Audience.WORK_SEEKER, "ask", core=True)
    short = minutes(path(Audience.WORK_SEEKER))
    questions = path(Audience.WORK_SEEKER, *(event("ask_answered", statement=s, level="need") for s in asks))
    extra = sum(screen.seconds for screen in questions if screen.kind == "kind_question") / 60
    assert 10 < short + extra < 20


def test_the_first_sitting_of_an_employer_is_at_most_25_minutes_with_evidence_for_three():
    offers = of_direction(Audience.EMPLOYER, "offer", core=True)[:3]
    chosen = event("evidence_chosen", statements=offers)
    found = path(Audience.EMPLOYER, chosen)
    first = sum(screen.seconds for screen in found) / 60
    assert kinds(found, "offers").count("evidence") == 3
    assert 12 < first <= 25


def test_where_somebody_is_can_be_kept_for_every_screen():
    """An id of the content has up to 60 characters, and the kind of the screen comes before it."""
    long = "clarity_before." + "x" * 60
    state = replay([start()], CONTENT)
    assert check(state, event("screen_reached", screen=long), CONTENT) is None
    assert check(state, event("screen_reached", screen="x" * 97), CONTENT) is not None
    assert check(state, event("screen_reached", screen="a b"), CONTENT) is not None


def test_a_workbook_that_was_not_started_has_no_path():
    with pytest.raises(ValueError, match="not started"):
        screens(replay([], CONTENT), CONTENT)


def test_answers_to_the_other_level_do_not_hide_a_statement():
    found = path(Audience.WORK_SEEKER, event("offer_answered", statement="wa_on_time", level=Offer.NO.value))
    assert next(screen for screen in found if screen.id == "offer.wa_on_time").done
