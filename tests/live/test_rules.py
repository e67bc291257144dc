"""Each rule of a plan, broken: the fault names the file, the place and what to change."""

from __future__ import annotations

import pytest

from tests.live.conftest import faults_in, in_step, small_plan, step, text, write
from tw_kit.content import load_content

FILE = "plans/small.yaml"


def found(folder, change):
    plan = small_plan()
    change(plan)
    write(folder, plan)
    return [(fault.message, fault.place) for fault in faults_in(folder)]


def sets(**changes):
    return lambda plan: plan.update(changes)


def drops(step_id):
    def change(plan):
        dropped = next(each for each in plan["steps"] if each["id"] == step_id)
        plan["steps"].remove(dropped)
        plan["minutes"] -= dropped["minutes"]

    return change


def adds(place, *args, **more):
    def change(plan):
        plan["steps"].insert(place, step(*args, **more))
        plan["minutes"] += plan["steps"][place]["minutes"]

    return change


def options(*ids):
    return {"question": text(), "options": [{"id": each, "text": text()} for each in ids]}


def test_the_small_plan_is_good(folder):
    assert found(folder, lambda plan: None) == []


@pytest.mark.parametrize(
    ("change", "message", "place"),
    [
        pytest.param(sets(minutes=41), "plans.minutes_differ", "minutes", id="sum"),
        pytest.param(sets(first_sitting="nowhere"), "plans.step_unknown", "first_sitting", id="sitting's end"),
        pytest.param(sets(first_sitting="growing"), "plans.first_sitting_long", "first_sitting", id="sitting's length"),
        pytest.param(lambda plan: plan.pop("first_sitting"), "content.key_missing", "first_sitting", id="no sitting"),
        pytest.param(drops("welcome"), "plans.begins_otherwise", "steps.before", id="no welcome"),
        pytest.param(drops("end"), "plans.ends_otherwise", "steps.after", id="no close"),
        pytest.param(in_step("welcome", consents=None), "content.key_missing", "steps.welcome.consents", id="consent"),
        pytest.param(
            in_step("welcome", consents=[]), "content.list_too_short", "steps.welcome.consents", id="no consents"
        ),
        pytest.param(
            in_step("welcome", consents=["use_it"]), "content.reference_unknown", "steps.welcome.consents", id="scope"
        ),
        pytest.param(
            in_step("welcome", consents=["share_with_named_employer"]),
            "content.reference_unknown",
            "steps.welcome.consents",
            id="scope of the other side",
        ),
        pytest.param(drops("before"), "plans.clarity_not_once", "steps", id="no clarity before"),
        pytest.param(drops("after"), "plans.clarity_not_once", "steps", id="no clarity after"),
        pytest.param(adds(5, "again", "clarity_after"), "plans.clarity_not_once", "steps", id="clarity twice"),
        pytest.param(
            lambda plan: [in_step("before", kind="clarity_after")(plan), in_step("after", kind="clarity_before")(plan)],
            "plans.clarity_reversed",
            "steps.after",
            id="clarity in the wrong order",
        ),
        pytest.param(sets(group={"from": 13, "to": 12}), "plans.group_reversed", "group", id="group"),
        pytest.param(
            in_step("growing", factors=["grow"]), "content.reference_unknown", "steps.growing.factors", id="factor"
        ),
        pytest.param(
            in_step("growing", factors=["growth", "growth"]),
            "content.id_doubled",
            "steps.growing.factors.growth",
            id="factor twice",
        ),
        pytest.param(in_step("growing", factors=None), "content.key_missing", "steps.growing.factors", id="no factors"),
        pytest.param(
            in_step("after", factors="all"), "content.key_unknown", "steps.after.factors", id="factors elsewhere"
        ),
        pytest.param(in_step("offers", about=None), "content.key_missing", "steps.offers.about", id="statements"),
        pytest.param(in_step("offers", about="both"), "content.choice_wrong", "steps.offers.about", id="direction"),
        pytest.param(
            in_step("offers", part="asks"), "content.key_unknown", "steps.offers.part", id="part of statements"
        ),
        pytest.param(in_step("after", part="think"), "content.key_unknown", "steps.after.part", id="part of clarity"),
        pytest.param(
            in_step("quick", part="clarity_after"), "content.choice_wrong", "steps.quick.part", id="part of a kind"
        ),
        pytest.param(in_step("quick", kind="vote"), "content.choice_wrong", "steps.quick.kind", id="kind"),
        pytest.param(in_step("quick", poll=None), "content.key_missing", "steps.quick.poll", id="no poll"),
        pytest.param(
            in_step("quick", poll=options("a")), "content.list_too_short", "steps.quick.poll.options", id="one option"
        ),
        pytest.param(
            in_step("quick", poll=options(*"abcdef")),
            "content.list_too_long",
            "steps.quick.poll.options",
            id="six options",
        ),
        pytest.param(
            in_step("quick", poll=options("a", "b", "a")),
            "content.id_doubled",
            "steps.quick.poll.options.a",
            id="option twice",
        ),
        pytest.param(in_step("before", id="offers"), "content.id_doubled", "steps.offers", id="step twice"),
        pytest.param(in_step("quick", minutes=0), "content.number_too_small", "steps.quick.minutes", id="no time"),
        pytest.param(in_step("quick", minutes=2.5), "content.number_needed", "steps.quick.minutes", id="half a minute"),
        pytest.param(in_step("quick", say=[]), "content.list_too_short", "steps.quick.say", id="nothing to say"),
        pytest.param(in_step("quick", do=[]), "content.list_too_short", "steps.quick.do", id="nothing to do"),
        pytest.param(
            in_step("quick", watch_for=None), "content.key_missing", "steps.quick.watch_for", id="nothing to watch for"
        ),
        pytest.param(
            in_step("quick", screen=text(fr="")), "content.translation_missing", "steps.quick.screen.fr", id="screen"
        ),
        pytest.param(
            in_step("quick", screen=text("word " * 21)), "content.text_too_long", "steps.quick.screen.en", id="screen"
        ),
        pytest.param(in_step("quick", colour="teal"), "content.key_unknown", "steps.quick.colour", id="stranger"),
        pytest.param(
            in_step("quick", say=[text("Hello {name}.", "Bonjour {name}.")]),
            "content.placeholder_unknown",
            "steps.quick.say.1",
            id="placeholder",
        ),
        pytest.param(in_step("quick", say=[text("{")]), "content.braces", "steps.quick.say.1", id="brace"),
        pytest.param(sets(**{"for": "everyone"}), "content.choice_wrong", "for", id="for whom"),
        pytest.param(sets(steps=[]), "content.list_too_short", "steps", id="no steps"),
    ],
)
def test_a_broken_rule(folder, change, message, place):
    assert found(folder, change) == [(message, f"{FILE}: {place}")]


