"""What groups may be told."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tw_kit.scoring import constants
from tw_kit.scoring.groups import Thresholds, paired_change, proportion, rate, room_chart
from tw_kit.scoring.retention import Stay, retention

SETTINGS = settings(max_examples=60, deadline=None)
NAMES = ["room_chart_from", "hide_below", "rates_from", "all_or_none_below", "curve_from"]


@pytest.mark.parametrize("name", NAMES)
def test_a_threshold_may_be_raised_but_not_lowered(name):
    least = getattr(constants, name.upper())
    assert getattr(Thresholds(**{name: least + 1}), name) == least + 1
    with pytest.raises(ValueError, match=f"{name}: {least - 1} is under {least}"):
        Thresholds(**{name: least - 1})


def test_all_lowered_thresholds_are_listed():
    with pytest.raises(ValueError) as caught:
        Thresholds(**dict.fromkeys(NAMES, 0))
    assert all(name in str(caught.value) for name in NAMES)


@SETTINGS
@given(st.integers(1, 200), st.data())
def test_the_interval_is_wilsons(whole, data):
    part = data.draw(st.integers(0, whole))
    found = proportion(part, whole)
    z = 1.959963984540054
    middle = (part + z * z / 2) / (whole + z * z)
    half = z / (whole + z * z) * math.sqrt(part * (whole - part) / whole + z * z / 4)
    assert found.low == pytest.approx(max(0, middle - half), abs=1e-9)
    assert found.high == pytest.approx(min(1, middle + half), abs=1e-9)
    assert found.low <= found.share <= found.high


def test_nobody_has_no_proportion():
    assert proportion(0, 0) is None
    with pytest.raises(ValueError, match="part 3 is not between 0 and whole 2"):
        proportion(3, 2)


@SETTINGS
@given(st.integers(0, 40), st.data())
def test_a_rate_gives_no_small_count_away(whole, data):
    part = data.draw(st.integers(0, whole))
    told = rate(part, whole)
    if told is not None:
        assert whole >= 10
        assert part not in (1, 2, 3, 4)
        assert whole - part not in (1, 2, 3, 4)
    if whole >= 10 and 5 <= part <= whole - 5:
        assert told == proportion(part, whole)


def test_raised_thresholds_hold_back_more():
    assert rate(5, 10) is not None
    assert rate(5, 10, Thresholds(rates_from=11)) is None
    assert rate(5, 10, Thresholds(hide_below=6)) is None
    assert rate(0, 10) is not None
    assert rate(0, 10, Thresholds(all_or_none_below=11)) is None
    assert room_chart("aabbb", "ab") == {"a": 2, "b": 3}
    assert room_chart("aabbb", "ab", Thresholds(room_chart_from=6)) is None
    assert retention([Stay(6, True)] * 10, (3,), Thresholds(curve_from=11)) is None


def test_an_answer_that_is_no_level_is_not_counted():
    assert room_chart("aabbx", "ab") is None
    assert room_chart("aabbbx", "abc") == {"a": 2, "b": 3, "c": 0}


@SETTINGS
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 5)), st.data())
def test_change_is_of_the_same_people_and_turns_round_with_them(before, data):
    after = data.draw(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 5)))
    change, back = paired_change(before, after), paired_change(after, before)
    both = before.keys() & after.keys()
    assert change.people == len(both)
    assert (change.up, change.stayed, change.down) == (back.down, back.stayed, back.up)
    if not both:
        assert change.mean is None
        return
    assert change.mean == pytest.approx(sum(after[c] - before[c] for c in both) / len(both))
    assert change.mean == pytest.approx(-back.mean)
    if len(both) > 1:
        assert change.low <= change.mean <= change.high


def survival(stays, at):
    """Kaplan-Meier by hand: the product over the ends up to a time."""
    share = 1.0
    for end in sorted({s.months for s in stays if s.has_ended and s.months <= at}):
        at_risk = sum(s.months >= end for s in stays)
        share *= 1 - sum(s.has_ended and s.months == end for s in stays) / at_risk
    return share


@SETTINGS
@given(st.lists(st.builds(Stay, st.integers(1, 14), st.booleans()), max_size=25))
def test_retention_is_the_product_of_the_ends(stays):
    points = retention(stays, (12, 3, 6))
    if len(stays) < 10:
        assert points is None
        return
    assert [p.months for p in points] == [3, 6, 12][: len(points)]
    for point in points:
        assert point.share == pytest.approx(survival(stays, point.months), abs=1e-12)
        assert point.at_risk == sum(s.months >= point.months for s in stays) >= 5
        assert (point.low is None) == (point.high is None)
        if point.low is not None:
            assert point.low <= point.share <= point.high
            assert not math.isnan(point.low + point.high)


def test_a_stay_lasts():
    with pytest.raises(ValueError, match="over 0 months"):
        Stay(0, has_ended=True)
