"""Everything by keyboard alone; focus goes to the heading of each new screen, and on in reading order."""

from __future__ import annotations

import pytest

from tests.front.person import CONTENT, first_answers
from tw_kit.model import Ask

ACTIVE = "document.activeElement"
PLACES = """() => [...document.querySelectorAll('.tw-workbook form :is(button, input, textarea, summary)')]
  .filter(e => e.checkVisibility()).map(e => (e.closest('label') ?? e).getBoundingClientRect())
  .map(box => [Math.round(box.top), Math.round(box.left)])"""
OUTLINE = """() => { const e = document.activeElement;
  const shown = e.matches('.choice input') ? e.nextElementSibling : e;
  const style = getComputedStyle(shown); return [style.outlineStyle, style.outlineWidth] }"""


def press(me, *keys):
    for key in keys:
        me.page.keyboard.press(key)


def tab_to(me, selector, most=40):
    """Go on with Tab until something has the focus; each stop can be seen."""
    for _ in range(most):
        me.page.keyboard.press("Tab")
        assert me.page.evaluate(OUTLINE) == ["solid", "3px"], me.page.evaluate(f"{ACTIVE}.outerHTML.slice(0, 300)")
        if me.page.evaluate(f"{ACTIVE}.matches('{selector}')"):
            return
    raise AssertionError(f"{selector} is not reached by Tab on {me.screen}")


def by_keyboard(me, answers):
    """Answer the screen that is shown, without a pointer."""
    here, kind, page = me.screen, me.kind, me.page
    if me.page.locator("form > .cover").count():
        tab_to(me, ".cover")
        press(me, "Enter")
        assert page.evaluate(f"{ACTIVE}.tagName") == "H1"
    if kind in ("ask", "offer", "clarity_before", "clarity_after", "rating"):
        wanted = str(answers[kind](here))
        tab_to(me, ".choice input")
        press(me, "Space")
        for _ in range(8):
            if page.evaluate(f"{ACTIVE}.value") == wanted:
                break
            press(me, "ArrowDown")
        assert page.evaluate(f"[{ACTIVE}.value, {ACTIVE}.checked]") == [wanted, True]
        assert me.screen == here  # arrows choose, and lead nowhere
        press(me, "Enter")
        me.left(here)
        return
    if kind == "place":
        tab_to(me, "input")
        page.keyboard.type(answers["place"])
    elif kind == "magnets":
        for _ in range(3):
            tab_to(me, ".choice input")
            press(me, "Space")
    elif kind == "reflect":
        tab_to(me, "summary")
        press(me, "Enter")
        tab_to(me, "textarea")
        page.keyboard.type(answers["reflect"])
    elif kind == "steps":
        tab_to(me, "textarea")
        page.keyboard.type(answers["what"])
    if kind == "more":
        tab_to(me, "form .go")
    else:
        tab_to(me, 'button[type="submit"]')
    press(me, "Enter")
    me.left(here)


def test_a_whole_run_without_a_pointer(visit, host):
    me = visit(viewport={"width": 1280, "height": 800}, has_touch=False, is_mobile=False)
    for _ in range(2):
        here = me.screen
        tab_to(me, 'button[type="submit"]')
        press(me, "Enter")
        me.left(here)
    answers = first_answers()
    for _ in range(90):
        assert me.page.evaluate(f"{ACTIVE}.tagName") == "H1", me.screen
        if me.screen == "result":
            break
        by_keyboard(me, answers)
    me.page.locator(".picture").first.wait_for()
    tab_to(me, ".stack .go")
    press(me, "Enter")
    me.page.locator(".thanks").wait_for()
    assert me.page.evaluate(f"{ACTIVE}.closest('.thanks') !== null")
    me.wait_saved()
    assert host.kinds()[-1] == "sitting_finished"
    assert host.kinds().count("ask_answered") >= 16


