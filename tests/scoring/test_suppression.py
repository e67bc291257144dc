"""Attacks on suppressed tables: by linear algebra, and by trying every table that fits what is published."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tw_kit.scoring.groups import Thresholds
from tw_kit.scoring.suppression import one_way_table, safe_release, two_way_table

SETTINGS = settings(max_examples=150, deadline=None)
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 30))


def grids(rows=(2, 4), columns=(2, 4), counts=COUNTS):
    shape = st.tuples(st.integers(*rows), st.integers(*columns))
    return shape.flatmap(
        lambda s: st.lists(st.lists(counts, min_size=s[1], max_size=s[1]), min_size=s[0], max_size=s[0])
    )


def is_everything_hidden(release):
    return all(count is None for count in release.published.values())


def equations(table):
    """Each margin is the sum of its parts, as rows over all counts; written from what a margin means."""
    keys = list(table.counts)
    cells = [key for key in keys if None not in key]
    rows = []
    for margin in (key for key in keys if None in key):
        parts = [c for c in cells if all(m in (None, x) for m, x in zip(margin, c, strict=True))]
        rows.append([int(key in parts) - int(key == margin) for key in keys])
    return keys, np.array(rows, dtype=float)


def found_by_algebra(release):
    """Hidden counts that the published ones fix: no solution of the equations moves them."""
    keys, rows = equations(release.table)
    hidden = [place for place, key in enumerate(keys) if key in release.hidden]
    if not hidden:
        return []
    unknowns = rows[:, hidden]
    _, sizes, directions = np.linalg.svd(unknowns)
    free = directions[int((sizes > 1e-9).sum()) :]
    return [keys[place] for n, place in enumerate(hidden) if not np.abs(free[:, n : n + 1]).max(initial=0) > 1e-9]


def fitting_rows(published, columns, most):
    """Every row of counts of people that fits a published one-way table."""
    for row in itertools.product(range(most + 1), repeat=columns):
        cells = all(published[0, j] in (None, n) for j, n in enumerate(row))
        if cells and published[None, None] in (None, sum(row)):
            yield row


def values_left(rows):
    return [set(column) for column in zip(*rows, strict=True)]


def must_be_hidden(counts, total):
    return [1 <= n <= 4 or (0 < total < 10 and n in (0, total)) for n in counts]


@SETTINGS
@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_small_counts_and_all_or_none_of_few_are_hidden(counts):
    release = safe_release(one_way_table(counts))
    published = release.published
    for j, must in enumerate(must_be_hidden(counts, sum(counts))):
        assert published[0, j] in (None, counts[j])
        assert not must or published[0, j] is None
    assert published[None, None] not in (1, 2, 3, 4)
    if not any(must_be_hidden(counts, sum(counts))):
        assert not release.hidden


@SETTINGS
@given(grids())
def test_small_counts_of_a_grid_and_its_margins_are_hidden(grid):
    release = safe_release(two_way_table(grid))
    for key, shown in release.published.items():
        assert shown in (None, release.table.counts[key])
        assert shown not in (1, 2, 3, 4)
        wholes = [release.table.counts[w] for w in {(key[0], None), (None, key[1]), (None, None)} - {key}]
        if any(0 < whole < 10 and release.table.counts[key] in (0, whole) for whole in wholes):
            assert shown is None


@SETTINGS
@given(st.one_of(grids().map(two_way_table), st.lists(COUNTS, min_size=1, max_size=7).map(one_way_table)))
def test_no_hidden_count_is_found_by_subtraction(table):
    assert not found_by_algebra(safe_release(table))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=4))
def test_every_hidden_count_of_a_row_has_two_values_left(counts):
    """The attacker also knows that nobody hides a count of nobody among ten or more."""
    release = safe_release(one_way_table(counts))
    assume(release.hidden and not is_everything_hidden(release))
    rows = list(fitting_rows(release.published, len(counts), 16))
    if sum(counts) >= 10:
        rows = [row for row in rows if all(n or (0, j) not in release.hidden for j, n in enumerate(row))]
    for j, values in enumerate(values_left(rows)):
        assert ((0, j) in release.hidden) == (len(values) > 1)


@settings(max_examples=40, deadline=None)
@given(grids(rows=(2, 2), columns=(2, 3), counts=st.integers(0, 9)))
def test_every_hidden_count_of_a_grid_has_two_values_left(grid):
    release = safe_release(two_way_table(grid))
    assume(release.hidden and not is_everything_hidden(release))
    published = release.published
    columns = len(grid[0])
    hidden_cells = [key for key in published if None not in key and key in release.hidden]
    left = {key: set() for key in hidden_cells}
    # try rows apart, then fit them together by the columns
    tops, bottoms = (
        [
            row
            for row in itertools.product(range(11), repeat=columns)
            if all(published[i, j] in (None, n) for j, n in enumerate(row)) and published[i, None] in (None, sum(row))
        ]
        for i in range(2)
    )
    by_known = {}
    known = [j for j in range(columns) if published[None, j] is not None]
    for row in bottoms:
        by_known.setdefault(tuple(row[j] for j in known), []).append(row)
    for top in tops:
        wanted = tuple(published[None, j] - top[j] for j in known)
        for bottom in by_known.get(wanted, ()):
            if published[None, None] in (None, sum(top) + sum(bottom)):
                for i, j in hidden_cells:
                    left[i, j].add((top, bottom)[i][j])
    assert all(len(values) > 1 for values in left.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=3, max_size=3), st.data())
def test_two_releases_together_give_no_hidden_count_away(before, data):
    """The attacker has both releases and knows that people only joined, or only left, when they did."""
    joined = data.draw(st.lists(st.sampled_from([0, 0, 1, 3, 5, 6, 10]), min_size=3, max_size=3))
    after = [n + more for n, more in zip(before, joined, strict=True)]
    have_left = data.draw(st.booleans())
    if have_left:
        before, after = after, before
    first = safe_release(one_way_table(before))
    second = safe_release(one_way_table(after), first)
    assume(not is_everything_hidden(second) and not is_everything_hidden(first))
    most = max(before + after) + 3
    firsts = list(fitting_rows(first.published, 3, most))
    seconds = list(fitting_rows(second.published, 3, most))
    both = [
        (x, y)
        for x in firsts
        for y in seconds
        if all(b <= a if have_left else a <= b for a, b in zip(x, y, strict=True))
    ]
    assert (tuple(before), tuple(after)) in both
    for j in range(3):
        was_hidden, is_hidden = (0, j) in first.hidden, (0, j) in second.hidden
        changes = {y[j] - x[j] for x, y in both}
        assert not was_hidden or len({x[j] for x, _ in both}) > 1
        assert not is_hidden or len({y[j] for _, y in both}) > 1
        if 1 <= joined[j] <= 4 or (0 < sum(joined) < 10 and joined[j] in (0, sum(joined))):
            assert len(changes) > 1


@SETTINGS
@given(grids(rows=(2, 3), columns=(2, 3)), st.data())
def test_no_small_change_of_a_grid_is_published(grid, data):
    after = [[n + data.draw(st.sampled_from([-2, 0, 0, 4, 7])) for n in row] for row in grid]
    assume(all(n >= 0 for row in after for n in row))
    first = safe_release(two_way_table(grid))
    second = safe_release(two_way_table(after), first)
    assert not found_by_algebra(second)
    for key, shown in second.published.items():
        earlier = first.published[key]
        if shown is not None and earlier is not None:
            assert abs(shown - earlier) not in (1, 2, 3, 4)


@SETTINGS
@given(grids(rows=(2, 3), columns=(2, 3)))
def test_the_same_table_again_hides_the_same(grid):
    first = safe_release(two_way_table(grid))
    again = safe_release(two_way_table(grid), first)
    assert first.hidden == again.hidden


def test_raised_thresholds_hide_more():
    counts = [7, 9, 20]
    assert not safe_release(one_way_table(counts)).hidden
    raised = safe_release(one_way_table(counts), thresholds=Thresholds(hide_below=8))
    assert raised.published[0, 0] is None


def test_tables_that_are_none_are_refused():
    with pytest.raises(ValueError, match="equally long"):
        two_way_table([[1, 2], [3]])
    with pytest.raises(ValueError, match="negative"):
        one_way_table([-1])
    with pytest.raises(ValueError, match="another shape"):
        safe_release(one_way_table([9, 9]), safe_release(one_way_table([9, 9, 9])))
