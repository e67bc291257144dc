"""People as arrays, and the matrix products whose sums are figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from tw_kit.model import Audience, Instrument, Offer, Response
from tw_kit.scoring import constants
from tw_kit.scoring.magnet import multiplier
from tw_kit.scoring.visibility import View, seen_by
from tw_kit.scoring.way import Outcome

__all__ = ["Array", "Encoded", "Factors", "count_factors", "encode", "sum_factors"]

Array: TypeAlias = npt.NDArray[Any]

Factors: TypeAlias = tuple[Array, Array]
"""Left and right factor of one matrix product; the left one belongs to who asks."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """People of one side as arrays; made by `encode`.

    Parameters
    ----------
    audience : Audience
    weights : ndarray of int64, shape (n_people, n_asks)
        Signed weight times multiplier; 0 where open or not asked.
    musts : ndarray of bool, shape (n_people, n_asks)
    given : ndarray of int64, shape (n_people, n_offers)
        Offers in halves; 0 where not known.
    known : ndarray of bool, shape (n_people, n_offers)
    """

    audience: Audience
    weights: Array
    musts: Array
    given: Array
    known: Array

    def __len__(self) -> int:
        return len(self.weights)

    def __getitem__(self, rows: slice) -> Encoded:
        """Give some of the people, to stream blocks."""
        return Encoded(self.audience, self.weights[rows], self.musts[rows], self.given[rows], self.known[rows])

    @property
    def asked(self) -> Array:
        """2·Σ w of each person, int64."""
        asked: Array = constants.OFFER_HALVES[Offer.YES] * np.abs(self.weights).sum(axis=1)
        return asked


def encode(
    instrument: Instrument, people: Sequence[Response], audience: Audience, view: View = View.PRACTITIONER
) -> Encoded:
    """Turn people of one side into arrays, once.

    Parameters
    ----------
    instrument : Instrument
    people : sequence of Response
        All of the side `audience`.
    audience : Audience
    view : View
        Who will see the result; private answers that the view may not hold are left out.

    Returns
    -------
    Encoded

    Raises
    ------
    ValueError
        If somebody is of the other side.

    Notes
    -----
    Source: docs/scoring.md, "Many at once".
    """
    if any(person.audience is not audience for person in people):
        raise ValueError(f"all people of this block must be of the side {audience.value}")
    to_ask = instrument.in_direction(audience.asks_about)
    to_offer = instrument.in_direction(audience.offers_about)
    weights = np.zeros((len(people), len(to_ask)), dtype=np.int64)
    musts = np.zeros((len(people), len(to_ask)), dtype=bool)
    given = np.zeros((len(people), len(to_offer)), dtype=np.int64)
    known = np.zeros((len(people), len(to_offer)), dtype=bool)
    for row, whole in enumerate(people):
        person = seen_by(View(view), instrument, whole)
        for column, statement in enumerate(to_ask):
            ask = person.asks.get(statement.id)
            if ask is not None:
                times = multiplier(person.magnets, statement.factor)
                weights[row, column] = constants.ASK_WEIGHTS[ask] * times
                musts[row, column] = ask.is_must
        for column, statement in enumerate(to_offer):
            offer = person.offers.get(statement.id)
            if offer is not None:
                given[row, column] = constants.OFFER_HALVES[offer]
                known[row, column] = True
    return Encoded(audience, weights, musts, given, known)


def sum_factors(asker: Encoded, offerer: Encoded) -> tuple[Factors, Factors]:
    """Give the factors of `satisfied` and of `known`.

    For a negative ask s = 1 − g, so satisfied = Σ weight·g over all asks, and 2·|weight| more for each negative
    ask whose offer is known.
    """
    full = constants.OFFER_HALVES[Offer.YES]
    negative = np.maximum(-asker.weights, 0)
    satisfied = (np.hstack([asker.weights, full * negative]), np.hstack([offerer.given, offerer.known]))
    return satisfied, (full * np.abs(asker.weights), offerer.known)


def count_factors(asker: Encoded, offerer: Encoded, outcome: Outcome, counted: Array) -> Factors:
    """Give the factors of how many `counted` asks have an outcome."""
    positive, negative = counted & (asker.weights > 0), counted & (asker.weights < 0)
    full = constants.OFFER_HALVES[Offer.YES]
    best, worst = offerer.known & (offerer.given == full), offerer.known & (offerer.given == 0)
    if outcome is Outcome.MET:
        return np.hstack([positive, negative]), np.hstack([best, worst])
    if outcome in (Outcome.CONFLICT, Outcome.GAP):
        return np.hstack([positive, negative]), np.hstack([worst, best])
    if outcome is Outcome.NEGOTIABLE:
        return positive | negative, offerer.known & ~best & ~worst
    return positive | negative, ~offerer.known
