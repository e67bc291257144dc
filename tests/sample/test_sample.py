"""Invented people: valid, the same for the same seed, and true to what they say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tw_kit.content import load_content
from tw_kit.content.load import PACKAGED
from tw_kit.errors import BadInput
from tw_kit.model import Ask, Audience, Offer, Valence
from tw_kit.sample import grow_people, write_sample
from tw_kit.sample.chance import Chance
from tw_kit.sample.grow import MUSTS_MAX
from tw_kit.store import read_summary, summary_json

CONTENT = load_content()


def folder_of(path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in path.iterdir()}


def faults_of(*args, **kwargs) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as raised:
        write_sample(*args, **kwargs)
    faults = raised.value.faults
    assert all(CONTENT.sentence(fault, language) for fault in faults for language in ("en", "fr"))
    return [(fault.message, fault.place) for fault in faults]


def test_one_file_a_person_and_no_other(tmp_path):
    assert write_sample(tmp_path / "out", CONTENT, seekers=3, employers=2, seed=1) == 5
    assert sorted(folder_of(tmp_path / "out")) == [
        "employer_001.json",
        "employer_002.json",
        "work_seeker_001.json",
        "work_seeker_002.json",
        "work_seeker_003.json",
    ]


def test_the_same_seed_gives_the_same_files_and_another_seed_others(tmp_path):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write_sample(tmp_path / name, CONTENT, seekers=20, employers=20, seed=seed)
    assert folder_of(tmp_path / "a") == folder_of(tmp_path / "b")
    assert folder_of(tmp_path / "a") != folder_of(tmp_path / "c")


def test_a_person_is_the_same_however_many_there_are():
    few, many = dict(grow_people(CONTENT, 3, 1, 5)), dict(grow_people(CONTENT, 40, 30, 5))
    assert {stem: many[stem] for stem in few} == few


def test_chance_never_changes():
    """The files of a seed are promised to be the same on every machine, for ever."""
    chance = Chance(1, "work_seeker", 2)
    assert [chance.below(100) for _ in range(6)] == [15, 20, 29, 32, 4, 48]


@settings(max_examples=15)
@given(
    seekers=st.integers(0, 25),
    employers=st.integers(0, 25),
    seed=st.integers(-5, 10**9),
    language=st.sampled_from(["en", "fr", "mix"]),
)
def test_everybody_is_valid_and_true_to_what_they_say(tmp_path_factory, seekers, employers, seed, language):
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, CONTENT, seekers=seekers, employers=employers, seed=seed, language=language)
    people = [read_summary(path, CONTENT) for path in sorted(folder.iterdir())]
    assert sum(p.audience is Audience.WORK_SEEKER for p in people) == seekers
    assert len(people) == seekers + employers
    for person in people:
        response = person.response
        assert person.unknown_ids == ()
        assert language in ("mix", person.language)
        assert response.magnets
        assert sum(level.is_must for level in response.asks.values()) <= MUSTS_MAX
        for statement in person.evidence:
            assert response.offers[statement] in (Offer.YES, Offer.NEGOTIABLE)
        for statement, level in response.asks.items():
            if CONTENT.statements[statement].valence is Valence.WANTED:
                assert level not in (Ask.RATHER_NOT, Ask.AVOID), statement
        assert response.released <= response.asks.keys() | response.offers.keys()
        assert all(step.by is None or step.by >= person.date for step in person.next_steps)
        assert all(consent.at.date() == person.date for consent in person.consents)
        assert person.date.weekday() < 5
        assert all(step.by is None or step.by.weekday() < 5 for step in person.next_steps)


@pytest.mark.parametrize("side", Audience)
def test_the_first_people_are_the_personas_themselves(side):
    personas = [p for p in CONTENT.personas if p.audience is side]
    people = [s for _, s in grow_people(CONTENT, len(personas), len(personas), 3) if s.audience is side]
    assert sorted(str(sorted(s.response.asks.items())) for s in people) == sorted(
        str(sorted(p.asks.items())) for p in personas
    )
    by_reflections = {tuple(t.in_language(p.language) for t in p.reflections.values()): p for p in personas}
    for person in people:
        persona = by_reflections[tuple(person.reflections.values())]
        assert person.language == persona.language
        assert person.response.offers == persona.offers
        assert person.response.magnets == persona.magnets
        assert list(person.evidence.values()) == [t.in_language(persona.language) for t in persona.evidence.values()]


def test_later_people_differ_from_their_persona_and_keep_its_core(tmp_path):
    people = [s for _, s in grow_people(CONTENT, 60, 0, 1)]
    assert len({summary_json(s).split('"answers"')[1] for s in people}) == 60
    core = {s.id for s in CONTENT.instrument.statements if s.core}
    asked = {frozenset(p.asks.keys() & core) for p in CONTENT.personas if p.audience is Audience.WORK_SEEKER}
    assert all(frozenset(s.response.asks.keys() & core) in asked for s in people)


def test_an_answer_with_evidence_is_never_moved():
    """A "yes" with its own words behind it is not another person's "we could work it out"."""
    levels = {
        text.in_language(persona.language): persona.offers[statement]
        for persona in CONTENT.personas
        for statement, text in persona.evidence.items()
    }
    for _, person in grow_people(CONTENT, 100, 100, 4):
        for statement, words in person.evidence.items():
            assert person.response.offers[statement] == levels[words]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_language_forces_the_words_of_that_language(language):
    words = {
        text.in_language(language)
        for persona in CONTENT.personas
        for text in (*persona.evidence.values(), *persona.reflections.values())
    }
    for _, person in grow_people(CONTENT, 12, 12, 2, language):
        assert {*person.evidence.values(), *person.reflections.values()} <= words


