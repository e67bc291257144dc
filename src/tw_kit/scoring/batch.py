"""Many pairs at once: the same integers as `pair`, from a few matrix products of indicator arrays.

People are encoded once (`encode`); a block of work seekers against a block of employers is then a handful of
BLAS calls, worked through in tiles so that memory does not grow with the intermediate arrays. Floats hold whole
numbers only, in the narrowest type that holds them exactly. Label codes are places in `LABELS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tw_kit.model import Audience, Instrument, Response
from tw_kit.scoring import constants
from tw_kit.scoring.encoding import Array, Encoded, Factors, count_factors, encode, sum_factors
from tw_kit.scoring.pair import PairLabel
from tw_kit.scoring.visibility import View
from tw_kit.scoring.way import Outcome

__all__ = ["LABELS", "Block", "Encoded", "PairTable", "WayTable", "encode", "score_block", "score_pairs"]

LABELS: tuple[PairLabel, ...] = tuple(PairLabel)
_CODE = {label: code for code, label in enumerate(LABELS)}
_TILE_PAIRS = 1 << 17  # pairs a tile: a float32 array of them is 512 KiB, so that a tile's arrays stay in cache
_SCRATCH = ("mutual_part", "mutual_whole")
_EXACT_IN_FLOAT32 = 1 << 24  # whole numbers up to here are exact in float32


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """What a list of pairs is made of, arrays of shape (n_seekers, n_employers).

    Parameters
    ----------
    labels : ndarray of int8
        Places in `LABELS`.
    musts_not_met : ndarray of int16
        Musts that are not met, both ways together.
    mutual_low : ndarray of float64
        Harmonic mean of the two lows, 0 to 1; NaN where either is None.
    """

    labels: Array
    musts_not_met: Array
    mutual_low: Array


@dataclass(frozen=True, slots=True, eq=False)
class WayTable:
    """One way of every pair, arrays of int64 of shape (n_seekers, n_employers).

    Parameters
    ----------
    satisfied, known, asked : ndarray of int64
        The triple of `Figures`.
    outcomes : mapping of Outcome to ndarray of int64
        How many statements came out so; `open` and `unasked` are left out.
    must_outcomes : mapping of Outcome to ndarray of int64
        The same among musts.
    """

    satisfied: Array
    known: Array
    asked: Array
    outcomes: Mapping[Outcome, Array]
    must_outcomes: Mapping[Outcome, Array]

    @property
    def conflicts(self) -> Array:
        """Musts whose offer is the opposite."""
        return self.outcomes[Outcome.CONFLICT]

    @property
    def musts_not_met(self) -> Array:
        """Musts that are not met: conflicts, negotiable and unknown ones."""
        return sum(self.must_outcomes.values()) - self.must_outcomes[Outcome.MET]


@dataclass(frozen=True, slots=True, eq=False)
class PairTable:
    """All that the one-pair function knows of every pair but its reasons and pivots.

    Parameters
    ----------
    work_seeker, employer : WayTable
        What the work seekers ask of the employers, and the other way.
    block : Block
    """

    work_seeker: WayTable
    employer: WayTable
    block: Block


def _joined(one: Factors, other: Factors) -> Factors:
    """Give the factors of the sum of two products: the work seekers' asks and, turned round, the employers'."""
    return np.hstack([one[0], other[1]]), np.hstack([one[1], other[0]])


def _type_for(*bounds: int) -> npt.DTypeLike:
    """Give the narrowest float type in which whole numbers up to the bounds are exact."""
    return np.float32 if max(bounds) < _EXACT_IN_FLOAT32 else np.float64


def _largest(array: Array) -> int:
    return int(array.max()) if array.size else 0


def _write_labels(labels: Array, tile: Mapping[str, Array], asked: Array, other_asked: Array) -> None:
    """Write the codes of `pair_label` for a tile, by the same cross-multiplied integers; scales `tile` in place."""
    enough_part, enough_whole = constants.ENOUGH_KNOWN_FROM
    low_part, low_whole = constants.ALIGNED_FROM
    part, whole = tile["mutual_part"], tile["mutual_whole"]
    # where both lows are 0 the mutual low is 0, which the products cannot tell from 0/0
    is_aligned = whole > 0 if low_part > 0 else np.ones(whole.shape, dtype=bool)
    is_aligned &= tile["musts_not_met"] == 0
    part *= low_whole
    whole *= low_part
    is_aligned &= part >= whole
    known, other_known = tile["known"], tile["other_known"]
    known *= enough_whole
    other_known *= enough_whole
    # a person who asks nothing has no coverage, which the products cannot tell from 0 of 0
    is_unknown = (asked == 0) | (other_asked == 0)
    is_unknown |= known < enough_part * asked
    is_unknown |= other_known < enough_part * other_asked
    labels.fill(_CODE[PairLabel.WORTH_A_CONVERSATION])
    np.copyto(labels, _CODE[PairLabel.ALIGNED], where=is_aligned)
    np.copyto(labels, _CODE[PairLabel.NOT_ENOUGH_KNOWN], where=is_unknown)
    np.copyto(labels, _CODE[PairLabel.CONFLICT], where=tile["conflicts"] > 0)


def _tile_rows(n_columns: int) -> int:
    return max(1, _TILE_PAIRS // max(1, n_columns))


def score_block(seekers: Encoded, employers: Encoded) -> Block:
    """Score every work seeker of a block with every employer of a block, for a list of pairs.

    Parameters
    ----------
    seekers, employers : Encoded
        Blocks of people, of n and m.

    Returns
    -------
    Block
        Arrays of shape (n, m), 11 bytes a pair; the intermediate arrays are a tile's.

    Raises
    ------
    ValueError
        If the blocks are not work seekers and employers, in this order.

    Notes
    -----
    Source: docs/scoring.md, "Many at once". The one-pair function is the specification.
    """
    if (seekers.audience, employers.audience) != (Audience.WORK_SEEKER, Audience.EMPLOYER):
        raise ValueError(
            f"expected work seekers and employers, got {seekers.audience.value} and {employers.audience.value}"
        )
    asked, other_asked = seekers.asked, employers.asked
    sums, other_sums = sum_factors(seekers, employers), sum_factors(employers, seekers)
    conflicts, met = (
        _joined(
            count_factors(seekers, employers, outcome, seekers.musts),
            count_factors(employers, seekers, outcome, employers.musts),
        )
        for outcome in (Outcome.CONFLICT, Outcome.MET)
    )
    products = {
        "satisfied": sums[0],
        "known": sums[1],
        "other_satisfied": other_sums[0][::-1],
        "other_known": other_sums[1][::-1],
        "conflicts": conflicts,
        "musts_met": met,
    }
    most = max(_largest(asked), _largest(other_asked))
    kind = _type_for(2 * most * most * max(constants.ALIGNED_FROM), most * max(constants.ENOUGH_KNOWN_FROM))
    left = {name: factors[0].astype(kind) for name, factors in products.items()}
    right = {name: np.ascontiguousarray(factors[1].T, dtype=kind) for name, factors in products.items()}
    rows_asked, columns_asked = asked.astype(kind)[:, None], other_asked.astype(kind)[None, :]
    rows_musts = seekers.musts.sum(axis=1).astype(kind)[:, None]
    columns_musts = employers.musts.sum(axis=1).astype(kind)[None, :]
    shape = (len(seekers), len(employers))
    block = Block(np.empty(shape, np.int8), np.empty(shape, np.int16), np.empty(shape, np.float64))
    # written over for every tile: fresh memory for each array would cost more than the products
    scratch = {name: np.empty((_tile_rows(shape[1]), shape[1]), kind) for name in (*products, *_SCRATCH)}
    for start in range(0, shape[0], _tile_rows(shape[1])):
        rows = slice(start, min(start + _tile_rows(shape[1]), shape[0]))
        tile = {name: array[: rows.stop - rows.start] for name, array in scratch.items()}
        for name in products:
            np.matmul(left[name][rows], right[name], out=tile[name])
        not_met = tile["musts_not_met"] = np.subtract(rows_musts[rows], tile["musts_met"], out=tile["musts_met"])
        not_met += columns_musts
        part = np.multiply(tile["satisfied"], tile["other_satisfied"], out=tile["mutual_part"])
        part *= 2
        whole = np.multiply(tile["satisfied"], columns_asked, out=tile["mutual_whole"])
        whole += np.multiply(tile["other_satisfied"], rows_asked[rows], out=tile["other_satisfied"])
        # where both lows are 0 so is the part, and 0/1 is the mutual low
        np.maximum(whole, 1, out=tile["satisfied"])
        np.divide(part, tile["satisfied"], out=block.mutual_low[rows], dtype=np.float64)
        block.musts_not_met[rows] = not_met
        _write_labels(block.labels[rows], tile, rows_asked[rows], columns_asked)
    block.mutual_low[asked == 0, :] = np.nan
    block.mutual_low[:, other_asked == 0] = np.nan
    return block


def _way_table(asker: Encoded, offerer: Encoded, turn: Callable[[Array], Array]) -> WayTable:
    def product(factors: Factors) -> Array:
        left, right = (factor.astype(np.float64) for factor in factors)
        return turn(np.rint(left @ right.T).astype(np.int64))

    satisfied, known = (product(factors) for factors in sum_factors(asker, offerer))
    musts, others = asker.musts, ~asker.musts
    must_outcomes = {
        outcome: product(count_factors(asker, offerer, outcome, musts))
        for outcome in (Outcome.CONFLICT, Outcome.UNKNOWN, Outcome.NEGOTIABLE, Outcome.MET)
    }
    other_outcomes = {
        outcome: product(count_factors(asker, offerer, outcome, others))
        for outcome in (Outcome.NEGOTIABLE, Outcome.GAP, Outcome.UNKNOWN, Outcome.MET)
    }
    outcomes = {**must_outcomes, **other_outcomes}
    for outcome in must_outcomes.keys() & other_outcomes.keys():
        outcomes[outcome] = must_outcomes[outcome] + other_outcomes[outcome]
    asked = turn(np.repeat(asker.asked[:, None], len(offerer), axis=1))
    return WayTable(satisfied, known, asked, outcomes, must_outcomes)


def score_pairs(
    instrument: Instrument,
    seekers: Sequence[Response],
    employers: Sequence[Response],
    view: View = View.PRACTITIONER,
) -> PairTable:
    """Score every work seeker with every employer, with all integers kept.

    Parameters
    ----------
    instrument : Instrument
    seekers, employers : sequence of Response
        n work seekers and m employers; for more than some thousands, `encode` once and stream `score_block`.
    view : View
        As in `pair_in_view`.

    Returns
    -------
    PairTable
        Arrays of shape (n, m), equal to what `pair` gives one at a time.

    Raises
    ------
    ValueError
        If somebody is in the wrong list.

    Notes
    -----
    Source: docs/scoring.md, "Many at once".
    """
    encoded = encode(instrument, seekers, Audience.WORK_SEEKER, view)
    others = encode(instrument, employers, Audience.EMPLOYER, view)
    return PairTable(
        _way_table(encoded, others, lambda array: array),
        _way_table(others, encoded, np.transpose),
        score_block(encoded, others),
    )
