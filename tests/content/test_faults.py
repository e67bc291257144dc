"""Each kind of fault in a content folder is found, with its file and its id."""

from __future__ import annotations

import shutil
from copy import deepcopy
from functools import cache

import pytest
import yaml

from tw_kit.content import check_folder, load_content
from tw_kit.errors import ContentFaults, Fault

GROWTH = "factors/growth.yaml"


def faults_of(folder) -> list[Fault]:
    """The faults that the change of the test made: what the kit's own content may have is another test's."""
    faults = [fault for fault in check_folder(folder) if (fault.message, fault.place) not in own_faults()]
    assert all(load_content().sentence(fault, language) for fault in faults for language in ("en", "fr"))
    return faults


@cache
def own_faults() -> set[tuple[str, str]]:
    return {(fault.message, fault.place) for fault in check_folder()}


def found(folder) -> list[tuple[str, str]]:
    return [(fault.message, fault.place) for fault in faults_of(folder)]


def first_statement(record):
    return record["statements"][0]


def test_a_copy_of_the_kits_own_content_is_good(folder):
    assert found(folder) == []
    assert load_content(folder).instrument == load_content().instrument


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_missing_translation(folder, change, language):
    change(GROWTH, lambda r: first_statement(r)["ask"].pop(language))
    place = "factors/growth.yaml: statements.gr_monthly_feedback.ask." + language
    assert found(folder) == [("content.translation_missing", place)]


@pytest.mark.parametrize("empty", ["", "   ", None])
def test_an_empty_translation_is_a_missing_one(folder, change, empty):
    change(GROWTH, lambda r: r["name"].update(fr=empty))
    assert ("content.translation_missing", "factors/growth.yaml: name.fr") in found(folder)


def test_unequal_placeholders(folder, change):
    change("texts/cli.yaml", lambda r: r["cli.in_file"].update(fr="{file} : une phrase"))
    faults = faults_of(folder)
    assert [(f.message, f.place, f.facts["en"], f.facts["fr"]) for f in faults] == [
        ("content.placeholders_differ", "texts/cli.yaml: cli.in_file", "file, sentence", "file")
    ]


def test_a_placeholder_that_the_code_does_not_fill(folder, change):
    def more(record):
        record["cli.in_file"] = {"en": "{file}: {sentence} {name}", "fr": "{file} : {sentence} {name}"}

    change("texts/cli.yaml", more)
    assert found(folder) == [("content.placeholder_unknown", "texts/cli.yaml: cli.in_file")]
    with pytest.raises(ContentFaults):
        load_content(folder)


@pytest.mark.parametrize("text", ["an open { brace", "a closed } brace", "{file!r}", "{file:>9}"])
def test_braces_that_do_not_match_or_hold_more_than_a_name(folder, change, text):
    change("texts/cli.yaml", lambda r: r["cli.in_file"].update(en=text))
    assert ("content.braces", "texts/cli.yaml: cli.in_file") in found(folder)


def test_a_spoken_sentence_with_another_placeholder_than_the_wish(folder, change):
    change("levels.yaml", lambda r: r["asks"][0]["spoken"]["employer"].update(en="We {need}.", fr="Nous {need}."))
    assert found(folder) == [("content.placeholder_unknown", "levels.yaml: asks.need.spoken.employer")]


def test_markup_in_one_language_only(folder, change):
    change(GROWTH, lambda r: r["talk"].update(en="Take **turns**.", fr="À tour de rôle."))
    assert found(folder) == [("content.markup_differs", "factors/growth.yaml: talk")]


def test_a_statement_id_used_twice_is_told_with_both_files(folder, change):
    change(GROWTH, lambda r: first_statement(r).update(id="wa_nights"))
    doubled = [f for f in faults_of(folder) if f.message == "content.id_doubled"]
    assert [(f.place, dict(f.facts)) for f in doubled] == [
        ("factors/working_arrangements.yaml: statements.wa_nights", {"id": "wa_nights", "other": "factors/growth.yaml"})
    ]


