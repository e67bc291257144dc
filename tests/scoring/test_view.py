"""Who sees what: private answers, and which figures a record may hold."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import responses, sides
from tw_kit.model import Ask, Audience, Direction, Instrument, Offer, Response, Statement
from tw_kit.scoring import View, agenda, pair, pair_figures, pair_in_view, pivots, profile_figures, seen_by

SETTINGS = settings(max_examples=100, deadline=None)
FIGURE_KEYS = {"fit", "low", "high", "coverage", "pull", "steadiness"}


def kept_private(instrument, response):
    return {s.id for s in instrument.statements if s.private and s.id not in response.released}


def keys_within(record):
    """Every key of a nested record."""
    if isinstance(record, dict):
        return set(record).union(*map(keys_within, record.values()))
    if isinstance(record, list):
        return set().union(*map(keys_within, record))
    return set()


@SETTINGS
@given(sides(min_statements=2), st.data())
def test_a_private_answer_that_is_not_released_changes_nothing_for_the_other_side(drawn, data):
    for audience in Audience:
        own = drawn.work_seeker if audience is Audience.WORK_SEEKER else drawn.employer
        hidden = kept_private(drawn.instrument, own)
        other_answers = data.draw(responses(drawn.instrument, audience))

        def swapped(answers, others, hidden=hidden):
            public = {i: level for i, level in answers.items() if i not in hidden}
            return public | {i: level for i, level in others.items() if i in hidden}

        changed = replace(
            own, asks=swapped(own.asks, other_answers.asks), offers=swapped(own.offers, other_answers.offers)
        )
        view = View(audience.other.value)
        pairs = [
            (one, drawn.employer) if audience is Audience.WORK_SEEKER else (drawn.work_seeker, one)
            for one in (own, changed)
        ]
        assert pair_figures(drawn.instrument, *pairs[0], view) == pair_figures(drawn.instrument, *pairs[1], view)


@SETTINGS
@given(sides(min_statements=1))
def test_a_view_is_the_pair_without_the_other_sides_private_answers(drawn):
    def released(response):
        hidden = kept_private(drawn.instrument, response)
        return replace(
            response,
            asks={i: level for i, level in response.asks.items() if i not in hidden},
            offers={i: level for i, level in response.offers.items() if i not in hidden},
        )

    seeker, employer = drawn.work_seeker, drawn.employer
    expected = {
        View.PRACTITIONER: (seeker, employer),
        View.WORK_SEEKER: (seeker, released(employer)),
        View.EMPLOYER: (released(seeker), employer),
    }
    for view, two in expected.items():
        assert pair(drawn.instrument, *two) == pair_in_view(drawn.instrument, seeker, employer, view)


@SETTINGS
@given(sides())
def test_each_view_holds_the_figures_it_may(drawn):
    record = {view: pair_figures(drawn.instrument, drawn.work_seeker, drawn.employer, view) for view in View}
    for view, one in record.items():
        assert json.loads(json.dumps(one)) == one
        assert one["view"] == view
        assert list(one["ways"]["work_seeker"]["factors"]) == list(drawn.instrument.factors)
    assert not FIGURE_KEYS & keys_within(record[View.EMPLOYER])
    assert "label_seen_by" not in record[View.EMPLOYER].keys() | record[View.WORK_SEEKER].keys()

    own = record[View.WORK_SEEKER]
    assert keys_within(own["ways"]["work_seeker"]) >= FIGURE_KEYS - {"steadiness"}
    assert "steadiness" not in keys_within(own)
    assert not FIGURE_KEYS & keys_within([own["ways"]["employer"], own["mutual"], own["agenda"]])

    whole = record[View.PRACTITIONER]
    for way in whole["ways"].values():
        assert set(way) == {"fit", "low", "high", "coverage", "conflicts", "steadiness", "factors"}
        for factor in way["factors"].values():
            assert set(factor) == {"fit", "low", "high", "coverage", "pull", "label"}
    assert set(whole["mutual"]) == {"fit", "low", "high", "coverage", "conflicts", "label"}
    assert whole["label_seen_by"] == {
        client: record[client]["mutual"]["label"] for client in (View.WORK_SEEKER, View.EMPLOYER)
    }


@SETTINGS
@given(sides())
def test_a_record_says_what_the_scored_pair_says(drawn):
    for view in View:
        record = pair_figures(drawn.instrument, drawn.work_seeker, drawn.employer, view)
        seen = pair_in_view(drawn.instrument, drawn.work_seeker, drawn.employer, view)
        assert record["mutual"]["label"] == seen.label
        assert record["mutual"]["conflicts"] == list(seen.conflicts)
        assert record["pivots"] == list(pivots(seen))
        assert [item["statement"] for item in record["agenda"]] == [i.statement.id for i in agenda(seen)]
        for name, way in zip(("work_seeker", "employer"), seen.ways, strict=True):
            assert record["ways"][name].get("fit", way.figures.fit) == way.figures.fit
            assert {f: each["label"] for f, each in record["ways"][name]["factors"].items()} == way.labels


INSTRUMENT = Instrument(
    1,
    ("growth", "pay"),
    (
        Statement("g1", "growth", Direction.WORKPLACE),
        Statement("p1", "pay", Direction.WORKPLACE, private=True),
        Statement("g2", "growth", Direction.WORKER),
    ),
)
SEEKER = Response(
    Audience.WORK_SEEKER,
    asks={"g1": Ask.WANT, "p1": Ask.NEED, "elsewhere": Ask.NEED},
    offers={"g2": Offer.YES},
    magnets=("pay", "unheard_of"),
)
EMPLOYER = Response(Audience.EMPLOYER, asks={"g2": Ask.NEED}, offers={"g1": Offer.YES, "p1": Offer.NO})


def test_a_practitioner_is_told_when_a_client_sees_another_label():
    record = pair_figures(INSTRUMENT, SEEKER, EMPLOYER, View.PRACTITIONER)
    assert record["mutual"]["label"] == "conflict"
    # the employer does not know the ask, the work seeker does not know the offer
    assert record["label_seen_by"] == {"work_seeker": "not_enough_known", "employer": "aligned"}


def test_the_record_of_a_work_seeker():
    record = pair_figures(INSTRUMENT, SEEKER, EMPLOYER, View.WORK_SEEKER)
    nothing = {"fit": None, "low": 0.0, "high": 1.0, "coverage": 0.0, "pull": None, "label": "not_known"}
    good = {"fit": 1.0, "low": 1.0, "high": 1.0, "coverage": 1.0, "pull": 1.0, "label": "attracts"}
    assert record == {
        "scoring_version": 1,
        "view": "work_seeker",
        "ways": {
            "work_seeker": {
                "fit": 1.0,
                "low": 1 / 13,
                "high": 1.0,
                "coverage": 1 / 13,
                "conflicts": [],
                "factors": {"growth": good, "pay": nothing},
            },
            "employer": {
                "conflicts": [],
                "factors": {"growth": {"label": "attracts"}, "pay": {"label": "not_asked"}},
            },
        },
        "mutual": {"conflicts": [], "label": "not_enough_known"},
        "smallest_change": {
            "work_seeker": [{"statement": "p1", "from": None, "to": "yes"}],
            "employer": [],
        },
        "pivots": ["p1"],
        "agenda": [
            {"kind": "unknown_must", "statement": "p1", "direction": "workplace"},
            {"kind": "met", "statement": "g2", "direction": "worker"},
            {"kind": "met", "statement": "g1", "direction": "workplace"},
        ],
    }


def test_releasing_shows_that_very_answer():
    shown = seen_by(View.EMPLOYER, INSTRUMENT, replace(SEEKER, released=frozenset({"p1", "elsewhere"})))
    assert dict(shown.asks) == {"g1": "want", "p1": "need"}
    assert dict(seen_by(View.EMPLOYER, INSTRUMENT, SEEKER).asks) == {"g1": "want"}
    assert seen_by(View.WORK_SEEKER, INSTRUMENT, SEEKER) is SEEKER


def test_the_two_sides_are_given_in_their_order():
    with pytest.raises(ValueError, match="expected a work seeker and an employer"):
        pair_figures(INSTRUMENT, EMPLOYER, SEEKER, View.PRACTITIONER)


def test_the_record_of_one_person():
    none = {"need": 0, "want": 0, "open": 0, "rather_not": 0, "avoid": 0}
    no_offers = {"yes": 0, "negotiable": 0, "no": 0}
    assert profile_figures(INSTRUMENT, SEEKER) == {
        "scoring_version": 1,
        "audience": "work_seeker",
        "magnets": ["pay", "unheard_of"],
        "factors": {
            "growth": {
                "asks": none | {"want": 1},
                "offers": no_offers | {"yes": 1},
                "musts": [],
                "asked": 1,
                "offered": 1,
                "ask_statements": 1,
                "offer_statements": 1,
                "magnet_rank": None,
            },
            "pay": {
                "asks": none | {"need": 1},
                "offers": no_offers,
                "musts": ["p1"],
                "asked": 1,
                "offered": 0,
                "ask_statements": 1,
                "offer_statements": 0,
                "magnet_rank": 1,
            },
        },
        "musts": ["p1"],
        "answered": 3,
        "statements": 3,
    }


def test_the_weaker_way_and_the_difference():
    employer = replace(EMPLOYER, offers={"g1": Offer.NEGOTIABLE, "p1": Offer.YES})
    found = pair(INSTRUMENT, replace(SEEKER, magnets=()), employer)
    assert found.weaker is Audience.WORK_SEEKER
    assert found.difference == 1 / 8
    level = pair(INSTRUMENT, SEEKER, replace(EMPLOYER, offers={"g1": Offer.YES}))
    assert (level.weaker, level.difference) == (None, 0)
    unknown = pair(INSTRUMENT, SEEKER, replace(EMPLOYER, offers={}))
    assert (unknown.weaker, unknown.difference) == (None, None)
