"""Every fault of a summary file is listed, with its place, and nothing is made from that file."""

from __future__ import annotations

import json

import pytest

from tw_kit.errors import SummaryFaults
from tw_kit.store import read_summary
from tw_kit.store.json_file import BYTES_MAX


def test_a_good_record_has_no_faults(record, faults_of):
    assert faults_of(record) == []


def test_parts_of_the_answers_may_be_left_out(record, faults_of):
    record["answers"] = {}
    for part in ("consents", "magnets", "released", "person"):
        del record[part]
    assert faults_of(record) == []


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("answers.asks.wa_nights", "always", ("choice_wrong", "answers.asks.wa_nights")),
        ("answers.offers.wa_on_time", "need", ("choice_wrong", "answers.offers.wa_on_time")),
        ("answers.asks.wa_on_time", "need", ("direction_work_seeker_asks", "answers.asks.wa_on_time")),
        ("answers.offers.wa_nights", "no", ("direction_work_seeker_offers", "answers.offers.wa_nights")),
        ("magnets", ["growth", "growth"], ("magnet_doubled", "magnets")),
        ("magnets", ["a", "b", "c", "d"], ("too_many_magnets", "magnets")),
        ("date", "2026-02-30", ("date_wrong", "date")),
        ("date", "15 June 2026", ("date_wrong", "date")),
        ("date", "2026-6-15", ("date_wrong", "date")),
        ("date", "２０２６-06-15", ("date_wrong", "date")),
        ("date", 20260615, ("text_needed", "date")),
        ("answers.next_steps.0.by", "soon", ("date_wrong", "answers.next_steps.1.by")),
        ("consents.0.at", "noon", ("time_wrong", "consents.1.at")),
        ("consents.0.version", 0, ("number_off_scale", "consents.1.version")),
        ("answers.clarity.before.cs_needs", 6, ("number_off_scale", "answers.clarity.before.cs_needs")),
        ("answers.magnet_maps.0.ratings.growth", -4, ("number_off_scale", "answers.magnet_maps.1.ratings.growth")),
        ("answers.magnet_maps.0.ratings.growth", 0.5, ("number_needed", "answers.magnet_maps.1.ratings.growth")),
        ("answers.magnet_maps.0.ratings.growth", True, ("number_needed", "answers.magnet_maps.1.ratings.growth")),
        ("answers.magnet_maps.0.ratings.growth", None, ("number_needed", "answers.magnet_maps.1.ratings.growth")),
        ("answers.evidence.wa_on_time", "x" * 20_001, ("text_too_long", "answers.evidence.wa_on_time")),
        ("answers.asks.not an id", "need", ("id_malformed", "answers.asks.not an id")),
        ("answers.scores", {}, ("key_unknown", "answers.scores")),
        ("audience", "practitioner", ("choice_wrong", "audience")),
        ("language", "es", ("choice_wrong", "language")),
        ("content_version", "Mine!", ("id_malformed", "content_version")),
        ("content_version", None, ("type_wrong", "content_version")),
        ("scoring_version", 2, ("version_newer", "scoring_version")),
        ("scoring_version", 0, ("version_unknown", "scoring_version")),
        ("answers", [], ("group_needed", "answers")),
        ("answers", None, ("group_needed", "answers")),
        ("answers.asks", [], ("group_needed", "answers.asks")),
        ("magnets", "growth", ("list_needed", "magnets")),
        ("answers.next_steps.0.what", 7, ("text_needed", "answers.next_steps.1.what")),
        ("answers.clarity.before.cs_needs", "2", ("number_needed", "answers.clarity.before.cs_needs")),
        ("magnet", [], ("key_unknown_near", "magnet")),
        ("answers.ask", {}, ("key_unknown_near", "answers.ask")),
        ("answers.next_steps.0.whatt", "x", ("key_unknown_near", "answers.next_steps.1.whatt")),
    ],
)
def test_one_fault_is_told_with_its_place(record, faults_of, path, value, expected):
    *steps, last = path.split(".")
    here = record
    for step in steps:
        here = here[int(step)] if step.isdigit() else here[step]
    here[last] = value
    assert faults_of(record) == [expected]


