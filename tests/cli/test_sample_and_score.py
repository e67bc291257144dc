"""`sample` and `score`."""

from __future__ import annotations

import json
import re

import pytest

from tw_kit.content import load_content
from tw_kit.model import Ask, Audience
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
        f"{missing}: There is no such file. Check the spelling; a name with spaces needs quotation marks around it.",
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
        f"{path}: Ids that this content does not know (1): answers.asks.old_statement. "
        "They stay in the file and are not counted."
    ]


def test_what_is_worth_noting_is_a_warning_with_its_file(run, people):
    path = people / "work_seeker_001.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    statement = next(s.id for s in CONTENT.instrument.statements if s.id not in record["answers"]["offers"])
    record["content_version"] = "argyle-2"
    record["answers"]["asks"]["wa_night"] = "need"
    record["answers"]["evidence"] = {statement: "Words."}
    path.write_text(json.dumps(record), encoding="utf-8")
    ran = run("score", path, people / "employer_001.json")
    assert ran.code == 0
    assert json.loads(ran.out)["view"] == "practitioner"
    assert [line.removeprefix(f"{path}: ") for line in ran.lines] == [
        "These are answers of version argyle-2, with words of version 1: they may differ. Read them with care.",
        "Ids that this content does not know (1): answers.asks.wa_night. They stay in the file and are not counted. "
        "Did you mean: wa_night → wa_nights?",
        f"answers.evidence.{statement}: these words are not shown, since there is no answer for them in “offers”. "
        "Add it there.",
    ]


@pytest.fixture
def two(tmp_path):
    """A pair by hand: one must in conflict, one must not answered, one private answer on each side."""
    seeker = {"wa_nights": "avoid", "gr_named_teacher": "need", "ec_no_car": "need"}
    records = {
        "seeker": {"audience": "work_seeker", "answers": {"asks": seeker}, "magnets": ["growth"]},
        "employer": {"audience": "employer", "answers": {"offers": {"wa_nights": "yes", "ec_no_car": "negotiable"}}},
    }
    paths = []
    for name, record in records.items():
        head = {"schema_version": 1, "content_version": 1, "scoring_version": 1, "language": "en", "date": "2026-06-15"}
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps({**head, **record}), encoding="utf-8")
    return paths


def test_a_sheet_for_a_meeting_says_in_words_what_decides_and_what_to_ask(run, two):
    ran = run("score", *two, "--as", "text")
    assert (ran.code, ran.err) == (0, "")
    nights, teacher = (CONTENT.statements[i] for i in ("wa_nights", "gr_named_teacher"))
    lines = ran.out.splitlines()
    assert lines[:2] == ["For a meeting, as the practitioner sees it", "Something important to settle"]
    assert f"    Work seeker: I would turn down a job where I had to {nights.wish.en}." in lines
    assert f"    Employer: {nights.offer.en}" in lines
    decides, asked = ran.out.split("What to ask first")
    assert teacher.wish.en in decides
    assert f"  1. {teacher.question.en}\n" in asked
    assert "    Employer: Not answered" in asked
    assert nights.question.en not in asked  # it has its answer


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sheet_has_no_figures_and_only_what_its_view_may_hold(run, two, view, language):
    out = run("score", *two, "--as", "text", "--view", view.value, "--lang", language).out
    car = CONTENT.statements["ec_no_car"]
    assert car.private
    seekers = CONTENT.spoken_ask("ec_no_car", Ask.NEED, Audience.WORK_SEEKER, language) in out
    assert seekers is (view is not View.EMPLOYER)
    assert (car.offer.in_language(language) in out) is (view is View.PRACTITIONER)
    assert not re.search(r"\d\.\d|%", out)
    assert re.findall(r"\d+", out) == [str(n) for n in range(1, len(re.findall(r"\d+", out)) + 1)]  # of questions
    assert ("(private)" in out or "(privé)" in out) is (view is not View.EMPLOYER)


def test_the_sheet_of_one_person_is_in_the_readers_language_unless_told(run, two):
    assert run("score", two[0], "--as", "text").out.startswith("A work seeker’s answers, in short\n")
    ran = run("score", two[0], "--as", "text", language="fr_CA.UTF-8")
    assert ran.out.startswith("Les réponses d’une personne à la recherche d’un emploi, en bref\n")
    teacher = CONTENT.statements["gr_named_teacher"]
    assert teacher.question.fr.replace("\u00a0", " ") in ran.out
    empty = run("score", two[1], "--as", "text", "--lang", "fr")
    assert "Aucun essentiel n’est nommé." in empty.out


def test_a_shape_or_a_language_that_is_not_known_is_refused(run, two):
    assert run("score", *two, "--as", "csv").lines == ["--as: “csv” is not one of these: json, text."]
    assert run("score", *two, "--lang", "es").lines == ["--lang: “es” is not one of these: en, fr."]
