"""Chance that falls the same for the same seed, on every machine and Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of choices from a seed.

    Parameters
    ----------
    *seed : str or int
        Parts of the seed; other parts give another stream.

    Notes
    -----
    Built on `random.Random.random` alone, the one method whose sequence Python promises never to change.
    """

    def __init__(self, *seed: str | int) -> None:
        self._next = random.Random(":".join(map(str, seed))).random  # noqa: S311

    def happens(self, share: float) -> bool:
        """Whether something that happens to this share of people happens now."""
        return self._next() < share

    def below(self, bound: int) -> int:
        """A whole number from 0 to one less than the bound."""
        return int(self._next() * bound)

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        """One of the choices, each as often as its weight says."""
        left = self.below(sum(weight for _, weight in choices))
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        raise ValueError("no choice has a weight")

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The same items in another order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in items]
