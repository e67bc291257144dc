"""The ten invariants of docs/scoring.md, as properties."""

import itertools
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from unittest import mock

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.strategies import sides
from tw_kit.model import Ask, Audience, Direction, Instrument, Offer, Response, Statement
from tw_kit.scoring import Figures, View, constants, factor_label, one_way, pair, pair_figures

SETTINGS = settings(max_examples=100, deadline=None)
FLIPPED = {Ask.NEED: Ask.AVOID, Ask.WANT: Ask.RATHER_NOT, Ask.OPEN: Ask.OPEN}
FLIPPED |= {new: old for old, new in FLIPPED.items()}
TURNED = {Offer.YES: Offer.NO, Offer.NEGOTIABLE: Offer.NEGOTIABLE, Offer.NO: Offer.YES}


def scored(drawn):
    return pair(drawn.instrument, drawn.work_seeker, drawn.employer)


def everything(found):
    """All figures and labels of a pair, exactly, without the order of anything."""
    return (
        [(way.figures, dict(way.factors), dict(way.labels), set(way.conflicts)) for way in found.ways],
        found.mutual,
        found.label,
    )


def in_order(low, middle, high):
    return Fraction(*low) <= Fraction(*middle) <= Fraction(*high)


@SETTINGS
@given(sides())
def test_1_figures_lie_between_0_and_1_and_low_fit_high_in_order(drawn):
    for way in scored(drawn).ways:
        for figures in (way.figures, *way.factors.values()):
            for value in (figures.fit, figures.low, figures.high, figures.coverage):
                assert value is None or 0 <= value <= 1
            assert figures.pull is None or -1 <= figures.pull <= 1
            assert (figures.low is None) == (figures.high is None) == (figures.coverage is None)
            if figures.fit is not None:
                assert in_order(figures.low_ratio, figures.fit_ratio, figures.high_ratio)


@SETTINGS
@given(sides(min_statements=1), st.data())
def test_2_moving_a_known_offer_towards_what_is_asked_lowers_nothing(drawn, data):
    before = one_way(drawn.instrument, drawn.work_seeker, drawn.employer)
    known = [r for r in before.reasons if r.offer is not None and r.weight]
    assume(known)
    reason = data.draw(st.sampled_from(known))
    better = {Offer.NO: Offer.NEGOTIABLE, Offer.NEGOTIABLE: Offer.YES, Offer.YES: Offer.YES}
    worse = {Offer.YES: Offer.NEGOTIABLE, Offer.NEGOTIABLE: Offer.NO, Offer.NO: Offer.NO}
    moved = (better if reason.ask.is_positive else worse)[reason.offer]
    employer = replace(drawn.employer, offers={**drawn.employer.offers, reason.statement.id: moved})
    after = one_way(drawn.instrument, drawn.work_seeker, employer)
    for name in ("fit_ratio", "low_ratio", "high_ratio"):
        assert Fraction(*getattr(after.figures, name)) >= Fraction(*getattr(before.figures, name))


@SETTINGS
@given(sides(min_statements=1), st.data())
def test_3_learning_an_unknown_offer_never_widens_low_to_high(drawn, data):
    before = one_way(drawn.instrument, drawn.work_seeker, drawn.employer)
    unknown = [r for r in before.reasons if r.offer is None and r.weight]
    assume(unknown)
    reason = data.draw(st.sampled_from(unknown))
    learnt = data.draw(st.sampled_from(Offer))
    employer = replace(drawn.employer, offers={**drawn.employer.offers, reason.statement.id: learnt})
    after = one_way(drawn.instrument, drawn.work_seeker, employer)
    assert Fraction(*before.figures.low_ratio) <= Fraction(*after.figures.low_ratio)
    assert Fraction(*after.figures.high_ratio) <= Fraction(*before.figures.high_ratio)


