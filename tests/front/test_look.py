"""Every screen of both sides in both languages: axe, width, size of what one touches, lang, headings."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.front.filled import many_musts
from tests.front.person import CONTENT

TARGET_MIN = 44  # CSS pixels: a finger
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = [320, 390, 1280]
LOCALES = {"en": "en", "fr": "fr-CA"}
TOUCHED = """() => [...document.querySelectorAll('.tw-workbook :is(button, input, textarea, summary, a, .slide)')]
  .map(element => element.closest('label') ?? element).filter(element => element.checkVisibility())
  .map(element => [element.textContent.slice(0, 40), element.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < %d).map(([text, box]) => [text, box.width, box.height])"""
# an id, or a slip of the programme, where a text should be
UNSAID = re.compile(r"\b[a-z_]+\.[a-z_]+(?:\.[a-z_]+)*\b|\{\w+\}|undefined|null|NaN|\[object")


def faults_of(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    violations = found.response["violations"]
    return [(each["id"], node["target"], node["failureSummary"]) for each in violations for node in each["nodes"]]


def look(person, widths=WIDTHS, axe_at=(390,)):
    """What is wrong with the screen that is shown; a wide page differs from a narrow one by its list of parts only."""
    page = person.page
    wrong = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{wide} wide at {width}")
        wrong += [f"small at {width}: {each}" for each in page.evaluate(TOUCHED % TARGET_MIN)]
        if width in axe_at:
            wrong += [str(fault) for fault in faults_of(page)]
    text = page.locator(".tw-workbook").inner_text()
    wrong += [f"unsaid: {found}" for found in UNSAID.findall(text)]
    root = page.locator(".tw-workbook")
    wrong += [] if root.get_attribute("lang") == LOCALES[person.language] else ["lang of the root"]
    wrong += [] if page.locator(".tw-workbook h1").count() == 1 else ["not one h1"]
    wrong += [] if page.title().strip(" ·") and page.title() != "host" else ["no title"]
    return [f"{person.screen}: {each}" for each in wrong]


def one_of_each_kind(view):
    """The first screen of each kind, and the first that is private."""
    kinds = {}
    for screen in view["screens"]:
        is_private = "statement" in screen and CONTENT.instrument.by_id[screen["statement"]].private
        kinds.setdefault((screen["kind"], is_private, screen.get("when")), screen["id"])
    return list(kinds.values())


@pytest.mark.parametrize("side", ["work_seeker", "employer"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_screen_can_be_used_by_everyone(visit, filled, language, side):
    book = filled(side, language)
    book.send(*many_musts(book.side))
    me = visit(language, side, code=book.code)
    wrong = []
    for screen in one_of_each_kind(book.view):
        me.reopen(book, screen)
        if screen == "result":
            me.page.locator(".picture").first.wait_for()
            me.page.locator("summary").first.click()
        wrong += look(me, axe_at=(390, 1280) if screen.startswith(("ask", "result")) else (390,))
        me.uncover()
        for summary in me.page.locator(".folds summary, summary:has-text('…')").all()[:2]:
            summary.click()
        wrong += look(me, [320, 390])
    assert wrong == []


@pytest.mark.parametrize("side", ["work_seeker", "employer"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_one_meets_before_and_aside_can_be_used_too(visit, filled, language, side):
    me = visit(language, side, query="&lang=")
    wrong = look(me)
    me.choose_language()
    wrong += look(me)
    me.button(me.say("about.have_code")).click()
    me.wait_for("code_entry")
    me.page.locator(".code-field").fill("nothing at all")
    me.page.locator('button[type="submit"]').click()
    me.page.locator(".fault:not([hidden])").wait_for()
    wrong += look(me)
    me.page.locator(".code-field").fill(filled(side, language).code)
    me.go_on()
    me.button(me.say("footer.answers")).first.click()
    me.wait_for("answers")
    for summary in me.page.locator("summary").all():
        summary.click()
    wrong += look(me)
    me.page.locator(".leave button").last.click()
    me.page.locator(".forget").wait_for()
    wrong += look(me)
    me.button(me.say("forget.yes")).click()
    me.wait_for("language")
    me.choose_language()
    me.go_on()
    me.wait_for("consent")
    wrong += look(me)
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_that_cannot_start_says_so_in_both_languages(visit, host, language):
    host.trouble = {"en": "There is no folder for the answers.", "fr": "Il n’y a pas de dossier pour les réponses."}
    me = visit(language)
    me.wait_for("trouble")
    assert [p.get_attribute("lang") for p in me.page.locator("form > p").all()] == ["en", "fr-CA"]
    assert me.page.locator("form > p").all_inner_texts() == list(host.trouble.values())
    assert me.page.locator(".tw-workbook button").count() == 0
    assert look(me) == []