def test_a_text_id_used_twice(folder, change):
    change("texts/cli.yaml", lambda r: r.update({"page.title": {"en": "Page", "fr": "Page"}}))
    assert ("content.id_doubled", "texts/page.yaml: page.title") in found(folder)


def test_a_key_that_stands_twice_is_told_with_its_line(folder):
    path = folder / "consents.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, *lines[1:2]]), encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.message, fault.place) == ("content.key_doubled", "consents.yaml")
    assert dict(fault.facts) == {"line": len(lines) + 1, "key": "note"}


def test_an_unknown_factor(folder, change):
    change("content.yaml", lambda r: r["factors"].remove("growth"))
    assert ("content.factor_unknown", "factors/growth.yaml") in found(folder)


@pytest.mark.parametrize(
    "path", ["", "12 21v-9", 'M12 21"/><script>', "M1 1&#34;", "M1 1\n", "M1 1e3", "url(#a)", "M١ 1"]
)
def test_an_icon_that_is_more_than_path_data(folder, change, path):
    change(GROWTH, lambda r: r["icon"].__setitem__(1, path))
    assert found(folder) == [("content.path_data_wrong", "factors/growth.yaml: icon.2")]


@pytest.mark.parametrize(
    ("icon", "message", "place"),
    [
        ([], "content.list_too_short", "icon"),
        (["M0 0"] * 9, "content.list_too_long", "icon"),
        ("M0 0h9", "content.list_needed", "icon"),
        (["M0 0" + "h1v1" * 100], "content.text_too_long", "icon.1"),
    ],
)
def test_an_icon_of_no_lines_or_too_many(folder, change, icon, message, place):
    change(GROWTH, lambda r: r.update(icon=icon))
    assert found(folder) == [(message, f"factors/growth.yaml: {place}")]


def test_a_factor_without_an_icon(folder, change):
    change(GROWTH, lambda r: r.pop("icon"))
    assert found(folder) == [("content.key_missing", "factors/growth.yaml: icon")]


@pytest.mark.parametrize("direction", ["workplace", "worker"])
@pytest.mark.parametrize("key", ["ask", "offer"])
def test_a_wording_for_people_in_a_job_that_is_the_usual_one(folder, change, direction, key):
    def same(record):
        statement = next(s for s in record["statements"] if s["direction"] == direction)
        statement["in_job"] = {key: dict(statement[key])}

    change("factors/inclusion_belonging.yaml", same)
    first = {"workplace": "ib_change_answered", "worker": "ib_shows_around"}[direction]
    assert found(folder) == [("content.variant_same", f"factors/inclusion_belonging.yaml: {first}.in_job.{key}")]


def test_a_wording_for_people_in_a_job_may_be_the_usual_one_in_one_language(folder, change):
    change(
        GROWTH, lambda r: first_statement(r).update(in_job={"ask": {**first_statement(r)["ask"], "en": "It is so."}})
    )
    assert found(folder) == []


@pytest.mark.parametrize(
    ("in_job", "message", "place"),
    [
        ({}, "content.nothing_given", "in_job"),
        ({"wish": {"en": "be", "fr": "être"}}, "content.key_unknown", "in_job.wish"),
        ({"ask": {"en": "It is so."}}, "content.translation_missing", "in_job.ask.fr"),
    ],
)
def test_a_record_of_wordings_for_people_in_a_job_is_closed(folder, change, in_job, message, place):
    change(GROWTH, lambda r: first_statement(r).update(in_job=in_job))
    assert found(folder) == [(message, f"factors/growth.yaml: statements.gr_monthly_feedback.{place}")]


def test_levels_that_are_worded_half_for_people_in_a_job(folder, change):
    change("levels.yaml", lambda r: [level.pop("meaning_in_job") for level in r["asks"][1:3]])
    places = [f"levels.yaml: asks.{level}.meaning_in_job" for level in ("want", "open")]
    assert found(folder) == [("content.variant_missing", place) for place in places]