@pytest.mark.parametrize("key", ["schema_version", "audience", "answers", "date"])
def test_a_key_that_must_be_there(record, faults_of, key):
    del record[key]
    assert faults_of(record) == [("key_missing", key)]


@pytest.mark.parametrize(
    ("side", "part", "statement", "message"),
    [
        ("employer", "asks", "wa_nights", "direction_employer_asks"),
        ("employer", "offers", "wa_on_time", "direction_employer_offers"),
    ],
)
def test_an_employer_asks_about_workers_and_offers_a_workplace(record, faults_of, side, part, statement, message):
    record["audience"] = side
    record["answers"] = {part: {statement: "need" if part == "asks" else "yes"}}
    assert faults_of(record) == [(message, f"answers.{part}.{statement}")]


def test_all_faults_are_listed_at_once(record, faults_of):
    record["date"] = "tomorrow"
    record["magnets"] = ["growth", "growth", "x", "y"]
    record["answers"]["asks"] |= {"wa_nights": "sometimes", "wa_on_time": "want"}
    record["answers"]["clarity"]["after"]["cs_needs"] = 0
    record["colour"] = "teal"
    text = json.dumps(record).replace('"language": "fr"', '"language": "fr", "language": "fr"')
    assert sorted(faults_of(text)) == sorted(
        [
            ("key_doubled", "language"),
            ("date_wrong", "date"),
            ("too_many_magnets", "magnets"),
            ("magnet_doubled", "magnets"),
            ("choice_wrong", "answers.asks.wa_nights"),
            ("direction_work_seeker_asks", "answers.asks.wa_on_time"),
            ("number_off_scale", "answers.clarity.after.cs_needs"),
            ("key_unknown", "colour"),
        ]
    )


def test_a_key_that_stands_twice_is_told_with_its_place(record, faults_of):
    text = json.dumps(record).replace('"wa_nights": "avoid"', '"wa_nights": "avoid", "wa_nights": "need"')
    assert faults_of(text) == [("key_doubled", "answers.asks.wa_nights")]


def test_a_newer_shape_is_refused_with_both_numbers_and_nothing_else(record, tmp_path, content):
    record |= {"schema_version": 2, "date": "?"}
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(SummaryFaults) as raised:
        read_summary(path, content)
    (fault,) = raised.value.faults
    assert (fault.message, fault.place) == ("summary.version_newer", "schema_version")
    assert dict(fault.facts) == {"got": 2, "known": 1}
    assert "2" in content.sentence(fault, "en")
    assert "1" in content.sentence(fault, "fr")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("{'person': null}", "not_json"),
        ("[1, 2]", "not_an_object"),
        ("7", "not_an_object"),
        ("[" * 100_000, "too_deep"),
        ('{"a": ' * 600 + "1" + "}" * 600, "too_deep"),
        ('{"schema_version": ' + "1" * 5000 + "}", "not_json"),
    ],
)
def test_a_file_that_is_no_summary(faults_of, text, message):
    assert faults_of(text) == [(message, "")]


def test_not_a_number_is_a_fault_of_its_place(record, faults_of):
    record["answers"]["magnet_maps"][0]["ratings"]["growth"] = float("nan")
    record["answers"]["clarity"]["before"]["cs_needs"] = float("inf")
    assert faults_of(record) == [
        ("number_needed", "answers.clarity.before.cs_needs"),
        ("number_needed", "answers.magnet_maps.1.ratings.growth"),
    ]


def test_a_byte_order_mark_is_no_fault(record, faults_of):
    assert faults_of(b"\xef\xbb\xbf" + json.dumps(record).encode()) == []


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_encoding_is_named(record, faults_of, encoding):
    assert faults_of(json.dumps(record, ensure_ascii=False).encode(encoding)) == [("not_utf8", "")]