def test_a_file_under_another_name(folder):
    assert found(folder, sets(id="other")) == [("plans.misnamed", FILE)]


def test_a_plan_that_is_no_record(folder):
    write(folder, ["a", "b"])
    assert [(fault.message, fault.place) for fault in faults_in(folder)] == [("content.group_needed", FILE)]


def test_a_plan_without_a_workbook_needs_no_clarity_check(folder):
    def talk_only(plan):
        plan["steps"] = [each for each in plan["steps"] if each["id"] in ("welcome", "growing", "end")]
        plan.update({"minutes": 15, "for": "work_seekers"})
        del plan["first_sitting"]

    assert found(folder, talk_only) == []


@pytest.mark.parametrize("kind", ["magnet_map", "magnets", "next_steps"])
def test_a_plan_with_any_part_of_the_workbook_needs_both(folder, kind):
    def one_part(plan):
        plan["steps"] = [plan["steps"][0], step("part", kind), plan["steps"][-1]]
        plan.update({"minutes": 15, "first_sitting": "part"})

    assert found(folder, one_part) == [("plans.clarity_not_once", f"{FILE}: steps")] * 2


def test_a_first_sitting_of_25_minutes_is_short_enough(folder):
    assert found(folder, sets(first_sitting="quick")) == []


def test_every_fault_is_told_with_its_figures(folder):
    plan = small_plan()
    plan.update(minutes=45, first_sitting="growing")
    plan["steps"][4]["factors"] = ["growth", "luck"]
    write(folder, plan)
    write(folder, "nothing", "worse")
    (folder / "worst.yaml").write_text("a: [", encoding="utf-8")
    faults = faults_in(folder)
    assert sorted(load_content().sentence(fault, "en") for fault in faults) == [
        "plans/small.yaml: first_sitting: the first sitting takes 30 minutes. An owner may have 25 at most: end it "
        "sooner, or shorten a step.",
        "plans/small.yaml: minutes: the plan says 45 minutes, and its steps add up to 40. Change one or the other.",
        "plans/small.yaml: steps.growing.factors: this content has no “luck” that fits here.",
        "plans/worse.yaml: a group of keys is needed, each with a colon, such as “en:” and “fr:” for a text.",
        "plans/worst.yaml, line 2: this is not YAML that can be read. Check quotation marks, colons and indentation, "
        "here and in the line before.",
    ]