def test_a_folder_may_do_without_wordings_for_people_in_a_job(folder, change):
    change("levels.yaml", lambda r: [level.pop("meaning_in_job", None) for level in r["asks"] + r["offers"]])
    change(GROWTH, lambda r: [statement.pop("in_job", None) for statement in r["statements"]])
    change("clarity.yaml", lambda r: [item.pop("text_in_job", None) for item in r["work_seeker"]])
    assert found(folder) == []


@pytest.mark.parametrize(("part", "number", "level"), [("asks", 4, "avoid"), ("offers", 0, "yes")])
def test_a_meaning_for_people_in_a_job_that_is_the_usual_one(folder, change, part, number, level):
    change("levels.yaml", lambda r: r[part][number].update(meaning_in_job=deepcopy(r[part][number]["meaning"])))
    assert found(folder) == [("content.variant_same", f"levels.yaml: {part}.{level}.meaning_in_job")]


def test_a_clarity_sentence_for_people_in_a_job_that_is_the_usual_one(folder, change):
    change("clarity.yaml", lambda r: r["employer"][0].update(text_in_job=dict(r["employer"][0]["text"])))
    assert found(folder) == [("content.variant_same", "clarity.yaml: employer.ce_needs.text_in_job")]


def test_a_factor_without_its_file(folder):
    (folder / GROWTH).unlink()
    assert ("content.file_missing", "factors/growth.yaml") in found(folder)


def test_hard_english_and_its_exemption(folder, change):
    hard = "Organizational communication necessitates confidentiality considerations."
    change(GROWTH, lambda r: r["definition"].update(en=hard))
    assert found(folder) == [("content.english_hard", "factors/growth.yaml: definition")]
    change("content.yaml", lambda r: r["exempt"].update(english_grade=["factors/growth:definition"]))
    assert found(folder) == []


def test_long_french_and_its_exemption(folder, change):
    long = "mot " * 20 + "fin."
    change(GROWTH, lambda r: r["definition"].update(fr=long))
    (fault,) = faults_of(folder)
    assert (fault.message, fault.place) == ("content.french_long", "factors/growth.yaml: definition")
    assert fault.facts["words"] == 21
    change("content.yaml", lambda r: r["exempt"].update(french_sentence=["factors/growth:definition"]))
    assert found(folder) == []


def test_a_listed_word_and_its_permission(folder, change):
    change("word_list.yaml", lambda r: r["words"]["en"].append("zeppelin*"))
    change(GROWTH, lambda r: r["talk"].update(en="Talk about zeppelins."))
    (fault,) = faults_of(folder)
    assert (fault.message, fault.place, fault.facts["word"]) == (
        "content.word_listed",
        "factors/growth.yaml: talk",
        "zeppelin*",
    )
    allowed = {"text": "factors/growth:talk", "word": "zeppelin*", "why": "a test"}
    change("word_list.yaml", lambda r: r.setdefault("allowed", []).append(allowed))
    assert found(folder) == []


def test_exemptions_of_texts_that_are_not_there(folder, change):
    change("content.yaml", lambda r: r["exempt"].update(english_grade=["factors/growth:nothing"]))
    stray = {"text": "factors/growth:nowhere", "word": "age", "why": "a test"}
    change("word_list.yaml", lambda r: r.setdefault("allowed", []).append(stray))
    assert [(f.message, f.facts["id"]) for f in faults_of(folder)] == [
        ("content.reference_unknown", "factors/growth:nothing"),
        ("content.reference_unknown", "factors/growth:nowhere"),
    ]


