"""`sample` and `score`."""

from __future__ import annotations

import json

import pytest

from tw_kit.content import load_content
from tw_kit.scoring import View, pair_figures, profile_figures
from tw_kit.store import read_summary

CONTENT = load_content()


def test_sample_writes_people_and_says_where(run, tmp_path):
    ran = run("sample", tmp_path / "out", "--seekers", 2, "--employers", 1, "--seed", 3, "--lang", "fr")
    assert (ran.code, ran.out, ran.err) == (0, f"3 people in {tmp_path / 'out'}\n", "")
    people = [read_summary(path, CONTENT) for path in sorted((tmp_path / "out").iterdir())]
    assert [p.language for p in people] == ["fr"] * 3


def test_sample_refuses_a_folder_with_other_files_and_says_what_to_do(run, people):
    ran = run("sample", people, "--seekers", 1, "--employers", 0)
    assert ran.code == 2
    (line,) = ran.lines
    assert line.endswith("(3, such as employer_001.json). Choose a new or empty folder.")


def test_sample_refuses_a_language_it_does_not_know(run, tmp_path):
    ran = run("sample", tmp_path / "out", "--lang", "es")
    assert (ran.code, ran.lines) == (2, ["--lang: “es” is not one of these: en, fr, mix."])


def test_one_file_gives_a_profile_by_factor(run, people):
    path = people / "work_seeker_001.json"
    ran = run("score", path)
    assert (ran.code, ran.err) == (0, "")
    record = json.loads(ran.out)
    assert record == profile_figures(CONTENT.instrument, read_summary(path, CONTENT).response)
    assert list(record["factors"]) == list(CONTENT.factors)


@pytest.mark.parametrize("view", [None, *View])
@pytest.mark.parametrize("is_turned", [False, True])
def test_two_files_in_either_order_give_the_pair_in_a_view(run, people, view, is_turned):
    seeker, employer = people / "work_seeker_001.json", people / "employer_002.json"
    order = [employer, seeker] if is_turned else [seeker, employer]
    ran = run("score", *order, *([] if view is None else ["--view", view.value]))
    assert (ran.code, ran.err) == (0, "")
    a, b = (read_summary(path, CONTENT).response for path in (seeker, employer))
    expected = pair_figures(CONTENT.instrument, a, b, view or View.PRACTITIONER)
    assert json.loads(ran.out) == json.loads(json.dumps(expected))


@pytest.mark.parametrize("side", ["work_seeker", "employer"])
def test_two_files_of_one_side_are_refused_by_name(run, people, side):
    first, second = people / f"{side}_001.json", people / f"{side}_002.json"
    ran = run("score", first, second)
    assert ran.code == 2
    (line,) = ran.lines
    assert str(first) in line
    assert str(second) in line


def test_a_view_that_is_not_known_and_too_many_files(run, people):
    path = people / "employer_001.json"
    assert run("score", path, path, "--view", "boss").lines == [
        "--view: “boss” is not one of these: practitioner, work_seeker, employer."
    ]
    assert run("score", path, path, path).lines == ["A score is made from one or two files, and 3 were given."]


def test_faults_of_both_files_are_listed_each_with_its_file(run, broken, tmp_path):
    missing = tmp_path / "nobody.json"
    ran = run("score", broken, missing)
    assert (ran.code, ran.out) == (2, "")
    assert ran.lines == [
        f"{broken}: magnets: “growth” stands twice. Keep one.",
        f"{broken}: date: the date must be a real day written like 2026-11-24.",
        f"{missing}: There is no such file. Check the spelling.",
    ]


def test_ids_that_are_not_known_are_flagged_and_the_rest_is_scored(run, people):
    path = people / "work_seeker_001.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    before = run("score", path).out
    record["answers"]["asks"]["old_statement"] = "need"
    path.write_text(json.dumps(record), encoding="utf-8")
    ran = run("score", path)
    assert (ran.code, ran.out) == (0, before)
    assert ran.lines == [
        f"{path}: answers.asks.old_statement: this content does not know the id. "
        "It stays in the file and is not counted."
    ]