@pytest.mark.parametrize("screen", ["ask.mv_see_who_it_helps", "steps", "magnets", "result"])
def test_the_order_of_focus_is_the_order_of_reading(visit, filled, screen):
    book = filled()
    book.be_at(screen)
    me = visit(code=book.code)
    me.wait_for(screen)
    if screen == "result":
        me.page.locator(".picture").first.wait_for()
    # what stands in one row may differ by some pixels
    places = [(top // 12, left) for top, left in me.page.evaluate(PLACES)]
    assert places == sorted(places)
    assert me.page.locator("[tabindex]:not([tabindex='-1']):not([tabindex='0'])").count() == 0


def test_by_touch_choosing_goes_on_and_by_keyboard_it_does_not(visit, filled):
    book = filled(answers=False)
    book.be_at("ask.mv_see_who_it_helps")
    me = visit(code=book.code)
    me.page.locator('input[value="open"]').focus()
    press(me, "ArrowUp")
    me.page.wait_for_timeout(800)
    assert me.screen == "ask.mv_see_who_it_helps"
    assert me.page.locator("input:checked").get_attribute("value") == "want"
    me.page.locator(".choice").nth(0).tap()
    me.left("ask.mv_see_who_it_helps")
    assert me.page.evaluate(f"{ACTIVE}.tagName") == "H1"


def test_touching_the_chosen_answer_again_goes_on_with_it(visit, filled):
    book = filled()
    book.be_at("ask.mv_see_who_it_helps")
    me = visit(code=book.code)
    chosen = me.page.locator("input:checked").get_attribute("value")
    me.page.locator(".choice:has(input:checked)").tap()
    me.left("ask.mv_see_who_it_helps")
    me.wait_saved()
    assert book.view["asks"]["mv_see_who_it_helps"] == chosen


def test_escape_leaves_the_question_about_forgetting(visit, filled):
    me = visit(code=filled(answers=False).code)
    me.page.locator(".leave button").last.click()
    press(me, "Escape")
    me.page.locator(".forget").wait_for(state="detached")
    assert me.screen == "code"


def test_a_change_from_the_list_of_answers_leads_back_there(visit, filled):
    book = filled()
    me = visit(code=book.code)
    me.wait_for("code")
    me.button(me.say("footer.answers")).first.click()
    asks = me.page.locator("details", has=me.page.locator("summary", has_text=me.say("part.asks.work_seeker")))
    asks.locator("summary").click()
    asks.locator(".change").first.click()
    me.wait_for("ask.mv_see_who_it_helps")
    me.tap("avoid")
    assert me.screen == "answers"
    assert asks.locator(".given").first.inner_text() == CONTENT.ask_words(Ask.AVOID).label.en
    me.page.locator('button[type="submit"]').click()
    me.wait_for("code")


def test_what_is_said_of_saving_is_announced(visit, host, filled):
    book = filled(answers=False)
    book.be_at("ask.mv_see_who_it_helps")
    me = visit(code=book.code)
    me.wait_saved()
    live = me.page.locator('.tw-workbook [role="status"]')
    host.mood = "failing"
    me.page.locator('input[value="want"]').focus()
    press(me, "Space")
    live.filter(has_text=me.say("saved.kept")).wait_for(state="attached")
    host.mood = "well"
    live.filter(has_text=me.say("saved.saved")).wait_for(state="attached")
    assert live.count() == 1


def test_keys_that_are_pressed_here_are_no_commands_of_the_page_around(visit, filled):
    """JupyterLab listens at the document: arrows would move between cells, and letters delete them."""
    book = filled(answers=False)
    book.be_at("ask.mv_see_who_it_helps")
    me = visit(code=book.code)
    me.page.evaluate("document.addEventListener('keydown', event => (window.heard ??= []).push(event.key))")
    me.page.locator('input[value="want"]').focus()
    press(me, "ArrowDown", "d", "Control+b")
    assert me.page.evaluate("window.heard") == ["Control", "b"]
    assert me.page.locator("input:checked").get_attribute("value") == "open"


def test_what_one_did_oneself_is_not_drawn_again_when_it_is_saved(visit, host, filled):
    """A screen reader would lose its place."""
    book = filled(answers=False)
    book.be_at("ask.mv_see_who_it_helps")
    me = visit(code=book.code)
    me.wait_saved()
    host.delay_s = 0.3
    me.page.evaluate("document.querySelector('.tw-workbook h1').isTheSame = true")
    me.page.locator('input[value="want"]').focus()
    press(me, "Space")
    me.page.locator(".saved.is-saving").wait_for()
    me.wait_saved()
    assert me.page.evaluate("document.querySelector('.tw-workbook h1').isTheSame")
