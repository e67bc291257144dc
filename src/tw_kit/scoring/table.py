"""Tables of counts with their margins, as graphs, and how counts may move together in them.

A node stands for every row and every column, the margins' too, and an edge for every count, signed so that each node
sums to 0 (D. Gusfield, A graph theoretic approach to statistical data security, SIAM Journal on Computing 17, 1988).
What the published numbers leave free are flows round this graph: a hidden count can be found exactly when no flow of
hidden edges goes through it. Counts are bounded, so an edge may be free one way only.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

__all__ = ["Freedom", "Key", "Table", "one_way_table", "two_way_table"]

Key: TypeAlias = tuple[int | None, int | None]
"""Row and column of a count; None is the margin, so (None, None) is the total of all."""

_Node: TypeAlias = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts with their margins; made by `one_way_table` or `two_way_table`.

    Parameters
    ----------
    counts : mapping of Key to int
        Every cell and margin.
    edges : mapping of Key to tuple
        Row node, column node and sign: signed counts sum to 0 at every node.
    wholes : mapping of Key to tuple of Key
        The margins that a count is a part of.
    """

    counts: Mapping[Key, int]
    edges: Mapping[Key, tuple[_Node, _Node, int]]
    wholes: Mapping[Key, tuple[Key, ...]]

    def __post_init__(self) -> None:
        if any(count < 0 for count in self.counts.values()):
            raise ValueError(f"counts of people cannot be negative: {dict(self.counts)}")
        for name in ("counts", "edges", "wholes"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


def one_way_table(counts: Sequence[int]) -> Table:
    """Give a row of counts with its total.

    Parameters
    ----------
    counts : sequence of int
        People per level.

    Returns
    -------
    Table
        Keys (0, column), and (None, None) for the total.
    """
    values: dict[Key, int] = {(0, column): count for column, count in enumerate(counts)}
    edges: dict[Key, tuple[_Node, _Node, int]] = dict.fromkeys(values, (("row", 0), ("column", 0), 1))
    wholes: dict[Key, tuple[Key, ...]] = dict.fromkeys(values, ((None, None),))
    values[None, None] = sum(counts)
    edges[None, None] = (("row", 0), ("column", 0), -1)
    return Table(values, edges, {**wholes, (None, None): ()})


def two_way_table(counts: Sequence[Sequence[int]]) -> Table:
    """Give a grid of counts with its margins.

    Parameters
    ----------
    counts : sequence of sequence of int
        People per row and column, shape (n_rows, n_columns).

    Returns
    -------
    Table
        Keys (row, column), with None for the margins.

    Raises
    ------
    ValueError
        If the rows are not equally long.
    """
    if len({len(row) for row in counts}) > 1:
        raise ValueError("all rows of a table must be equally long")
    values: dict[Key, int] = {(i, j): n for i, row in enumerate(counts) for j, n in enumerate(row)}
    values |= {(i, None): sum(row) for i, row in enumerate(counts)}
    values |= {(None, j): sum(column) for j, column in enumerate(zip(*counts, strict=True))}
    values[None, None] = sum(sum(row) for row in counts)
    edges: dict[Key, tuple[_Node, _Node, int]] = {
        (i, j): (("row", i), ("column", j), 1 if (i is None) == (j is None) else -1) for i, j in values
    }
    wholes = {(i, j): tuple({(i, None), (None, j), (None, None)} - {(i, j)}) for i, j in values}
    return Table(values, edges, wholes)


_Cost: TypeAlias = Callable[[Key], int | None]
_CanMove: TypeAlias = Callable[[Key, int], bool]


@dataclass(frozen=True, slots=True)
class Freedom:
    """Along which edges counts may move together: `cost` of using one, None if not at all, 0 if hidden already."""

    cost: _Cost
    can_move: _CanMove

    def cheapest(self, table: Table, key: Key) -> tuple[int, frozenset[Key]] | None:
        """Give cost and edges of the cheapest flow that moves `key` by one, up or down."""
        own = self.cost(key)
        if own is None:
            return None
        found = [self._flow(table, key, step, own) for step in (1, -1) if self.can_move(key, step)]
        return min((flow for flow in found if flow), key=lambda flow: (flow[0], len(flow[1])), default=None)

    def _flow(self, table: Table, key: Key, step: int, own: int) -> tuple[int, frozenset[Key]] | None:
        row, column, sign = table.edges[key]
        start, goal = (column, row) if step * sign > 0 else (row, column)
        around: dict[_Node, list[tuple[int, Key, _Node]]] = {}
        for other, (other_row, other_column, other_sign) in table.edges.items():
            cost = self.cost(other)
            if other == key or cost is None:
                continue
            if self.can_move(other, other_sign):
                around.setdefault(other_row, []).append((cost, other, other_column))
            if self.can_move(other, -other_sign):
                around.setdefault(other_column, []).append((cost, other, other_row))
        # Dijkstra; the running number keeps ties in table order
        queue: list[tuple[int, int, _Node, frozenset[Key]]] = [(own, 0, start, frozenset({key}))]
        done: set[_Node] = set()
        pushed = 0
        while queue:
            spent, _, node, edges = heapq.heappop(queue)
            if node == goal:
                return spent, edges
            if node in done:
                continue
            done.add(node)
            for cost, other, reached in around.get(node, ()):
                pushed += 1
                heapq.heappush(queue, (spent + cost, pushed, reached, edges | {other}))
        return None
