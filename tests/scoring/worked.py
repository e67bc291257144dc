"""The worked tables of docs/scoring.md, read from the page, and a check of the code against each.

A check takes nothing and raises AssertionError where page and code differ, so that the mutation test can run all.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from tw_kit.model import Ask, Audience, Direction, Instrument, Offer, Response, Statement
from tw_kit.scoring import (
    agenda,
    constants,
    factor_label,
    net_pull,
    one_way,
    pair,
    pivots,
    pivots_shown,
    smallest_change,
    steadiness,
)
from tw_kit.scoring.groups import is_rate_told, paired_change, proportion, room_chart
from tw_kit.scoring.retention import Stay, retention
from tw_kit.scoring.suppression import one_way_table, safe_release, two_way_table

PAGE = Path(__file__).parents[2] / "docs" / "scoring.md"
LETTERS = "gpacmsi"
NOTHING = "–"
HIDDEN = "·"


def _rows(name: str) -> list[dict[str, str]]:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"<!-- table: {name} -->\n\n((?:\|.*\n)+)", text)
    assert found is not None, f"no table {name} on the page"
    lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in found[1].splitlines()]
    head, body = lines[0], lines[2:]
    assert all(len(line) == len(head) for line in body), f"ragged table {name}"
    return [dict(zip(head, line, strict=True)) for line in body]


TABLES = {name: _rows(name) for name in re.findall(r"<!-- table: (\w+) -->", PAGE.read_text(encoding="utf-8"))}


def _number(cell: str) -> Fraction | None:
    return None if cell == NOTHING else Fraction(cell.replace("−", "-").replace("+", ""))


def _parts(cell: str) -> list[str]:
    return [] if cell == NOTHING else [part.strip() for part in cell.split(",")]


def _answers(cell: str) -> dict[str, tuple[Ask, Offer | None]]:
    answers = {}
    for part in _parts(cell):
        statement, levels = part.split(" ")
        ask, offer = levels.split("/")
        answers[statement] = (Ask(ask), None if offer == NOTHING else Offer(offer))
    return answers


def _sides(seeker_asks, employer_asks=None, magnets=(), other_magnets=()):
    """An instrument and the two sides, from answers to what each asks."""
    employer_asks = employer_asks or {}
    directions = dict.fromkeys(seeker_asks, Direction.WORKPLACE) | dict.fromkeys(employer_asks, Direction.WORKER)
    statements = tuple(Statement(i, i[0], direction) for i, direction in directions.items())

    def side(audience, asked, offered, ranked):
        return Response(
            audience,
            asks={i: ask for i, (ask, _) in asked.items()},
            offers={i: offer for i, (_, offer) in offered.items() if offer is not None},
            magnets=tuple(ranked),
        )

    return (
        Instrument(1, tuple(LETTERS), statements),
        side(Audience.WORK_SEEKER, seeker_asks, employer_asks, magnets),
        side(Audience.EMPLOYER, employer_asks, seeker_asks, other_magnets),
    )


def _way(answers, magnets=()):
    return one_way(*_sides(answers, magnets=magnets))


def _same(cell: str, ratio, what) -> None:
    expected = _number(cell)
    actual = None if ratio is None else Fraction(*ratio)
    assert expected == actual, f"{what}: page {expected}, code {actual}"


def _rounded(cell: str, value: float | None, what) -> None:
    shown = NOTHING if value is None else f"{value:.4f}".replace("-", "−")
    if cell != NOTHING and "." not in cell:
        shown, cell = str(float(shown.replace("−", "-"))), str(float(cell.replace("−", "-")))
    assert cell == shown, f"{what}: page {cell}, code {shown}"


def _all_four(row, figures, what) -> None:
    for name in ("fit", "low", "high", "coverage"):
        if name in row:
            _same(row[name], getattr(figures, f"{name}_ratio"), f"{what} {name}")


def check_constants() -> None:
    weights = {Ask(row["ask"].strip("`")): int(_number(row["sign × weight"])) for row in TABLES["ask_weights"]}
    assert weights == dict(constants.ASK_WEIGHTS)
    halves = {Offer(row["offer"].strip("`")): int(2 * _number(row["g"])) for row in TABLES["offers"]}
    assert halves == dict(constants.OFFER_HALVES)
    multipliers = [int(row["m"]) for row in TABLES["magnets"]]
    assert multipliers == [*constants.MAGNET_MULTIPLIERS, constants.OTHER_MULTIPLIER]


def check_outcomes() -> None:
    for row in TABLES["outcomes"]:
        asks = {} if row["ask"] == NOTHING else {"g1": Ask(row["ask"])}
        offers = {} if row["offer"] == NOTHING else {"g1": Offer(row["offer"])}
        instrument = Instrument(1, ("g",), (Statement("g1", "g", Direction.WORKPLACE),))
        way = one_way(instrument, Response(Audience.WORK_SEEKER, asks=asks), Response(Audience.EMPLOYER, offers=offers))
        assert row["outcome"] == way.outcomes["g1"], row
        if row["s"] != NOTHING:
            assert _number(row["s"]) == Fraction(way.reasons[0].halves, 2), row


def _case_a():
    return {
        row["statement"]: (Ask(row["ask"]), None if row["offer"] == NOTHING else Offer(row["offer"]))
        for row in TABLES["case_a"]
    }


def check_cases() -> None:
    for row in TABLES["cases"]:
        way = _way(_case_a() | _answers(row["change"]), magnets=_parts(row["magnets"]))
        _all_four(row, way.figures, row["case"])
        assert _parts(row["conflicts"]) == list(way.conflicts), row


def check_factors() -> None:
    way = _way(_case_a())
    for row in TABLES["factors_of_a"]:
        figures = way.factors[row["factor"]]
        _same(row["fit"], figures.fit_ratio, row)
        assert float(_number(row["pull"])) == figures.pull, row
        assert row["label"] == factor_label(figures), row


def check_factor_labels() -> None:
    for row in TABLES["factor_labels"]:
        figures = _way(_answers(row["answers"])).factors["g"]
        _all_four(row, figures, row["answers"])
        assert row["label"] == factor_label(figures), row


def check_pairs() -> None:
    for row in TABLES["pairs"]:
        found = pair(*_sides(_answers(row["work seeker asks"]), _answers(row["employer asks"])))
        for name in ("fit", "low", "high", "coverage"):
            _same(row[name], getattr(found.mutual, name), (row, name))
        assert _parts(row["conflicts"]) == list(found.conflicts), row
        assert row["label"] == found.label, row


def check_changes() -> None:
    for row in TABLES["changes"]:
        moves = smallest_change(_way(_answers(row["answers"])))
        if moves is None:
            written = "not asked"
        else:
            written = ", ".join(f"{m.statement} {m.start or NOTHING}→{m.to}" for m in moves) or "nothing"
        assert row["smallest change"] == written, row


def check_pivots() -> None:
    for row in TABLES["pivots"]:
        asks = _answers(row["work seeker asks"]), _answers(row["employer asks"])
        found = pair(*_sides(*asks, magnets=_parts(row["magnets"])))
        assert _parts(row["pivots"]) == list(pivots(found)), row
        assert _parts(row["shown"]) == list(pivots_shown(found)), row


def check_steadiness() -> None:
    for row in TABLES["steadiness"]:
        found = steadiness(_way(_answers(row["answers"])))
        if found is None:
            assert NOTHING == row["kept"] == row["of"], row
            assert row["told"] == "no"
            continue
        assert (row["kept"], row["of"]) == (str(found.kept), str(found.tried)), row
        assert row["told"] == ("no" if found.is_steady else "yes"), row


def check_agenda() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    told = re.search(r"The work seeker asks ([^;]*); the employer asks (.*?), with skills as first magnet", text)
    found = pair(*_sides(_answers(told[1]), _answers(told[2]), other_magnets=("s",)))
    expected = [tuple(row.values()) for row in TABLES["agenda"]]
    assert expected == [(item.kind, item.statement.id, item.asker) for item in agenda(found)]


def check_net_pull() -> None:
    for row in TABLES["net_pull"]:
        ratings = {part.split(" ")[0]: int(_number(part.split(" ")[1])) for part in _parts(row["ratings"])}
        pull, expected = net_pull(ratings, _parts(row["magnets"])), _number(row["net pull"])
        assert (None if expected is None else float(expected)) == pull, row


def check_proportions() -> None:
    for row in TABLES["proportions"]:
        found = proportion(int(row["part"]), int(row["of"]))
        _rounded(row["low"], found.low, row)
        _rounded(row["high"], found.high, row)


def check_paired() -> None:
    for row in TABLES["paired"]:
        before, after = (
            {part.split(" ")[0]: int(part.split(" ")[1]) for part in _parts(row[when])} for when in ("before", "after")
        )
        change = paired_change(before, after)
        assert [row["up"], row["stayed"], row["down"]] == [str(n) for n in (change.up, change.stayed, change.down)]
        for name in ("mean", "low", "high"):
            _rounded(row[name], getattr(change, name), row)


def check_enough_people() -> None:
    told = {
        "room chart": lambda n: room_chart(["up"] * n, ["up", "down"]) is not None,
        "rate": is_rate_told,
        "retention": lambda n: retention([Stay(6, has_ended=False)] * n, (3,)) is not None,
    }
    for row in TABLES["enough_people"]:
        assert row["told"] == ("yes" if told[row["what"]](int(row["people"])) else "no"), row


def check_suppression() -> None:
    for row in TABLES["suppression"]:
        before = [int(n) for n in _parts(row["counts before"])]
        previous = safe_release(one_way_table(before)) if before else None
        release = safe_release(one_way_table([int(n) for n in _parts(row["counts"])]), previous)
        written = [HIDDEN if count is None else str(count) for count in release.published.values()]
        assert _parts(row["published"]) == written, (row, written)


def check_suppression_of_grids() -> None:
    for row in TABLES["suppression_of_grids"]:
        grid = [[int(n) for n in _parts(line)] for line in row["counts"].split(";")]
        published = safe_release(two_way_table(grid)).published
        lines = [
            ", ".join(HIDDEN if published[i, j] is None else str(published[i, j]) for j in (*range(len(grid[0])), None))
            for i in (*range(len(grid)), None)
        ]
        assert row["published"] == "; ".join(lines), (row, lines)


def check_retention() -> None:
    stays = [Stay(2, True), Stay(5, True), Stay(8, False), *[Stay(12, False)] * 7]
    points = {point.months: point for point in retention(stays, [float(r["months"]) for r in TABLES["retention"]])}
    for row in TABLES["retention"]:
        point = points.get(float(row["months"]))
        for name in ("share", "low", "high"):
            _rounded(row[name], None if point is None else getattr(point, name), row)
        assert row["at risk"] == (NOTHING if point is None else str(point.at_risk)), row


CHECKS = {name.removeprefix("check_"): check for name, check in list(globals().items()) if name.startswith("check_")}
EXAMPLES = {name: check for name, check in CHECKS.items() if name != "constants"}