def test_too_few_statements_and_a_core_that_is_not_three(folder, change):
    def fewer(record):
        workplace = [s for s in record["statements"] if s["direction"] == "workplace"]
        record["statements"] = [s for s in record["statements"] if s not in workplace[4:]]
        for statement in record["statements"]:
            statement["core"] = True

    change(GROWTH, fewer)
    for persona in (folder / "personas").glob("*.yaml"):
        persona.unlink()
    messages = {(f.message, f.facts["direction"]) for f in faults_of(folder)}
    assert ("content.too_few_statements", "workplace") in messages
    assert {("content.core_count", "workplace"), ("content.core_count", "worker")} <= messages


@pytest.mark.parametrize(
    ("mark", "place"),
    [("evidence", "key_missing"), ("job_needs_it", "key_unknown")],
)
def test_marks_that_do_not_go_with_the_direction(folder, change, mark, place):
    def wrong(record):
        statement = next(s for s in record["statements"] if s["direction"] == "workplace")
        if mark == "evidence":
            del statement["evidence"]
        else:
            statement["job_needs_it"] = True

    change(GROWTH, wrong)
    assert found(folder) == [
        (f"content.{place}", f"factors/growth.yaml: statements.gr_monthly_feedback.{mark}"),
    ]


def test_a_persona_that_answers_what_is_not_asked(folder, change):
    def wrong(record):
        record["asks"]["unheard_of"] = "need"
        record["evidence"]["wa_home_days"] = {"en": "We do.", "fr": "Oui."}
        record["magnets"] = ["unheard_of_too"]

    change("personas/village_bakery.yaml", wrong)
    faults = {(f.message, f.facts["id"]) for f in faults_of(folder)}
    assert faults == {
        ("content.reference_unknown", "unheard_of"),
        ("content.evidence_without_offer", "wa_home_days"),
        ("content.reference_unknown", "unheard_of_too"),
    }


def test_a_persona_off_the_scale_or_under_another_name(folder, change):
    change("personas/village_bakery.yaml", lambda r: r["magnet_map"]["ratings"].update(growth=4))
    change("personas/truro_garage.yaml", lambda r: r.update(id="another_garage"))
    assert sorted(found(folder)) == [
        ("content.number_too_large", "personas/village_bakery.yaml: magnet_map.ratings.growth"),
        ("content.persona_misnamed", "personas/truro_garage.yaml"),
    ]


def test_unknown_keys_and_unknown_files(folder, change):
    change(GROWTH, lambda r: r.update(colour="teal"))
    (folder / "factors" / "magic.yaml").write_text((folder / GROWTH).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "notes.yaml").write_text("a: b\n", encoding="utf-8")
    (folder / ".editor.yaml").write_text("a: b\n", encoding="utf-8")
    messages = found(folder)
    assert ("content.key_unknown", "factors/growth.yaml: colour") in messages
    assert ("content.file_unknown", "notes.yaml") in messages
    assert not [place for _, place in messages if "editor" in place]


def test_a_text_of_the_kit_that_is_not_there(folder, change):
    change("texts/page.yaml", lambda r: r.pop("page.title"))
    assert found(folder) == [("content.text_missing", "texts/: page.title")]


def test_a_newer_schema_names_both_versions(folder, change):
    change("content.yaml", lambda r: r.update(schema_version=2))
    (fault,) = [f for f in faults_of(folder) if f.message == "content.schema_newer"]
    assert dict(fault.facts) == {"got": 2, "known": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1, 2\n", "content.not_yaml"),
        ("a: &x [*x]\n", "content.alias"),
        ("? [a, b]\n: c\n", "content.key_not_a_word"),
        ("a: 2026-13-45\n", "content.no_such_value"),
        ('a: "\\ud800\n', "content.not_yaml"),
        ("a: \x07\n", "content.not_yaml"),
        ("[" * 5000, "content.not_yaml"),
    ],
)
def test_yaml_that_cannot_be_read_is_one_fault_and_never_a_crash(folder, text, message):
    (folder / "terms.yaml").write_text(text, encoding="utf-8")
    assert found(folder) == [(message, "terms.yaml")]


