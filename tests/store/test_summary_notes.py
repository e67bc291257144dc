"""What is said of a summary that can be used: other words, strange ids, evidence that stands nowhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tw_kit.errors import Fault
from tw_kit.model import Audience, Offer, Response, Summary
from tw_kit.store.summary_notes import summary_notes


@pytest.fixture
def summary() -> Summary:
    offers = {"wa_on_time": Offer.YES, "wa_some_weekends": Offer.NO}
    return Summary(1, "en", dt.date(2026, 6, 15), Response(Audience.WORK_SEEKER, offers=offers))


def said(notes: tuple[Fault, ...], content) -> list[str]:
    assert all(content.sentence(note, "fr") for note in notes)
    return [content.sentence(note, "en") for note in notes]


def test_of_an_ordinary_summary_nothing_is_said(summary, content):
    assert summary_notes(replace(summary, evidence={"wa_on_time": "Never late."}), content) == ()


def test_answers_of_another_version_are_named_with_both(summary, content):
    notes = summary_notes(replace(summary, content_version="argyle-2"), content)
    assert [(note.message, dict(note.facts)) for note in notes] == [
        ("summary.other_version", {"got": "argyle-2", "known": 1})
    ]
    assert said(notes, content) == [
        "These are answers of version argyle-2, with words of version 1: they may differ. Read them with care."
    ]


def test_unknown_ids_are_counted_and_five_are_named(summary, content):
    places = tuple(f"answers.asks.zz{n}" for n in range(7))
    (note,) = summary_notes(replace(summary, unknown_ids=places), content)
    assert note.message == "summary.unknown_ids"
    assert dict(note.facts) == {"count": 7, "ids": ", ".join(places[:5]) + ", …"}


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ("answers.asks.wa_night", "wa_night → wa_nights"),
        ("answers.offers.wa_ontime", "wa_ontime → wa_on_time"),
        ("answers.evidence.wa_on_tim", "wa_on_tim → wa_on_time"),
        ("answers.clarity.before.cs_need", "cs_need → cs_needs"),
        ("answers.magnet_maps.2.ratings.grwth", "grwth → growth"),
        ("magnets.pay_benefit", "pay_benefit → pay_benefits"),
        ("released.wa_night", "wa_night → wa_nights"),
        ("consents.use_in_workshops", "use_in_workshops → use_in_workshop"),
    ],
)
def test_a_known_id_that_is_close_is_offered(summary, content, place, near):
    notes = summary_notes(replace(summary, unknown_ids=(place,)), content)
    assert [(note.message, dict(note.facts)) for note in notes] == [
        ("summary.unknown_ids_near", {"count": 1, "ids": place, "near": near})
    ]
    assert said(notes, content)[0].endswith(f"Did you mean: {near}?")


def test_an_id_of_the_other_direction_is_not_offered(summary, content):
    (note,) = summary_notes(replace(summary, unknown_ids=("answers.offers.wa_night",)), content)
    assert "wa_nights" not in said((note,), content)[0]


def test_evidence_without_an_offer_is_told_with_its_place(summary, content):
    empty, other = [s.id for s in content.instrument.statements if s.id not in summary.response.offers][:2]
    evidence = {"wa_on_time": "Never late.", "wa_some_weekends": "Not now.", empty: " ", "unheard_of": "x"}
    notes = summary_notes(replace(summary, evidence={**evidence, other: "A secret."}), content)
    assert [(note.message, note.place) for note in notes] == [
        ("summary.evidence_without_offer", f"answers.evidence.{other}"),
    ]
    assert "secret" not in " ".join(said(notes, content)).lower()
