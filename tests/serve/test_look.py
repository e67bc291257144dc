"""Our pages in a real browser: size of what one touches, focus, width, and no refused request."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

TARGET_MIN = 44  # CSS pixels: a finger
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = {"/": 5, "/code": 4, "/handouts": 28}  # how many links and fields each has


@pytest.fixture
def page(browser, port):
    """A page that remembers what the browser complained of."""
    context = browser.new_context()
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("requestfailed", lambda request: opened.complaints.append(request.url))
    opened.address = f"http://127.0.0.1:{port}"
    yield opened
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_it_fits_and_can_be_touched(page, path, width, language):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{page.address}{path}?lang={language}")
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    size = "a => { const box = a.getBoundingClientRect(); return [a.textContent, box.width, box.height] }"
    sizes = page.evaluate(f"[...document.querySelectorAll('a:not(.skip), button, input')].map({size})")
    assert len(sizes) == PAGES[path]
    assert [each for each in sizes if min(each[1:]) < TARGET_MIN] == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", [*PAGES, "/nothing"])
def test_axe_finds_nothing(page, path, language):
    page.goto(f"{page.address}{path}?lang={language}")
    assert Axe().run(page, options=WCAG).response["violations"] == []


def test_a_code_that_opens_nothing_is_told_where_the_keyboard_is(page):
    page.goto(f"{page.address}/code?lang=fr")
    page.get_by_label("Votre code").fill("brique moulin")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.id") == "code"
    assert page.get_by_label("Votre code").input_value() == "brique moulin"
    assert Axe().run(page, options=WCAG).response["violations"] == []


def test_the_typeface_is_used(page):
    page.goto(page.address)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")
    assert page.evaluate("[...document.fonts].map(f => f.status)") == ["loaded"]


def test_the_first_stop_of_the_keyboard_leads_past_the_top(page):
    page.goto(f"{page.address}/handouts")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("a => a === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "people"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('html')")


@pytest.mark.parametrize("path", PAGES)
def test_focus_can_be_seen_on_every_stop(page, path):
    page.goto(f"{page.address}{path}")
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("getComputedStyle(document.activeElement).outlineWidth"))
    assert seen == ["3px"] * 4


def test_a_handout_opens_and_one_comes_back(page):
    page.goto(page.address)
    page.get_by_role("link", name="Make handouts").click()
    page.get_by_role("link", name="Read in English (Employer 2)").click()
    assert page.url.endswith("/handouts/employer_002.en.html")
    assert page.locator("p").inner_text() == "employer_002 en"
    page.go_back()
    page.get_by_role("link", name="Français", exact=True).click()
    assert page.locator("h1").inner_text() == "6 personnes, et une fiche pour chacune"
    assert page.complaints == []


@pytest.mark.parametrize("path", [*PAGES, "/nothing"])
def test_words_can_be_read_on_their_ground(page, path):
    """WCAG 2.2, 1.4.3: 4.5 to 1, for every text on the page as it is drawn."""
    page.goto(f"{page.address}{path}")
    poor = page.evaluate(Path(__file__).with_name("contrast.js").read_text(encoding="utf-8"))
    assert poor == []
