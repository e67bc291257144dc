"""The picture: every answer is in it, it needs no colour, and it asks nothing of anyone."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tw_kit.reports.chart import Headings, Row, factor_picture

HEADINGS = Headings("A place", "Asks", "Offers", "repels", "attracts")
NOTHING = Row("Nothing", None, None, 0, 0, 0, 0, 0, 0, 0)
FULL = Row("Full", 1, -2, 2, 3, 1, 2, 3, 1, 1)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*rows: Row) -> ElementTree.Element:
    return ElementTree.fromstring(factor_picture(rows, HEADINGS))


def words(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()).strip() for text in svg.iter(f"{SVG}text")]


def corners(svg: ElementTree.Element) -> int:
    """How many shapes are drawn: each begins with one M."""
    return sum(path.attrib["d"].count("M") for path in svg.iter(f"{SVG}path"))


def test_it_is_one_element_with_no_address_but_names_of_its_own_kind():
    text = factor_picture([FULL, NOTHING], HEADINGS)
    assert text.startswith("<svg")
    assert text.endswith("</svg>")
    assert not re.search(
        r"<script|<style|<metadata|<foreignObject|<image|\bon\w+=", text.replace("<style type=", "", 1)
    )
    names = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\"' <]+", text)) <= names
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_names_headings_and_magnets_are_text():
    assert set(words(drawn(FULL, NOTHING))) == {
        "Full",
        "Nothing",
        "★1",
        "A place",
        "Asks",
        "Offers",
        "◂ repels",
        "attracts ▸",
    }


def test_the_place_is_drawn_only_if_one_was_rated():
    assert "A place" not in words(drawn(replace(FULL, rating=None), NOTHING))
    assert "A place" in words(drawn(replace(FULL, rating=0), NOTHING))


@pytest.mark.parametrize("answer", ["needs", "wants", "rather_nots", "avoids", "yes", "negotiable", "no"])
def test_each_answer_is_one_more_shape(answer: str):
    before, after = drawn(FULL, NOTHING), drawn(replace(FULL, **{answer: getattr(FULL, answer) + 1}), NOTHING)
    assert corners(after) > corners(before)


def test_what_repels_is_hatched_and_not_only_of_another_colour():
    assert "url(#" in factor_picture([FULL], HEADINGS)
    calm = replace(FULL, rating=2, avoids=0)
    assert "url(#" not in factor_picture([calm], HEADINGS)


def test_a_rating_of_zero_differs_from_none_and_from_one():
    pictures = {factor_picture([replace(FULL, rating=r), replace(FULL, rating=1)], HEADINGS) for r in (None, 0, 1, -1)}
    assert len(pictures) == 4


def test_very_many_answers_stay_inside():
    svg = drawn(replace(FULL, needs=40, wants=40, avoids=40, yes=60), NOTHING)
    left, top, width, height = (float(each) for each in svg.attrib["viewBox"].split())
    for path in svg.iter(f"{SVG}path"):
        numbers = [float(each) for each in re.findall(r"-?\d+\.?\d*", path.attrib["d"])]
        if path.attrib.get("d") and len(numbers) > 4:
            assert all(left - 73 <= x <= left + width + 73 for x in numbers[::2])
            assert all(top - 73 <= y <= top + height + 73 for y in numbers[1::2])


def test_the_same_rows_give_the_same_text():
    assert factor_picture([FULL, NOTHING], HEADINGS) == factor_picture([FULL, NOTHING], HEADINGS)


def test_a_dollar_sign_in_a_name_is_a_dollar_sign():
    rows = [replace(FULL, name="pay ($) and $\\frac$ perks ($)")]
    assert "pay ($) and $\\frac$ perks ($)" in factor_picture(rows, HEADINGS)
