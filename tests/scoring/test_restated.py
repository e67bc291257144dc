"""The code gives what the rules, said again from the text alone, give."""

from fractions import Fraction

from hypothesis import given, settings

from tests.scoring import naive
from tests.strategies import sides
from tw_kit.scoring import agenda, factor_label, pair, pivots, smallest_change, steadiness

SETTINGS = settings(max_examples=150, deadline=None)
SMALL = settings(max_examples=120, deadline=None)


def both(drawn):
    return naive.Person.of(drawn.work_seeker), naive.Person.of(drawn.employer)


def fractions(figures):
    ratios = (figures.fit_ratio, figures.low_ratio, figures.high_ratio, figures.coverage_ratio)
    return tuple(None if ratio is None else Fraction(*ratio) for ratio in ratios)


@SETTINGS
@given(sides())
def test_figures_outcomes_and_labels(drawn):
    a, b = both(drawn)
    found = pair(drawn.instrument, drawn.work_seeker, drawn.employer)
    assert naive.pair_label(drawn.instrument, a, b) == found.label
    for way, two in zip(found.ways, ((a, b), (b, a)), strict=True):
        assert naive.four(drawn.instrument, *two) == fractions(way.figures)
        assert naive.outcomes(drawn.instrument, *two) == way.outcomes
        for factor, figures in way.factors.items():
            assert naive.four(drawn.instrument, *two, factor) == fractions(figures)
            assert naive.factor_label(drawn.instrument, *two, factor) == factor_label(figures)


@SETTINGS
@given(sides(min_statements=3))
def test_mutual(drawn):
    a, b = both(drawn)
    found = pair(drawn.instrument, drawn.work_seeker, drawn.employer).mutual
    ways = zip(naive.four(drawn.instrument, a, b), naive.four(drawn.instrument, b, a), strict=True)
    expected = [naive.mutual(x, y) for x, y in ways]
    coverages = [naive.four(drawn.instrument, *two)[3] for two in ((a, b), (b, a))]
    expected[3] = None if None in coverages else min(coverages)
    actual = [None if r is None else Fraction(*r) for r in (found.fit, found.low, found.high, found.coverage)]
    assert expected == actual


@SETTINGS
@given(sides(min_statements=2))
def test_pivots_and_agenda(drawn):
    a, b = both(drawn)
    found = pair(drawn.instrument, drawn.work_seeker, drawn.employer)
    assert naive.pivots(drawn.instrument, a, b) == set(pivots(found))
    items = agenda(found)
    assert naive.agenda(drawn.instrument, a, b) == [(item.kind, item.statement.id) for item in items]
    listed = [item.statement.id for item in items if item.statement.id in set(pivots(found))]
    assert listed == list(pivots(found))


@SETTINGS
@given(sides(min_statements=2, max_statements=6, factors=("growth", "pay")))
def test_steadiness(drawn):
    a, b = both(drawn)
    found = pair(drawn.instrument, drawn.work_seeker, drawn.employer)
    for way, two in zip(found.ways, ((a, b), (b, a)), strict=True):
        counted = steadiness(way)
        expected = naive.steadiness(drawn.instrument, *two)
        assert expected == (None if counted is None else Fraction(*counted))


@SMALL
@given(sides(min_statements=2, max_statements=7))
def test_no_change_is_smaller_than_the_smallest(drawn):
    a, b = both(drawn)
    found = pair(drawn.instrument, drawn.work_seeker, drawn.employer)
    for way, (asker, offerer) in zip(found.ways, ((a, b), (b, a)), strict=True):
        moves = smallest_change(way)
        assert naive.fewest_changes(drawn.instrument, asker, offerer) == (None if moves is None else len(moves))
        if moves is None:
            continue
        changed = offerer
        for move in moves:
            assert offerer.offers.get(move.statement) == move.start
            assert move.to in ("yes", "no")
            changed = changed.answering(move.statement, move.to.value)
        assert naive.is_enough(drawn.instrument, asker, changed)


@SETTINGS
@given(sides(min_statements=2))
def test_both_smallest_changes_together_make_a_pair_aligned(drawn):
    a, b = both(drawn)
    found = pair(drawn.instrument, drawn.work_seeker, drawn.employer)
    lists = [smallest_change(way) for way in found.ways]
    if None in lists:
        return
    for move in lists[0]:
        b = b.answering(move.statement, move.to.value)
    for move in lists[1]:
        a = a.answering(move.statement, move.to.value)
    assert naive.pair_label(drawn.instrument, a, b) == "aligned"
