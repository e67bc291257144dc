"""The rules of docs/scoring.md said again from the text alone, slowly and in fractions; the code is held to it."""

from __future__ import annotations

import itertools
from fractions import Fraction

from tests.scoring.worked import TABLES

WEIGHTS = {row["ask"].strip("`"): int(row["sign × weight"].replace("−", "-")) for row in TABLES["ask_weights"]}
GIVEN = {row["offer"].strip("`"): Fraction(row["g"]) for row in TABLES["offers"]}
MULTIPLIERS = [int(row["m"]) for row in TABLES["magnets"]]
LEVELS = ["avoid", "rather_not", "open", "want", "need"]
KINDS = ["conflict", "unknown_must", "negotiable_must", "pivot", "negotiable", "gap", "unknown", "met"]


def other(side):
    return "employer" if side == "work_seeker" else "work_seeker"


class Person:
    def __init__(self, side, asks, offers, magnets):
        self.side, self.asks, self.offers, self.magnets = side, dict(asks), dict(offers), list(magnets)

    @classmethod
    def of(cls, response):
        return cls(
            response.audience.value,
            {i: ask.value for i, ask in response.asks.items()},
            {i: offer.value for i, offer in response.offers.items()},
            response.magnets,
        )

    def answering(self, statement, offer):
        offers = {i: level for i, level in self.offers.items() if i != statement}
        return Person(self.side, self.asks, offers | ({} if offer is None else {statement: offer}), self.magnets)

    def asking(self, statement, ask):
        return Person(self.side, self.asks | {statement: ask}, self.offers, self.magnets)


def about(instrument, side):
    direction = "workplace" if side == "work_seeker" else "worker"
    return [s for s in instrument.statements if s.direction == direction]


def satisfaction(ask, offer):
    return GIVEN[offer] if WEIGHTS[ask] > 0 else 1 - GIVEN[offer]


def outcome(ask, offer):
    if ask is None:
        return "unasked"
    if ask == "open":
        return "open"
    if offer is None:
        return "unknown"
    s = satisfaction(ask, offer)
    if s == 1:
        return "met"
    if s == Fraction(1, 2):
        return "negotiable"
    return "conflict" if ask in ("need", "avoid") else "gap"


def m(person, factor):
    return MULTIPLIERS[person.magnets.index(factor)] if factor in person.magnets else MULTIPLIERS[3]


def w(asker, statement):
    return abs(WEIGHTS[asker.asks[statement.id]]) * m(asker, statement.factor)


def asked(instrument, asker):
    return [s for s in about(instrument, asker.side) if asker.asks.get(s.id, "open") != "open"]


def four(instrument, asker, offerer, factor=None):
    """fit, low, high, coverage; within one factor, m is left out."""
    known = unknown = good = Fraction(0)
    for s in asked(instrument, asker):
        if factor not in (None, s.factor):
            continue
        weight = w(asker, s) if factor is None else abs(WEIGHTS[asker.asks[s.id]])
        if s.id in offerer.offers:
            known += weight
            good += weight * satisfaction(asker.asks[s.id], offerer.offers[s.id])
        else:
            unknown += weight
    whole = known + unknown
    if not whole:
        return None, None, None, None
    return (good / known if known else None), good / whole, (good + unknown) / whole, known / whole


def outcomes(instrument, asker, offerer):
    return {s.id: outcome(asker.asks.get(s.id), offerer.offers.get(s.id)) for s in about(instrument, asker.side)}


def factor_label(instrument, asker, offerer, factor):
    fit, low, high, coverage = four(instrument, asker, offerer, factor)
    found = outcomes(instrument, asker, offerer)
    mine = [s for s in asked(instrument, asker) if s.factor == factor]
    if fit is None and low is None and high is None and coverage is None:
        return "not_asked"
    if any(found[s.id] == "conflict" for s in mine):
        return "repels"
    if fit is None:
        return "not_known"
    if high <= Fraction(1, 3):
        return "repels"
    if any(found[s.id] == "unknown" and asker.asks[s.id] in ("need", "avoid") for s in mine):
        return "depends"
    if low >= Fraction(2, 3):
        return "attracts"
    if (low > Fraction(1, 3) and high < Fraction(2, 3)) or low == high:
        return "mixed"
    return "depends"


def mutual(x, y):
    if x is None or y is None:
        return None
    return 2 * x * y / (x + y) if x + y else Fraction(0)


def musts_met(instrument, asker, offerer):
    found = outcomes(instrument, asker, offerer)
    return all(found[i] == "met" for i, ask in asker.asks.items() if i in found and ask in ("need", "avoid"))


def pair_label(instrument, a, b):
    ways = [four(instrument, a, b), four(instrument, b, a)]
    if any("conflict" in outcomes(instrument, *two).values() for two in ((a, b), (b, a))):
        return "conflict"
    if any(way[3] is None for way in ways) or min(way[3] for way in ways) < Fraction(1, 2):
        return "not_enough_known"
    if mutual(ways[0][1], ways[1][1]) >= Fraction(2, 3) and musts_met(instrument, a, b) and musts_met(instrument, b, a):
        return "aligned"
    return "worth_a_conversation"


def is_enough(instrument, asker, offerer):
    low = four(instrument, asker, offerer)[1]
    return low >= Fraction(2, 3) and musts_met(instrument, asker, offerer)


def fewest_changes(instrument, asker, offerer):
    """The size of the smallest change: every subset of the statements, every level for each."""
    everything = [s.id for s in about(instrument, asker.side)]
    if not asked(instrument, asker):
        return None
    for size in range(len(everything) + 1):
        for chosen in itertools.combinations(everything, size):
            for levels in itertools.product(GIVEN, repeat=size):
                changed = offerer
                for statement, level in zip(chosen, levels, strict=True):
                    changed = changed.answering(statement, level)
                if is_enough(instrument, asker, changed):
                    return size
    raise AssertionError("every offer as wished is not enough")


def pivots(instrument, a, b):
    found = []
    for asker, offerer in ((a, b), (b, a)):
        for s in asked(instrument, asker):
            if s.id in offerer.offers:
                continue
            seen = {
                (pair_label(instrument, asker, answered), factor_label(instrument, asker, answered, s.factor))
                for answered in (offerer.answering(s.id, level) for level in GIVEN)
            }
            if len(seen) > 1:
                found.append(s.id)
    return set(found)


def agenda(instrument, a, b):
    """Lists of (kind, statement id) in order."""
    deciding, place = pivots(instrument, a, b), [s.id for s in instrument.statements]
    items = []
    for asker, offerer in ((a, b), (b, a)):
        for s in asked(instrument, asker):
            kind = outcome(asker.asks[s.id], offerer.offers.get(s.id))
            must = asker.asks[s.id] in ("need", "avoid")
            if must and kind in ("unknown", "negotiable"):
                kind += "_must"
            elif kind == "unknown" and s.id in deciding:
                kind = "pivot"
            items.append((KINDS.index(kind), -w(asker, s), place.index(s.id), asker.side != "work_seeker", s.id))
    return [(KINDS[item[0]], item[4]) for item in sorted(items)]


def steadiness(instrument, asker, offerer):
    kept = []
    for s in about(instrument, asker.side):
        if s.id not in asker.asks:
            continue
        now = factor_label(instrument, asker, offerer, s.factor)
        level = LEVELS.index(asker.asks[s.id])
        for near in (level - 1, level + 1):
            if 0 <= near < len(LEVELS):
                moved = asker.asking(s.id, LEVELS[near])
                kept.append(factor_label(instrument, moved, offerer, s.factor) == now)
    return Fraction(sum(kept), len(kept)) if kept else None
