"""Contrast of the palette, forced colours, reduced motion, enlarged text, and styles that stay within."""

from __future__ import annotations

import re

import pytest

from tw_kit.widgets import front

STYLE = front.style()
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in front.FRONT.glob("*.js")}
COLOURS = dict(re.findall(r"--tw-([a-z-]+): (#[0-9a-f]{3,6});", STYLE))
TEXT_MIN, EDGE_MIN = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
AT = "ask.mv_see_who_it_helps"


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *[(text, ground) for text in ("ink", "soft", "attract", "repel", "magnet") for ground in ("paper", "card")],
        ("ink", "attract-pale"),
        ("attract", "attract-pale"),
        ("ink", "repel-pale"),
        ("magnet", "magnet-pale"),
        ("ink", "magnet-pale"),
        ("ink", "track"),
        ("soft", "track"),
        ("card", "attract"),
    ],
)
def test_words_can_be_read_on_their_ground(text, ground):
    assert contrast(text, ground) >= TEXT_MIN


@pytest.mark.parametrize("edge", ["edge", "attract", "repel", "focus", "magnet"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_edges_and_focus_can_be_seen(edge, ground):
    assert contrast(edge, ground) >= EDGE_MIN


def test_the_chosen_answer_shows_in_forced_colours(visit, filled):
    book = filled()
    book.be_at(AT)
    me = visit(code=book.code)
    me.page.emulate_media(forced_colors="active")
    chosen, other = me.page.locator("input:checked + .face"), me.page.locator("input:not(:checked) + .face").first
    outline = "e => getComputedStyle(e).outlineStyle"
    assert (chosen.evaluate(outline), other.evaluate(outline)) == ("solid", "none")
    mark = "e => getComputedStyle(e.querySelector('.tick'), '::after').content"
    assert (chosen.evaluate(mark), other.evaluate(mark)) == ('"✓"', "none")


def test_nothing_moves_so_that_nobody_has_to_ask_for_it():
    assert re.findall(r"transition|animation|@keyframes|scroll-behavior", STYLE) == []
    for name, source in SOURCES.items():
        assert re.findall(r"\.animate\(|behavior:|requestAnimationFrame", source) == [], name


@pytest.mark.parametrize("screen", [AT, "rating.growth", "steps", "magnets", "result"])
def test_text_of_twice_the_size_needs_no_sideways_scrolling(visit, filled, screen):
    book = filled("work_seeker", "fr")
    book.be_at(screen)
    me = visit("fr", code=book.code, viewport={"width": 640, "height": 900}, has_touch=False, is_mobile=False)
    me.page.add_style_tag(content="html { font-size: 200% }")
    if screen == "result":
        me.page.locator(".picture").first.wait_for()
    assert me.page.evaluate("document.documentElement.scrollWidth") <= 640
    cut = """() => [...document.querySelectorAll('.tw-workbook :is(button, .face, h1, p)')].filter(e =>
      e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'visible'
      && e.clientWidth > 0 && !e.classList.contains('unseen')).map(e => e.textContent)"""
    assert me.page.evaluate(cut) == []


def _alone(selectors):
    """Selectors of a list, each by itself: a comma in brackets divides none."""
    depth, found = 0, [""]
    for letter in selectors:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return found


def test_there_is_room_to_write(visit, filled):
    book = filled("employer")
    screen = f"evidence.{book.view['evidence_chosen'][0]}"
    book.be_at(screen)
    me = visit(side="employer", code=book.code)
    me.wait_for(screen)
    me.page.locator("textarea").fill("")
    assert me.page.locator("textarea").bounding_box()["height"] >= 100


def test_every_style_is_under_our_own_root():
    plain = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
    selectors = [s.strip() for s in re.findall(r"(?:^|[{}])\s*([^{}@;]+)\{", plain)]
    assert len(selectors) > 100
    assert [part for each in selectors for part in _alone(each) if ".tw-workbook" not in part] == []


def test_the_style_asks_nobody_for_anything():
    assert re.findall(r"url\(|@import|https?:", STYLE) == []
