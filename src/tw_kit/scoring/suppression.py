"""Tables for people outside the room: no small count, and none that can be found by subtraction.

A hidden count is safe here when it could be one more or one less while every published number stays as it is and the
small ones stay small. Where it is not, the cheapest flow through it (see `tw_kit.scoring.table`) says what else to
hide.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tw_kit.scoring.groups import Thresholds
from tw_kit.scoring.table import Freedom, Key, Table, one_way_table, two_way_table

__all__ = ["Key", "Release", "Table", "one_way_table", "safe_release", "two_way_table"]

_CELL, _MARGIN = 1, 4  # what hiding one more costs; docs/scoring.md, "Groups": cells before margins


@dataclass(frozen=True, slots=True)
class Release:
    """A table and what of it is hidden. Hand out `published` only; keep the release to make the next one.

    Parameters
    ----------
    table : Table
    hidden : frozenset of Key
    """

    table: Table
    hidden: frozenset[Key]

    @property
    def published(self) -> Mapping[Key, int | None]:
        """Every count, None where it is hidden."""
        return {key: None if key in self.hidden else count for key, count in self.table.counts.items()}


def _limits(count: int, hide_below: int, is_few: bool) -> tuple[int, float]:
    """Give the bounds within which a count stays hidden, as a small one or to protect one."""
    if count >= hide_below:
        return 0, math.inf  # one less is still somebody
    if is_few:  # nobody and a few are both hidden among so few people
        return 0, hide_below - 1
    return (1, hide_below - 1) if count else (0, 0)


def _must_hide(counts: Mapping[Key, int], table: Table, thresholds: Thresholds) -> set[Key]:
    """Give the counts, or changes of counts, that are small, or nobody or everybody of few."""
    few = range(1, thresholds.all_or_none_below)
    return {
        key
        for key, count in counts.items()
        if 0 < abs(count) < thresholds.hide_below
        or any(abs(counts[w]) in few and count in (0, counts[w]) for w in table.wholes[key])
    }


class _Search:
    """One table, perhaps after an earlier one, and what is hidden of it so far."""

    def __init__(self, table: Table, previous: Release | None, thresholds: Thresholds) -> None:
        self.table, self.previous = table, previous
        self.limits = self._limits_of(table, thresholds)
        self.hidden = _must_hide(table.counts, table, thresholds)
        self.small_changes: set[Key] = set()
        self.changes: Mapping[Key, int] = {}
        if previous is not None:
            before = previous.table.counts
            self.limits_before = self._limits_of(previous.table, thresholds)
            self.changes = {key: count - before[key] for key, count in table.counts.items()}
            self.small_changes = _must_hide(self.changes, table, thresholds)
            self.hidden |= self.small_changes - previous.hidden

    @staticmethod
    def _limits_of(table: Table, thresholds: Thresholds) -> Mapping[Key, tuple[int, float]]:
        few = {k for k, w in table.wholes.items() if any(table.counts[x] < thresholds.all_or_none_below for x in w)}
        return {k: _limits(n, thresholds.hide_below, k in few) for k, n in table.counts.items()}

    def _cost(self, key: Key) -> int | None:
        if key in self.hidden:
            return 0
        if key == (None, None):
            return None  # a total that goes only where it must would tell which counts made it go
        return _MARGIN if None in key else _CELL

    def _could_change(self, key: Key, step: int) -> bool:
        """Whether a change may be `step` more for one who believes that people only join, or only leave."""
        changes = self.changes.values()
        only_joined, only_left = all(c >= 0 for c in changes), all(c <= 0 for c in changes)
        changed = self.changes.get(key, 0) + step
        return not self.changes or not ((only_joined and changed < 0) or (only_left and changed > 0))

    def _now(self) -> Freedom:
        """Let this table move, and an earlier one stay."""

        def can_move(key: Key, step: int) -> bool:
            low, high = self.limits[key]
            return low <= self.table.counts[key] + step <= high and self._could_change(key, step)

        return Freedom(self._cost, can_move)

    def _before(self, previous: Release) -> Freedom:
        """Let the earlier table move, and this one stay."""

        def can_move(key: Key, step: int) -> bool:
            low, high = self.limits_before[key]
            return low <= previous.table.counts[key] + step <= high and self._could_change(key, -step)

        return Freedom(lambda key: 0 if key in previous.hidden else None, can_move)

    def _together(self, previous: Release) -> Freedom:
        """Let both tables move alike, so that nothing is learnt from their difference."""

        def can_move(key: Key, step: int) -> bool:
            bounds = ((self.table, self.limits), (previous.table, self.limits_before))
            return all(lim[key][0] <= tab.counts[key] + step <= lim[key][1] for tab, lim in bounds)

        return Freedom(lambda key: self._cost(key) if key in previous.hidden else None, can_move)

    def needs(self) -> Iterator[tuple[Key, list[Freedom]]]:
        """Give each count that must stay uncertain, and the ways in which it may be."""
        keys, now = list(self.table.counts), self._now()
        if self.previous is None:
            yield from ((key, [now]) for key in keys if key in self.hidden)
            return
        before, together = self._before(self.previous), self._together(self.previous)
        was_hidden = self.previous.hidden
        for key in keys:
            if key in self.hidden:
                yield key, [together, now] if key in was_hidden else [now]
            if key in was_hidden:
                yield key, [together, before]
            if key in self.small_changes:
                yield key, [now, before] if key in was_hidden else [now]

    def close(self) -> frozenset[Key]:
        """Hide more until nothing can be found; everything, when there is no other way."""
        is_open = True
        while is_open:
            is_open = False
            for key, freedoms in self.needs():
                flows = [flow for flow in (f.cheapest(self.table, key) for f in freedoms) if flow]
                if not flows:
                    return frozenset(self.table.counts)
                cost, edges = min(flows, key=lambda flow: flow[0])
                if cost:
                    self.hidden |= edges
                    is_open = True
                    break
        return frozenset(self.hidden)


def safe_release(table: Table, previous: Release | None = None, thresholds: Thresholds | None = None) -> Release:
    """Decide what of a table to hide before it leaves the room.

    Parameters
    ----------
    table : Table
    previous : Release, optional
        The last release of the same table, when there was one. Changes of 1 to 4 people since, and changes of
        nobody or everybody among fewer than 10, are hidden like counts.
    thresholds : Thresholds, optional
        Higher ones than docs/scoring.md has.

    Returns
    -------
    Release
        Counts of 1 to 4, nobody and everybody of fewer than 10 are hidden, and as many more that none of them can
        be found by subtraction, in this table or between it and `previous`; everything where that is not enough.

    Raises
    ------
    ValueError
        If `previous` is of a table of another shape.

    Notes
    -----
    Source: docs/scoring.md, "Groups".

    Examples
    --------
    >>> dict(safe_release(one_way_table([3, 9, 20])).published)
    {(0, 0): None, (0, 1): None, (0, 2): 20, (None, None): 32}
    """
    if previous is not None and previous.table.edges != table.edges:
        raise ValueError("the previous release is of a table of another shape; release this one without it")
    return Release(table, _Search(table, previous, thresholds or Thresholds()).close())