@pytest.fixture
def other_content(tmp_path):
    """A programme's own content: one factor's statements renamed, one factor gone, no persona of employers."""
    copy = tmp_path / "content"
    shutil.copytree(PACKAGED, copy, ignore=lambda _, names: [n for n in names if n.endswith((".py", ".pyc"))])
    path = copy / "factors" / "working_arrangements.yaml"
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    for statement in record["statements"]:
        statement["id"] = f"own_{statement['id']}"
    path.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
    head = copy / "content.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("  - growth\n", ""), encoding="utf-8")
    (copy / "factors" / "growth.yaml").unlink()
    for persona in copy.glob("personas/*.yaml"):
        if "audience: employer" in persona.read_text(encoding="utf-8"):
            persona.unlink()
    return load_content(copy)


def test_another_content_grows_people_too(other_content, tmp_path):
    out = tmp_path / "out"
    write_sample(out, other_content, seekers=8, employers=8, seed=1)
    people = [read_summary(path, other_content) for path in sorted(out.iterdir())]
    for person in people:
        assert person.unknown_ids == ()
        assert [i for i in (*person.response.asks, *person.response.offers) if i.startswith("own_")]
        assert not [i for i in (*person.response.asks, *person.response.offers) if i.startswith("wa_")]
    employers = [p for p in people if p.audience is Audience.EMPLOYER]
    assert all(p.response.magnets and p.response.offers and p.clarity.before for p in employers)
    assert not [p for p in employers if p.evidence or p.next_steps]


@pytest.mark.parametrize(("seekers", "employers"), [(-1, 1), (1, 100_001)])
def test_a_number_that_cannot_be_is_refused(tmp_path, seekers, employers):
    option = "--seekers" if seekers < 0 else "--employers"
    out = tmp_path / "out"
    assert faults_of(out, CONTENT, seekers=seekers, employers=employers, seed=1) == [("sample.number", option)]
    assert not out.exists()


def test_all_that_is_wrong_is_listed_at_once(tmp_path):
    faults = faults_of(tmp_path, CONTENT, seekers=-1, employers=-1, seed=1, language="es")
    assert [place for _, place in faults] == ["--seekers", "--employers", "--lang"]


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path):
    write_sample(tmp_path, CONTENT, seekers=2, employers=0, seed=1)
    before = folder_of(tmp_path)
    assert faults_of(tmp_path, CONTENT, seekers=1, employers=0, seed=1) == [("sample.other_files", str(tmp_path))]
    assert folder_of(tmp_path) == before


def test_the_same_files_may_be_written_again_and_other_kinds_stay(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for seed in (1, 2):
        write_sample(tmp_path, CONTENT, seekers=2, employers=1, seed=seed)
    assert len(folder_of(tmp_path)) == 4
    written = json.loads((tmp_path / "work_seeker_002.json").read_text(encoding="utf-8"))
    assert written == json.loads(summary_json(dict(grow_people(CONTENT, 2, 1, 2))["work_seeker_002"]))


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")
    assert faults_of(path, CONTENT, seekers=1, employers=1, seed=1) == [("cli.folder_not_writable", str(path))]


def test_nobody_is_nobody(tmp_path):
    assert write_sample(tmp_path, CONTENT, seekers=0, employers=0, seed=1) == 0
    assert folder_of(tmp_path) == {}
