"""The words that a page downloads: all of one side's, and nothing of the other's."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.sitting.conftest import CONTENT
from tw_kit.model import Audience
from tw_kit.sitting import words_of

PARTS = "content_version audience texts factors statements asks offers agreement ratings clarity consents starters"


def texts_in(here):
    """Every text: an object of an English and a French sentence."""
    if isinstance(here, dict):
        if "en" in here:
            yield here
        else:
            for value in here.values():
                yield from texts_in(value)
    elif isinstance(here, list):
        for value in here:
            yield from texts_in(value)


@pytest.mark.parametrize("audience", Audience)
def test_every_part_is_there_and_every_text_in_both_languages(audience):
    words = words_of(CONTENT, audience)
    assert list(words) == PARTS.split()
    texts = list(texts_in(words))
    assert len(texts) > 200
    assert all(set(text) == {"en", "fr"} and text["en"] and text["fr"] for text in texts)
    assert json.loads(json.dumps(words)) == words


@pytest.mark.parametrize("audience", Audience)
def test_a_side_reads_what_it_asks_and_offers_and_not_the_other(audience):
    words = words_of(CONTENT, audience)
    assert list(words["statements"]) == [s.id for s in CONTENT.instrument.statements]
    for statement, record in words["statements"].items():
        content = CONTENT.statements[statement]
        asks = content.direction is audience.asks_about
        assert ("ask" in record, "offer" in record) == (asks, not asks)
        assert ("evidence" in record) == (audience is Audience.EMPLOYER and not asks)
        in_job = content.in_job and (content.in_job.ask if asks else content.in_job.offer)
        told = record.get("in_job", {}).get("ask" if asks else "offer")
        assert told == (None if in_job is None else {"en": in_job.en, "fr": in_job.fr})
    said = json.dumps(words, ensure_ascii=False)
    others = [level.meaning.of(audience.other).en for level in CONTENT.levels.asks]
    others += [factor.reflect.of(audience.other).en for factor in CONTENT.factors.values()]
    others += [item.text.en for item in CONTENT.clarity.of(audience.other)]
    others += [scope.text.en for scope in CONTENT.consents.scopes if scope.side == audience.other.value]
    assert [text for text in others if json.dumps(text)[1:-1] in said] == []
    assert [i for i in words["texts"] if audience.other.value in i.split(".")] == []


@pytest.mark.parametrize("audience", Audience)
def test_texts_go_without_their_first_part_and_questions_in_full(audience):
    texts = words_of(CONTENT, audience)["texts"]
    assert texts["question.many_musts"]["en"] == CONTENT.texts["question.many_musts"].en
    own = {i.removeprefix("workbook.") for i in CONTENT.texts if i.startswith("workbook.")}
    assert {i for i in texts if not i.startswith(("question.", "fit."))} <= own
    assert "handout.step" not in texts and not any(i.startswith("error.") for i in texts)


def test_levels_say_where_they_differ_for_a_person_in_a_job():
    level = words_of(CONTENT, Audience.WORK_SEEKER)["asks"][0]
    assert list(level) == ["id", "label", "meaning", "meaning_in_job"]
    assert level["meaning"] != level["meaning_in_job"]


@pytest.mark.parametrize("audience", Audience)
def test_the_words_are_small_enough_for_a_phone(audience):
    text = json.dumps(words_of(CONTENT, audience), ensure_ascii=False, separators=(",", ":"))
    assert len(gzip.compress(text.encode())) < 30_000  # of the 150 kB of a first visit
