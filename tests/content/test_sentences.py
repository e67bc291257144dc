"""Every fault of a content folder, really provoked, is said as a sentence of ours in both languages."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from tw_kit.content import check_folder, load_content
from tw_kit.content.schema import placeholders
from tw_kit.errors import ContentFaults, Fault
from tw_kit.model import Audience
from tw_kit.reports.site import read_site

CONTENT = load_content()
KINDS = {text_id.removeprefix("error.") for text_id in CONTENT.texts if text_id.startswith("error.content.")}
BAKERY = "personas/village_bakery.yaml"
GROWTH = "factors/growth.yaml"
LIBRARY_ENGLISH = re.compile(r"[Ii]nput should|[Ff]ield required|valid (string|integer)|expected|while parsing|codec")


def statement(record):
    return next(s for s in record["statements"] if s["direction"] == "workplace")


def growth(how):
    return lambda change, folder: change(GROWTH, how)


def bakery(how):
    return lambda change, folder: change(BAKERY, how)


def in_file(file, how):
    return lambda change, folder: change(file, how)


def written(file, data):
    return lambda change, folder: (folder / file).write_bytes(data)


def all_core(record):
    record["statements"] = [s for s in record["statements"] if s["direction"] == "workplace"][:2]
    record["statements"][0]["core"] = False


def unreadable(change, folder):
    (folder / "terms.yaml").unlink()
    (folder / "terms.yaml").mkdir()


PROVOKED = {
    "content.no_folder": lambda change, folder: shutil.rmtree(folder),
    "content.not_yaml": written("terms.yaml", b"terms: [1, 2\n"),
    "content.not_utf8": written("terms.yaml", b"terms: \xff\xfe"),
    "content.no_such_value": written("terms.yaml", b"terms: 2026-13-45\n"),
    "content.key_doubled": written("terms.yaml", b"a: 1\na: 2\n"),
    "content.key_not_a_word": written("terms.yaml", b"? [a, b]\n: c\n"),
    "content.alias": written("terms.yaml", b"a: &x [1]\nb: *x\n"),
    "content.not_readable": unreadable,
    "content.schema_newer": in_file("content.yaml", lambda r: r.update(schema_version=9)),
    "content.file_missing": lambda change, folder: (folder / "steps.yaml").unlink(),
    "content.file_unknown": written("notes.yaml", b"a: b\n"),
    "content.translation_missing": growth(lambda r: r["name"].pop("fr")),
    "content.key_missing": growth(lambda r: r.pop("talk")),
    "content.key_unknown": growth(lambda r: r.update(colour="teal")),
    "content.value_wrong": None,  # for what pydantic may come to say: see the test below
    "content.choice_wrong": growth(lambda r: statement(r).update(direction="up")),
    "content.order_wrong": in_file("levels.yaml", lambda r: r["asks"].reverse()),
    "content.text_needed": growth(lambda r: r.update(id=7)),
    "content.number_needed": bakery(lambda r: r["magnet_map"]["ratings"].update(growth="2")),
    "content.text_or_number_needed": in_file("content.yaml", lambda r: r.update(content_version=1.5)),
    "content.yes_or_no_needed": growth(lambda r: statement(r).update(core="yes")),
    "content.list_needed": growth(lambda r: r.update(statements="none")),
    "content.group_needed": growth(lambda r: r.update(talk="Only English.")),
    "content.number_too_small": bakery(lambda r: r["magnet_map"]["ratings"].update(growth=-4)),
    "content.number_too_large": bakery(lambda r: r["magnet_map"]["ratings"].update(growth=4)),
    "content.id_malformed": growth(lambda r: statement(r).update(id="Gr!")),
    "content.nothing_given": growth(lambda r: statement(r).update(in_job={})),
    "content.variant_same": growth(lambda r: statement(r).update(in_job={"ask": dict(statement(r)["ask"])})),
    "content.variant_missing": in_file("levels.yaml", lambda r: r["asks"][1].pop("meaning_in_job")),
    "content.path_data_wrong": growth(lambda r: r["icon"].append("url(#a)")),
    "content.text_empty": None,  # of no key but a translation, which is another fault
    "content.text_too_long": growth(lambda r: statement(r).update(id="g" * 61)),
    "content.list_too_short": in_file("clarity.yaml", lambda r: r["employer"].pop()),
    "content.list_too_long": bakery(lambda r: r.update(magnets=["growth", "a", "b", "c"])),
    "content.id_doubled": growth(lambda r: statement(r).update(id="wa_nights")),
    "content.factor_unknown": in_file("content.yaml", lambda r: r["factors"].remove("growth")),
    "content.text_missing": in_file("texts/page.yaml", lambda r: r.pop("page.title")),
    "content.braces": in_file("texts/cli.yaml", lambda r: r["cli.in_file"].update(en="{")),
    "content.placeholder_unknown": in_file("texts/cli.yaml", lambda r: r["cli.in_file"].update(en="{x}", fr="{x}")),
    "content.placeholder_missing": in_file(
        "levels.yaml", lambda r: r["asks"][0]["spoken"]["employer"].update(en="We need it.", fr="Il le faut.")
    ),
    "content.placeholders_differ": in_file("texts/cli.yaml", lambda r: r["cli.in_file"].update(fr="{file}")),
    "content.markup_differs": growth(lambda r: r["talk"].update(en="Take **turns**.")),
    "content.english_hard": growth(
        lambda r: r["definition"].update(en="Organizational communication necessitates confidentiality considerations.")
    ),
    "content.french_long": growth(lambda r: r["definition"].update(fr="mot " * 30 + "fin.")),
    "content.word_listed": growth(lambda r: r["talk"].update(en="Ask how old they are.")),
    "content.persona_misnamed": bakery(lambda r: r.update(id="another")),
    "content.core_count": growth(all_core),
    "content.too_few_statements": growth(all_core),
    "content.reference_unknown": bakery(lambda r: r.update(magnets=["unheard_of"])),
    "content.evidence_without_offer": bakery(
        lambda r: r["evidence"].update(wa_home_days={"en": "We do.", "fr": "Oui."})
    ),
}


def faults_of(folder):
    try:
        return check_folder(folder)
    except ContentFaults as exc:
        return exc.faults


def test_no_kind_is_forgotten():
    assert set(PROVOKED) == KINDS


@pytest.mark.parametrize("kind", [kind for kind, how in PROVOKED.items() if how is not None])
def test_each_kind_is_said_in_both_languages_without_the_english_of_a_library(folder, change, kind):
    PROVOKED[kind](change, folder)
    faults = [fault for fault in faults_of(folder) if fault.message == kind]
    assert faults
    for fault in faults:
        said = [CONTENT.sentence(fault, language) for language in ("en", "fr")]
        assert said[0] != said[1]
        assert not [each for each in said if LIBRARY_ENGLISH.search(each) or "{" in each]


@pytest.mark.parametrize("text_id", [text_id for text_id in CONTENT.texts if text_id.startswith("error.")])
def test_a_fact_may_have_any_name(text_id):
    """`language` is a fact of one fault and was a parameter of `Content.text`: `content check` then crashed."""
    facts = dict.fromkeys(placeholders(CONTENT.texts[text_id].en) - {"place"}, "x")
    for language in ("en", "fr"):
        fault = Fault(text_id.removeprefix("error."), "here", {**facts, "text_id": "x", "number": 1, "self": "x"})
        assert CONTENT.sentence(fault, language)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("help: none", "help", "a list is needed, each part after a hyphen."),
        ("paper: a3", "paper", "the value must be one of these: us-letter, a4."),
        ("help:\n- label: {en: a, fr: b}", "help.1.reach", "the key “reach” is missing."),
        ("name: Ours", "name", "a group of keys is needed, each with a colon, such as “en:” and “fr:” for a text."),
        ("name: {en: '', fr: b}", "name.en", "the text is empty."),
        (
            "help:\n- {label: {en: a, fr: b}, reach: {en: a, fr: b}, for: all}",
            "help.1.for",
            "the value must be one of these: work_seeker, employer, both.",
        ),
    ],
)
def test_a_fault_of_site_yaml_has_a_place_counted_from_one_and_our_words(tmp_path, text, place, said):
    path = tmp_path / "site.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Exception) as raised:
        read_site(path)
    (fault,) = raised.value.faults
    assert CONTENT.sentence(fault, "en") == f"{path}: {place}: {said}"
    assert not LIBRARY_ENGLISH.search(CONTENT.sentence(fault, "fr"))


def test_a_place_to_turn_to_may_be_for_one_side_only(tmp_path):

    line = {"label": {"en": "a", "fr": "b"}}
    contacts = [
        {**line, "reach": {"en": name, "fr": name}, **({} if side is None else {"for": side})}
        for name, side in (("all", None), ("both", "both"), ("crisis", "work_seeker"), ("hiring", "employer"))
    ]
    path = tmp_path / "site.yaml"
    path.write_text(json.dumps({"help": contacts}), encoding="utf-8")
    site = read_site(path)
    for side, names in ((Audience.WORK_SEEKER, "crisis"), (Audience.EMPLOYER, "hiring")):
        assert [contact.reach.en for contact in site.help_for(side)] == ["all", "both", names]
