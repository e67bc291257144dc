"""The content that comes with the kit is good, and holds for each factor what a workbook and a handout need."""

from __future__ import annotations

import re

import pytest
import yaml

from tw_kit.content import check_folder, load_content
from tw_kit.content.check import listed_words, text_pairs
from tw_kit.content.load import PACKAGED
from tw_kit.content.reading import flesch_kincaid_grade, longest_sentence
from tw_kit.model import Audience, Direction


@pytest.fixture(scope="module")
def content():
    return load_content()


def test_the_kits_own_content_has_no_faults(content):
    assert [content.sentence(fault, "en") for fault in check_folder()] == []


def test_there_are_eight_factors_each_with_enough_statements(content):
    assert len(content.factors) == 8
    for factor in content.factors.values():
        by_direction = [s.direction for s in factor.statements]
        assert by_direction.count(Direction.WORKPLACE) >= 5, factor.id
        assert by_direction.count(Direction.WORKER) >= 3, factor.id


def test_the_short_path_has_two_workplace_and_one_worker_statement_a_factor(content):
    for factor in content.factors.values():
        core = [s.direction for s in factor.statements if s.core]
        assert (core.count(Direction.WORKPLACE), core.count(Direction.WORKER)) == (2, 1), factor.id


def test_every_workplace_statement_helps_an_employer_to_give_evidence(content):
    for statement in content.statements.values():
        assert (statement.evidence is not None) is (statement.direction is Direction.WORKPLACE), statement.id


HIRING = re.compile(
    r"\b(hire[ds]?|hiring|new person|embauch\w+|engag(?:e|é|eons|er)\w*|recrut\w*|nouvelle personne)\b", re.IGNORECASE
)


def test_a_manager_is_not_asked_about_hiring_a_person_who_is_there(content):
    for statement in content.statements.values():
        said = statement.ask if statement.in_job is None or statement.in_job.ask is None else statement.in_job.ask
        if statement.direction is Direction.WORKER:
            assert not HIRING.search(f"{said.en} {said.fr}".replace("new people", "").replace("nouvelles", "")), said
    for words in (*content.levels.asks, *content.levels.offers):
        meaning = (words.meaning_in_job or words.meaning).employer
        assert not HIRING.search(f"{meaning.en} {meaning.fr}"), meaning
    for item in content.clarity.employer:
        text = item.text_in_job or item.text
        assert not HIRING.search(f"{text.en} {text.fr}"), text


APPLYING = re.compile(
    r"job search|turn (the|a) job down|refuser\w*|recherche d’emploi|can be hired|embauch\w+", re.IGNORECASE
)


def test_a_person_who_has_a_job_is_not_asked_about_looking_for_one(content):
    for statement in content.statements.values():
        said = statement.ask if statement.in_job is None or statement.in_job.ask is None else statement.in_job.ask
        if statement.direction is Direction.WORKPLACE:
            assert not APPLYING.search(f"{said.en} {said.fr}"), said
    for words in content.levels.asks:
        assert words.meaning_in_job is not None
        meaning = words.meaning_in_job.work_seeker
        assert not APPLYING.search(f"{meaning.en} {meaning.fr}"), meaning
    for item in content.clarity.work_seeker:
        text = item.text_in_job or item.text
        assert not APPLYING.search(f"{text.en} {text.fr}"), text


def test_there_are_at_least_five_personas_a_side_and_both_languages_among_them(content):
    for side in Audience:
        languages = [persona.language for persona in content.personas if persona.audience is side]
        assert len(languages) >= 5
        assert set(languages) == {"en", "fr"}


def test_a_level_is_spoken_as_a_whole_sentence(content):
    for statement in content.instrument.statements:
        asker = Audience.WORK_SEEKER if statement.direction is Direction.WORKPLACE else Audience.EMPLOYER
        for words in content.levels.asks:
            for language in ("en", "fr"):
                said = content.spoken_ask(statement.id, words.id, asker, language)
                assert said.endswith((".", "?", "!")), said
                assert "{" not in said, said


def test_french_counts_nothing_as_one(content):
    counted = [content.counted("cli.count_files", n, lang) for n in (0, 1, 2) for lang in ("en", "fr")]
    assert counted == ["0 files", "0 fichier", "1 file", "1 fichier", "2 files", "2 fichiers"]


def test_a_factor_that_the_content_does_not_know_is_named_by_its_id(content):
    assert content.factor_name("unheard_of", "fr") == "unheard_of"


@pytest.mark.parametrize(
    ("text", "listed", "found"),
    [
        ("Who picks up the children?", ("child*",), ["child*"]),
        ("A childish remark", ("child",), []),
        ("L’âge n’est pas une question", ("âge",), ["âge"]),
        ("Le bagage", ("âge", "age"), []),
        ("On parle d'origine", ("d’origine",), ["d’origine"]),
    ],
)
def test_a_listed_word_is_found_whole_or_by_its_stem(text, listed, found):
    assert listed_words(text, listed) == found


def test_long_words_and_long_sentences_are_harder():
    easy, hard = "We talk in private.", "Organizational communication necessitates confidentiality considerations."
    assert flesch_kincaid_grade(easy) < 8 < flesch_kincaid_grade(hard)
    assert longest_sentence("Un deux trois. Un deux trois quatre cinq! Six?") == 5


@pytest.mark.parametrize("room", [".", "factors", "texts", "personas"])
def test_french_spaces_do_not_break_and_apostrophes_are_curved(room):
    """As printers set it in Canada: none before ? ! ; and one that cannot break before : and inside « »."""
    wrong = []
    for path in sorted((PACKAGED / room).glob("*.yaml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        for text_id, _, fr in text_pairs(path.stem, raw):
            plain = re.sub(r"https?://\S+|sqlite:\S+|postgresql:\S+|en:|fr:|tw-kit \S+|'[^' ]+'", "", fr)
            if re.search(r" [:»?!;]|« |(?<!\d)[^\s\d/]:\s|'", plain):
                wrong.append((text_id, fr))
    assert wrong == []