@pytest.mark.parametrize("record", [None, [], "text", 7, {"factors": "growth"}, {"statements": [[], None]}])
@pytest.mark.parametrize("file", ["content", "levels", "factors/growth", "texts/cli", "personas/village_bakery"])
def test_a_file_of_another_shape_is_a_fault_of_that_file(folder, file, record):
    (folder / f"{file}.yaml").write_text(yaml.safe_dump(record), encoding="utf-8")
    assert [place for _, place in found(folder) if place.startswith(f"{file}.yaml")]


def test_bytes_that_are_not_utf8_are_a_fault(folder):
    (folder / "terms.yaml").write_bytes(b"terms: \xff\xfe")
    assert [m for m, _ in found(folder)] == ["content.not_utf8"]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ContentFaults) as raised:
        check_folder(tmp_path / "nothing")
    assert raised.value.faults[0].message == "content.no_folder"


def test_all_faults_are_listed_at_once(folder, change):
    change(GROWTH, lambda r: r["name"].pop("fr"))
    change("factors/pay_benefits.yaml", lambda r: r["name"].pop("en"))
    (folder / "steps.yaml").unlink()
    with pytest.raises(ContentFaults) as raised:
        load_content(folder)
    assert {f.place for f in raised.value.faults} == {
        "factors/growth.yaml: name.fr",
        "factors/pay_benefits.yaml: name.en",
        "steps.yaml",
    }


def test_content_may_be_of_any_factors_and_statements(folder, change):
    """The code knows no factor or statement by name: a folder with other ones is as good."""
    for persona in (folder / "personas").glob("*.yaml"):
        persona.unlink()
    for path in sorted((folder / "factors").glob("*.yaml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        record["id"] = f"other_{path.stem}"
        for number, statement in enumerate(record["statements"]):
            statement["id"] = f"other_{path.stem}_{number}"
        (path.parent / f"other_{path.name}").write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
        path.unlink()
    change("content.yaml", lambda r: r.update(factors=[f"other_{f}" for f in r["factors"]], content_version="other-1"))
    assert [f for f in faults_of(folder) if f.message != "content.reference_unknown"] == []
    content = load_content(folder)
    assert content.instrument.factors[0] == "other_meaning_values"
    assert content.instrument.content_version == "other-1"


def test_an_empty_folder_is_told_apart_from_a_broken_one(folder):
    shutil.rmtree(folder)
    folder.mkdir()
    assert Fault("content.file_missing", "content.yaml") in faults_of(folder)


def test_an_id_used_twice_in_any_list(folder, change):
    change("terms.yaml", lambda r: r["terms"].append(deepcopy(r["terms"][0])))
    change("clarity.yaml", lambda r: r["employer"][1].update(id=r["employer"][0]["id"]))
    doubled = [place for message, place in found(folder) if message == "content.id_doubled"]
    assert doubled == ["clarity.yaml: employer.ce_needs", "terms.yaml: terms.work_seeker"]


def test_other_faults_are_listed_beside_one_of_structure(folder, change):
    change("steps.yaml", lambda r: r.update(colour="teal"))
    change(GROWTH, lambda r: r["talk"].update(en="Ask how old they are."))
    change("factors/pay_benefits.yaml", lambda r: next(s for s in r["statements"] if s.get("core")).pop("core"))
    (folder / "texts" / "help.yaml").unlink()
    kinds = {message for message, _ in found(folder)}
    expected = {"content.key_unknown", "content.word_listed", "content.core_count", "content.text_missing"}
    assert expected <= kinds


def test_an_exempt_text_stays_exempt_beside_a_fault_of_structure(folder, change):
    hard = "Organizational communication necessitates confidentiality considerations."
    change(GROWTH, lambda r: r["definition"].update(en=hard))
    change("content.yaml", lambda r: r["exempt"]["english_grade"].append("factors/growth:definition"))
    change("steps.yaml", lambda r: r.update(colour="teal"))
    assert found(folder) == [("content.key_unknown", "steps.yaml: colour")]
