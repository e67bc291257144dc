"""The four plans that come with the kit: good in form, and true to how a group is led."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import yaml

from tw_kit.content import load_content
from tw_kit.content.check import text_pairs
from tw_kit.live import Kind, agenda, check_with_plans, load_plans, plans_folder
from tw_kit.live.plan import PART_OF_KIND
from tw_kit.model import Audience
from tw_kit.sitting.screens import screens
from tw_kit.workbook import State

PLANS = load_plans(plans_folder(None), load_content())
SEEKER, EMPLOYER = Audience.WORK_SEEKER, Audience.EMPLOYER


def texts(plan_id):
    raw = yaml.safe_load((plans_folder(None) / f"{plan_id}.yaml").read_text(encoding="utf-8"))
    return list(text_pairs(plan_id, raw))


def test_content_and_plans_are_good():
    content = load_content()
    assert [content.sentence(fault, "en") for fault in check_with_plans()] == []


def test_there_are_four_of_the_promised_length():
    assert {plan.id: plan.minutes for plan in PLANS.values()} == {
        "work_seekers": 120,
        "employers": 60,
        "dual_client": 90,
        "practitioners": 435,
    }
    assert {plan.id for plan in PLANS.values()} == {plan.for_whom for plan in PLANS.values()}
    assert PLANS["practitioners"].net_minutes == 360


def test_an_owner_may_leave_after_25_minutes_with_something_in_hand():
    sitting = PLANS["employers"].first_sitting_steps
    assert sum(step.minutes for step in sitting) == 25
    assert sitting[-1].kind is Kind.CLOSE
    assert sitting[-1].open_part(EMPLOYER) == "result"
    assert len(sitting) < len(PLANS["employers"].steps)


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_no_one_sits_for_more_than_90_minutes_without_a_break(plan):
    stretch = longest = 0
    for step in plan.steps:
        stretch = 0 if step.kind is Kind.BREAK else stretch + step.minutes
        longest = max(longest, stretch)
    assert longest <= 90


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_consent_and_the_right_to_pass_are_said_aloud_in_both_languages(plan):
    said = [" ".join(text.in_language(language) for text in plan.steps[0].say) for language in ("en", "fr")]
    assert re.search(r"[Tt]ick", said[0]) and re.search(r"[Cc]oche", said[1])
    assert re.search(r"\b[Pp]ass\b|pass any turn", said[0]) and re.search(r"\b[Pp]asse[rz]\b", said[1])
    assert re.search(r"[Nn]o names?\b|No name", said[0]) and re.search(r"de nom\b", said[1])


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_every_plan_has_an_answer_for_few_people_late_people_silence_and_failing_phones(plan):
    found = texts(plan.id)
    for en, fr in (
        ("that is right", "c’est bien ainsi"),
        (r"\b[Ll]ate\b", "retard"),
        ("[Ss]ilen", "silence|se tait"),
        ("[Pp]hone", "téléphone"),
        ("[Pp]aper", "papier"),
    ):
        assert [text_id for text_id, english, _ in found if re.search(en, english)], en
        assert [text_id for text_id, _, french in found if re.search(fr, french)], fr


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_quiet_time_comes_before_pairs(plan):
    for step in plan.steps:
        if step.kind is Kind.THINK_PAIR_SHARE:
            assert any("alone" in text.en for text in step.say), step.id


def test_both_sides_of_a_room_are_open_at_what_is_theirs():
    steps = {step.id: step for step in PLANS["dual_client"].steps}
    gives, brings = steps["what_a_workplace_gives"], steps["what_a_person_brings"]
    assert (gives.open_part(SEEKER), gives.open_part(EMPLOYER)) == ("asks", "offers")
    assert (brings.open_part(SEEKER), brings.open_part(EMPLOYER)) == ("offers", "asks")
    assert steps["pause"].open_part(SEEKER) is None
    assert PLANS["dual_client"].sides == (SEEKER, EMPLOYER)
    assert PLANS["employers"].sides == (EMPLOYER,)


def test_all_the_factors_are_taught_back():
    step = next(step for step in PLANS["practitioners"].steps if step.factors == ("all",))
    assert step.factor_ids(load_content().factors) == tuple(load_content().factors)


def test_parts_are_those_of_the_workbook():
    parts = {
        screen.part for side in Audience for screen in screens(State(audience=side, content_version=1), load_content())
    }
    opened = {step.open_part(side) for plan in PLANS.values() for step in plan.steps for side in Audience} - {None}
    assert set(PART_OF_KIND.values()) <= parts
    assert opened <= parts | {"check"}  # "check" is there only where an answer calls for it


@pytest.mark.parametrize("plan_id", PLANS)
def test_texts_are_set_as_print_is(plan_id):
    for text_id, en, fr in texts(plan_id):
        assert "'" not in en + fr, text_id
        assert not re.search(r"\s[?!;]|[^\u00a0]:(?=\s|$)|«(?!\u00a0)|(?<!\u00a0)»|[“”]", fr), text_id


def test_a_day_of_training_ends_in_the_afternoon():
    slots = agenda(PLANS["practitioners"], dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))
    assert f"{slots[-1].ends:%H:%M}" == "16:15"
