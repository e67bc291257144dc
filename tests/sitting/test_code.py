"""A code as a page shows it."""

from __future__ import annotations

import re

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sitting.conftest import Page
from tw_kit.content import LANGUAGES
from tw_kit.sitting.code import qr, reachable, written
from tw_kit.store import MemoryStore
from tw_kit.store.codes import folded, new_code


@settings(max_examples=50)
@given(st.sampled_from(LANGUAGES), st.randoms(use_true_random=False))
def test_a_code_is_written_as_it_was_given_however_it_is_typed(language, random):
    code = new_code(language)
    typed = "".join(random.choice((letter, letter.upper())) for letter in code)
    shown = written(typed.replace("-", random.choice((" ", "", ". "))))
    assert folded(shown) == folded(code)
    assert re.fullmatch(r"[^\W\d_]+-[^\W\d_]+-[^\W\d_]+-\d", shown)


def test_accents_come_back():
    assert written("ecureuil maree velo 4") == "écureuil-marée-vélo-4"


@pytest.mark.parametrize("typed", ["", "x", "7", "no such words 7", "\ud800", "a" * 100_000])
def test_what_is_no_code_breaks_nothing(typed):
    assert isinstance(written(typed), str)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("http://192.168.1.20:8866/work_seeker?lang=fr#x", "http://192.168.1.20:8866/work_seeker"),
        ("https://workbook.example/w/employer", "https://workbook.example/w/employer"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
        ("http://localhost:8866/", None),
        ("http://127.0.0.1:8866/", None),
        ("http://127.9.9.9/", None),
        ("http://[::1]/", None),
        ("http://me.localhost/", None),
        ("javascript:alert(1)", None),
        ("//host/x", None),
        ("http://[half", None),
        ("", None),
        (None, None),
    ],
)
def test_only_an_address_that_others_reach_goes_into_the_picture(address, found):
    assert reachable(address) == found


def squares(svg):
    """What is drawn, without how."""
    return re.findall(r' d="([^"]+)"', svg)


def expected(text):
    return squares(segno.make(text, error="m", micro=False).svg_inline(border=4, dark="#000", light="#fff"))


def test_the_picture_holds_the_code_or_the_page_with_the_code_in_its_fragment():
    assert squares(qr("brick-panda-lemon-7", None)) == expected("brick-panda-lemon-7")
    assert squares(qr("vélo-x-y-4", "http://10.0.0.2/w")) == expected("http://10.0.0.2/w#v%C3%A9lo-x-y-4")
    assert squares(qr("brick-panda-lemon-7", "http://h/" + "x" * 400)) == expected("brick-panda-lemon-7")


def test_the_picture_is_one_element_that_points_nowhere():
    svg = qr("brick-panda-lemon-7", "http://10.0.0.2/w")
    assert svg.startswith("<svg ") and svg.endswith("</svg>")
    assert "http" not in svg and "script" not in svg and "viewBox" in svg


def test_a_page_with_an_address_gives_it_to_its_picture():
    page = Page(MemoryStore(), base_url="http://10.0.0.2:8866/work_seeker?lang=fr")
    answer = page.start()
    assert squares(answer["qr"]) == expected(f"http://10.0.0.2:8866/work_seeker#{page.code}")