@SETTINGS
@given(sides(min_statements=1))
def test_4_open_and_unasked_statements_change_nothing(drawn):
    def closed(response):
        return replace(response, asks={i: a for i, a in response.asks.items() if a is not Ask.OPEN})

    seeker, employer = closed(drawn.work_seeker), closed(drawn.employer)
    asked = {*seeker.asks, *employer.asks}
    fewer = replace(drawn.instrument, statements=tuple(s for s in drawn.instrument.statements if s.id in asked))
    assert everything(scored(drawn)) == everything(pair(fewer, seeker, employer))


@SETTINGS
@given(sides(min_statements=1), st.randoms(use_true_random=False))
def test_4_neither_order_nor_names_of_statements_change_anything(drawn, random):
    shuffled = list(drawn.instrument.statements)
    random.shuffle(shuffled)
    renamed = {s.id: f"other_{place}" for place, s in enumerate(shuffled)}

    def rename(response):
        return replace(
            response,
            asks={renamed[i]: ask for i, ask in reversed(response.asks.items())},
            offers={renamed[i]: offer for i, offer in reversed(response.offers.items())},
        )

    instrument = replace(
        drawn.instrument,
        content_version="another",
        statements=tuple(replace(s, id=renamed[s.id]) for s in shuffled),
    )
    ways, *rest = everything(scored(drawn))
    other_ways, *other_rest = everything(pair(instrument, rename(drawn.work_seeker), rename(drawn.employer)))
    assert rest == other_rest
    for way, other in zip(ways, other_ways, strict=True):
        assert way[:3] == other[:3]
        assert {renamed[i] for i in way[3]} == other[3]


@SETTINGS
@given(sides())
def test_5_swapping_the_people_swaps_the_ways_and_leaves_mutual(drawn):
    """A person who sat on the other side: the statements turn round with them."""

    def swap(response):
        return replace(response, audience=response.audience.other)

    turned = replace(
        drawn.instrument,
        statements=tuple(
            replace(s, direction=Direction.WORKER if s.direction is Direction.WORKPLACE else Direction.WORKPLACE)
            for s in drawn.instrument.statements
        ),
    )
    ways, mutual, label = everything(scored(drawn))
    other_ways, other_mutual, other_label = everything(pair(turned, swap(drawn.employer), swap(drawn.work_seeker)))
    assert ways == other_ways[::-1]
    assert label is other_label
    for name in ("fit", "low", "high", "coverage"):
        one, other = getattr(mutual, name), getattr(other_mutual, name)
        assert one == other or Fraction(*one) == Fraction(*other)
    assert everything(scored(drawn)) == everything(pair(drawn.instrument, drawn.employer, drawn.work_seeker))


@SETTINGS
@given(sides(min_statements=2))
def test_5_the_mutual_lies_between_the_smaller_and_the_mean(drawn):
    found = scored(drawn)
    for name in ("fit", "low", "high"):
        x, y = (getattr(way.figures, f"{name}_ratio") for way in found.ways)
        if x is None or y is None:
            assert getattr(found.mutual, name) is None
            continue
        x, y, harmonic = Fraction(*x), Fraction(*y), Fraction(*getattr(found.mutual, name))
        assert min(x, y) <= harmonic <= (x + y) / 2


@SETTINGS
@given(sides())
def test_6_changing_every_sign_and_every_yes_to_no_changes_nothing(drawn):
    def mirrored(response):
        return replace(
            response,
            asks={i: FLIPPED[ask] for i, ask in response.asks.items()},
            offers={i: TURNED[offer] for i, offer in response.offers.items()},
        )

    mirror = pair(drawn.instrument, mirrored(drawn.work_seeker), mirrored(drawn.employer))
    assert everything(scored(drawn)) == everything(mirror)


@SETTINGS
@given(sides(min_statements=2))
def test_7_nothing_unknown_leaves_no_room_and_everything_unknown_no_label(drawn):
    asked = dict.fromkeys(drawn.instrument.by_id, Offer.NEGOTIABLE)

    def told(response):
        return replace(response, offers={**asked, **response.offers})

    for way in pair(drawn.instrument, told(drawn.work_seeker), told(drawn.employer)).ways:
        if way.figures.asked:
            assert way.figures.low == way.figures.fit == way.figures.high
            assert way.figures.coverage == 1

    silent = pair(drawn.instrument, replace(drawn.work_seeker, offers={}), replace(drawn.employer, offers={}))
    assert silent.label == "not_enough_known"
    assert silent.mutual.fit is None
    for way in silent.ways:
        assert way.figures.fit is None
        assert way.figures.low in (None, 0)
        assert way.figures.high in (None, 1)


