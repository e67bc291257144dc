"""Where plans are found, and how they are checked with the content they go with."""

from __future__ import annotations

import shutil

import pytest
import yaml

from tests.live.conftest import in_step, small_plan, text, write
from tw_kit.content import load_content
from tw_kit.content.load import PACKAGED
from tw_kit.errors import ContentFaults
from tw_kit.live import check_with_plans, load_plans, plans_folder
from tw_kit.live.plan import SCREEN_MAX


@pytest.fixture
def content_folder(tmp_path):
    """The kit's own content, in a folder of its own."""
    copy = tmp_path / "content"
    shutil.copytree(PACKAGED, copy, ignore=lambda _, names: [n for n in names if n.endswith((".py", ".pyc"))])
    return copy


def found(folder):
    return [(fault.message, fault.place) for fault in check_with_plans(folder)]


def with_plan(content_folder, change):
    plan = small_plan()
    change(plan)
    (content_folder / "plans").mkdir(exist_ok=True)
    write(content_folder / "plans", plan)
    return found(content_folder)


def test_a_plan_is_read_once(folder):
    content = load_content()
    plans = load_plans(folder, content)
    assert list(plans) == ["small"]
    assert load_plans(folder, content) is plans


def test_faults_are_not_remembered(folder):
    write(folder, small_plan() | {"minutes": 1})
    with pytest.raises(ContentFaults):
        load_plans(folder, load_content())
    write(folder, small_plan())
    assert load_plans(folder, load_content())["small"].minutes == 40


def test_a_folder_without_a_plan(tmp_path):
    (tmp_path / ".draft.yaml").write_text("a: b\n", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ContentFaults) as raised:
            load_plans(folder, load_content())
        assert [(fault.message, fault.place) for fault in raised.value.faults] == [("plans.none", str(folder))]


def test_a_content_folder_goes_with_the_kits_plans_unless_it_has_its_own(content_folder):
    assert plans_folder(content_folder) == plans_folder(None)
    assert found(content_folder) == []
    assert with_plan(content_folder, lambda plan: None) == []
    assert plans_folder(content_folder) == content_folder / "plans"
    assert list(load_plans(plans_folder(content_folder), load_content(content_folder))) == ["small"]


def test_own_plans_are_checked_with_the_content(content_folder):
    plan = in_step("quick", minutes=6)
    assert with_plan(content_folder, plan) == [("plans.minutes_differ", "plans/small.yaml: minutes")]


HARD = "Organizational communication necessitates confidentiality considerations."


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (text(en=HARD), "content.english_hard"),
        (text(fr="mot " * 20 + "fin."), "content.french_long"),
        (text(en="Ask how old they are."), "content.word_listed"),
        (text(en="Take **turns**."), "content.markup_differs"),
        (text(fr="Bonjour {name}."), "content.placeholders_differ"),
    ],
)
def test_the_wording_of_a_plan_is_checked_as_that_of_the_content(content_folder, words, message):
    assert (message, "plans/small.yaml: steps.quick.do.2") in with_plan(
        content_folder, in_step("quick", do=[text(), words])
    )


def test_a_hard_text_of_a_plan_can_be_exempted(content_folder):
    path = content_folder / "content.yaml"
    head = yaml.safe_load(path.read_text(encoding="utf-8"))
    head["exempt"]["english_grade"] = ["plans/small:steps.quick.do.1"]
    path.write_text(yaml.safe_dump(head), encoding="utf-8")
    assert with_plan(content_folder, in_step("quick", do=[text(en=HARD)])) == []
    assert with_plan(content_folder, in_step("quick", id="quicker")) == [
        ("content.reference_unknown", "content.yaml: exempt")
    ]


def test_a_doubled_step_is_told_once(content_folder):
    faults = with_plan(content_folder, in_step("before", id="offers"))
    assert faults == [("content.id_doubled", "plans/small.yaml: steps.offers")]


def test_plans_are_checked_where_the_content_is_broken_too(content_folder):
    (content_folder / "steps.yaml").unlink()
    faults = with_plan(content_folder, in_step("growing", factors=["luck"], minutes=6))
    assert faults == [
        ("content.file_missing", "steps.yaml"),
        ("plans.minutes_differ", "plans/small.yaml: minutes"),
    ]


def test_a_screen_holds_what_can_be_read_at_a_glance(folder):
    plan = small_plan()
    in_step("quick", screen=text("x" * SCREEN_MAX, "y" * SCREEN_MAX))(plan)
    write(folder, plan)
    assert load_plans(folder, load_content())["small"].steps[3].screen.fr == "y" * SCREEN_MAX
