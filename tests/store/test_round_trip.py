"""What is saved is what is loaded: any text, any answers, every past version."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tw_kit.content import load_content
from tw_kit.model import (
    Ask,
    Audience,
    Clarity,
    Consent,
    MagnetMap,
    NextStep,
    Offer,
    Response,
    Summary,
)
from tw_kit.store import read_summary, summary_json, write_summary

CONTENT = load_content()
FACTORS = list(CONTENT.factors)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
TIMES = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
WORDS = st.text(max_size=60)
STRANGE_IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,12}", fullmatch=True)


def some(ids, values):
    return st.dictionaries(st.sampled_from(ids) | STRANGE_IDS, values, max_size=6)


@st.composite
def summaries(draw) -> Summary:
    audience = draw(st.sampled_from(Audience))
    by_direction = {
        direction: [s.id for s in CONTENT.instrument.in_direction(direction)]
        for direction in (audience.asks_about, audience.offers_about)
    }
    strangers = STRANGE_IDS.filter(lambda i: i not in CONTENT.statements)

    def answers(direction, levels):
        ids = st.sampled_from(by_direction[direction]) | strangers
        return draw(st.dictionaries(ids, st.sampled_from(levels), max_size=8))

    items = [item.id for item in CONTENT.clarity.of(audience)]
    return Summary(
        content_version=draw(st.sampled_from([1, 2, "my-own-3"])),
        language=draw(st.sampled_from(["en", "fr"])),
        date=draw(DAYS),
        response=Response(
            audience=audience,
            asks=answers(audience.asks_about, list(Ask)),
            offers=answers(audience.offers_about, list(Offer)),
            magnets=tuple(draw(st.lists(st.sampled_from(FACTORS) | STRANGE_IDS, max_size=3, unique=True))),
            released=frozenset(draw(st.lists(STRANGE_IDS, max_size=3))),
        ),
        person=draw(st.none() | WORDS),
        consents=tuple(draw(st.lists(st.builds(Consent, STRANGE_IDS, st.integers(1, 9), TIMES), max_size=3))),
        evidence=draw(some(by_direction[audience.offers_about], WORDS)),
        reflections=draw(some(FACTORS, WORDS)),
        clarity=Clarity(draw(some(items, st.integers(1, 5))), draw(some(items, st.integers(1, 5)))),
        magnet_maps=tuple(draw(st.lists(st.builds(MagnetMap, WORDS, some(FACTORS, st.integers(-3, 3))), max_size=2))),
        next_steps=tuple(draw(st.lists(st.builds(NextStep, WORDS, st.none() | DAYS, st.none() | WORDS), max_size=2))),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(summary=summaries())
def test_what_is_saved_is_what_is_loaded(summary: Summary, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    write_summary(summary, path)
    loaded = read_summary(path, CONTENT)
    assert summary_json(loaded) == summary_json(summary)
    assert loaded.response == summary.response
    assert (loaded.evidence, loaded.reflections, loaded.clarity) == (
        summary.evidence,
        summary.reflections,
        summary.clarity,
    )
    assert (loaded.magnet_maps, loaded.next_steps, loaded.consents) == (
        summary.magnet_maps,
        summary.next_steps,
        summary.consents,
    )
    assert (loaded.person, loaded.date, loaded.language) == (summary.person, summary.date, summary.language)


def test_a_rating_of_nothing_is_a_rating(tmp_path, record):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    summary = read_summary(path, CONTENT)
    assert summary.magnet_maps[0].ratings == {"growth": 0, "pay_benefits": -3}
    assert json.loads(summary_json(summary)) == record


@pytest.mark.parametrize("version", [1])
def test_a_file_of_each_version_can_be_read(version):
    path = Path(__file__).parent / f"summary_v{version}.json"
    summary = read_summary(path, CONTENT)
    assert summary.person == "quay lantern maple 4"
    assert json.loads(summary_json(summary))["answers"] == json.loads(path.read_text(encoding="utf-8"))["answers"]


def test_halves_of_characters_are_saved_as_a_question_mark(tmp_path, record):
    path = tmp_path / "one.json"
    record["answers"]["evidence"]["wa_on_time"] = "half \ud83d of one"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert read_summary(path, CONTENT).evidence["wa_on_time"] == "half � of one"


def test_only_its_owner_can_read_a_saved_file(tmp_path, record):
    source, path = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(record), encoding="utf-8")
    write_summary(read_summary(source, CONTENT), path)
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_saved_leaves_nothing_behind(tmp_path, record):
    source, path = tmp_path / "in.json", tmp_path / "out" / "taken.json"
    source.write_text(json.dumps(record), encoding="utf-8")
    path.mkdir(parents=True)  # a folder of that name
    with pytest.raises(OSError):
        write_summary(read_summary(source, CONTENT), path)
    assert [p.name for p in path.parent.iterdir()] == ["taken.json"]