@SETTINGS
@given(sides(min_statements=2), st.integers(2, 7))
def test_8_multiplying_all_weights_of_one_side_changes_nothing(drawn, times):
    before = scored(drawn)
    larger = MappingProxyType({ask: weight * times for ask, weight in constants.ASK_WEIGHTS.items()})
    with mock.patch.object(constants, "ASK_WEIGHTS", larger):
        way = one_way(drawn.instrument, drawn.work_seeker, drawn.employer)
    other = before.employer
    assert [n * times for n in before.work_seeker.figures.triple] == list(way.figures.triple)
    assert before.work_seeker.labels == way.labels
    mixed = replace(before, work_seeker=way, employer=other)
    assert before.label is mixed.label
    for name in ("fit", "low", "high", "coverage"):
        one, two = getattr(before.mutual, name), getattr(mixed.mutual, name)
        assert (one is None and two is None) or Fraction(*one) == Fraction(*two)


@SETTINGS
@given(sides(min_statements=1))
def test_9_a_pair_with_a_conflict_is_labelled_so(drawn):
    found = scored(drawn)
    assert bool(found.conflicts) == (found.label == "conflict")
    assert found.conflicts == drawn.instrument.in_order({i for way in found.ways for i in way.conflicts})


@SETTINGS
@given(sides(min_statements=1, max_statements=6, factors=("growth",)))
def test_9_attracts_repels_and_mixed_survive_whatever_the_unknowns_are(drawn):
    way = one_way(drawn.instrument, drawn.work_seeker, drawn.employer)
    label = way.labels["growth"]
    assume(label in ("attracts", "repels", "mixed"))
    unknown = [r.statement.id for r in way.reasons if r.offer is None]
    for levels in itertools.product(Offer, repeat=len(unknown)):
        offers = {**drawn.employer.offers, **dict(zip(unknown, levels, strict=True))}
        settled = one_way(drawn.instrument, drawn.work_seeker, replace(drawn.employer, offers=offers))
        assert label is settled.labels["growth"]


@SETTINGS
@given(sides())
def test_10_the_reasons_add_up_exactly(drawn):
    for way in scored(drawn).ways:
        assert way.figures == sum((r.figures for r in way.reasons), Figures())
        triples = [r.figures.triple for r in way.reasons]
        assert way.figures.triple == tuple(map(sum, zip(*triples, strict=True))) or not triples
        for factor, figures in way.factors.items():
            own = [r.plain for r in way.reasons if r.statement.factor == factor]
            assert figures == sum(own, Figures())
            assert way.labels[factor] is factor_label(figures)


@SETTINGS
@given(sides())
def test_10_unknown_ids_and_answers_in_the_wrong_direction_are_not_scored(drawn):
    def with_strays(response):
        offered = {s.id: Ask.NEED for s in drawn.instrument.in_direction(response.audience.offers_about)}
        asked = {s.id: Offer.NO for s in drawn.instrument.in_direction(response.audience.asks_about)}
        return replace(
            response,
            asks={**offered, "from_elsewhere": Ask.AVOID, **response.asks},
            offers={**asked, "from_elsewhere": Offer.YES, **response.offers},
        )

    for view in View:
        assert pair_figures(drawn.instrument, drawn.work_seeker, drawn.employer, view) == pair_figures(
            drawn.instrument, with_strays(drawn.work_seeker), with_strays(drawn.employer), view
        )


def test_two_of_one_side_are_no_pair():
    instrument = Instrument(1, ("g",), (Statement("g1", "g", Direction.WORKPLACE),))
    seeker = Response(Audience.WORK_SEEKER)
    with pytest.raises(ValueError, match="two sides"):
        pair(instrument, seeker, seeker)