def test_the_size_is_bounded_before_anything_is_read(record, tmp_path, content):
    path = tmp_path / "large.json"
    path.write_text(json.dumps(record) + " " * BYTES_MAX, encoding="utf-8")
    with pytest.raises(SummaryFaults) as raised:
        read_summary(path, content)
    (fault,) = raised.value.faults
    assert (fault.message, fault.facts["bytes"]) == ("summary.too_large", path.stat().st_size)
    path.write_text(json.dumps(record).ljust(BYTES_MAX), encoding="utf-8")
    assert read_summary(path, content).language == "fr"


def test_a_file_that_is_not_there_and_a_folder(tmp_path, content):
    for path, message in ((tmp_path / "nothing.json", "summary.missing"), (tmp_path, "summary.not_readable")):
        with pytest.raises(SummaryFaults) as raised:
            read_summary(path, content)
        assert [fault.message for fault in raised.value.faults] == [message]


def test_faults_tell_nothing_that_the_person_wrote(record, tmp_path, content):
    record["answers"]["evidence"]["wa_on_time"] = ["a secret"]
    record["answers"]["asks"]["wa_nights"] = "a secret"
    record["answers"]["next_steps"][0]["by"] = "a secret"
    path = tmp_path / "person.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(SummaryFaults) as raised:
        read_summary(path, content)
    assert len(raised.value.faults) == 3
    assert not [f for f in raised.value.faults if "secret" in content.sentence(f, "en")]


def test_a_file_full_of_doubled_keys_is_read_in_a_blink(faults_of):
    text = "{" + ", ".join(f'"k{n % 20_000}": 1' for n in range(60_000)) + "}"
    assert ("key_doubled", "k0") in faults_of(text)


def test_ids_that_the_content_does_not_know_are_kept_and_flagged(record, tmp_path, content):
    record["answers"]["asks"]["old_statement"] = "need"
    record["answers"]["reflections"]["old_factor"] = "Words."
    record["magnets"].append("old_factor")
    record["released"].append("old_statement")
    record["consents"].append({"scope": "old_scope", "version": 1, "at": "2026-06-15T14:05:00+00:00"})
    path = tmp_path / "person.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    summary = read_summary(path, content)
    assert summary.unknown_ids == (
        "answers.asks.old_statement",
        "answers.reflections.old_factor",
        "magnets.old_factor",
        "released.old_statement",
        "consents.old_scope",
    )
    assert summary.response.asks["old_statement"] == "need"
    assert summary.reflections["old_factor"] == "Words."


def sentences(text, tmp_path, content, language="en"):
    path = tmp_path / "person.json"
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    with pytest.raises(SummaryFaults) as raised:
        read_summary(path, content)
    return [content.sentence(fault, language) for fault in raised.value.faults]


def test_what_is_wrong_with_json_is_looked_for_in_the_line_before_too(tmp_path, content):
    text = '{\n  "date": "2026-06-15"\n  "language": "en"\n}'
    for language, words in (
        ("en", ("line 3", "at the end of the line before", "comma", "Quotation marks must be straight")),
        ("fr", ("ligne 3", "à la fin de la ligne d’avant", "virgule", "guillemets doivent être droits")),
    ):
        (said,) = sentences(text, tmp_path, content, language)
        assert [word for word in words if word not in said] == []


def test_a_key_that_is_nearly_one_is_told_with_the_right_one(record, tmp_path, content):
    record["answers"]["reflection"] = {}
    assert sentences(record, tmp_path, content) == [
        "answers.reflection: this key does not belong in a summary. Did you mean “reflections”?"
    ]


def test_the_kind_that_is_needed_is_named(record, tmp_path, content):
    record |= {"date": 1, "magnets": {}, "answers": [], "scoring_version": "1"}
    assert sorted(sentences(record, tmp_path, content)) == [
        "answers: a group of keys and values is needed, in braces.",
        "date: this is not a text. Put it in straight quotation marks.",
        "magnets: a list is needed, in square brackets.",
        "scoring_version: a whole number is needed, without quotation marks.",
    ]
