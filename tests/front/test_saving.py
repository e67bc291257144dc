"""It says "saved" only when it is, and nothing is lost on the way: slow or silent hosts, reloads, no storage."""

from __future__ import annotations

import pytest

from tests.front.person import CONTENT

STATEMENT = "mv_see_who_it_helps"
AT = f"ask.{STATEMENT}"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"


def choose(me, level):
    """By keyboard: the page stays where it is."""
    me.page.locator(f'input[value="{level}"]').focus()
    me.page.keyboard.press("Space")


@pytest.fixture
def me(visit, filled):
    """Somebody at the first ask of a new workbook."""
    book = filled(answers=False)
    book.be_at(AT)
    person = visit(code=book.code)
    person.wait_for(AT)
    person.wait_saved()
    person.book = book
    return person


def test_saved_is_said_after_the_answer_and_not_before(me, host):
    host.delay_s = 1.0
    choose(me, "want")
    assert me.saved == me.say("saved.saving")
    assert me.book.view["asks"] == {}
    me.wait_saved()
    assert me.saved == me.say("saved.saved")
    assert me.book.view["asks"] == {STATEMENT: "want"}


def test_while_typing_nothing_is_said_to_be_saved(visit, filled):
    book = filled(answers=False)
    book.be_at("place")
    me = visit(code=book.code)
    me.wait_saved()
    me.page.get_by_label(me.say("place.label")).press_sequentially("the")
    assert me.saved == me.say("saved.saving")
    me.wait_saved()
    assert book.view["maps"]["place"]["about"] == "the"


def test_what_the_store_cannot_take_is_kept_here_and_sent_again(me, host):
    host.mood = "failing"
    choose(me, "want")
    me.page.locator(".saved.is-kept").wait_for()
    assert me.saved == me.say("saved.kept")
    assert me.page.locator(".notices").inner_text() == "It cannot be written."
    host.mood = "well"
    me.wait_saved()
    assert me.page.locator(".notices").inner_text() == ""
    assert me.book.view["asks"] == {STATEMENT: "want"}
    keys = host.keys_of("ask_answered")
    assert len(keys) > 1
    assert len(set(keys)) == 1


def test_after_a_lost_answer_the_same_keys_are_sent_again(visit, host, filled):
    book = filled(answers=False)
    book.be_at(AT)
    me = visit(code=book.code, before=lambda page: page.clock.install())
    me.wait_saved()
    host.messages.clear()
    host.mood = "deaf"
    choose(me, "want")
    me.page.wait_for_timeout(300)
    assert book.view["asks"] == {STATEMENT: "want"}  # it is on disk, and the page cannot know
    assert me.saved == me.say("saved.saving")
    host.mood = "well"
    me.page.clock.fast_forward(13_000)
    me.page.locator(".saved.is-kept").wait_for()
    me.page.clock.fast_forward(2_000)
    me.wait_saved()
    sent = host.keys_of("ask_answered")
    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert book.view["asks"] == {STATEMENT: "want"}


def test_what_was_not_sent_is_sent_by_the_next_page(me, host):
    host.mood = "silent"
    choose(me, "avoid")
    assert me.book.view["asks"] == {}
    host.mood = "well"
    me.page.reload()
    me.wait_for(AT)
    me.wait_saved()
    assert me.book.view["asks"] == {STATEMENT: "avoid"}
    assert me.page.locator('input[value="avoid"]').is_checked()


def test_a_page_that_is_closed_in_the_middle_of_a_word_has_it_when_it_opens_again(visit, filled):
    book = filled("employer")
    screen = f"evidence.{book.view['evidence_chosen'][0]}"
    book.be_at(screen)
    me = visit(side="employer", code=book.code)
    me.wait_for(screen)
    me.page.locator("textarea").fill("On Tuesday a half-typed wo")
    me.page.reload()
    me.wait_for(screen)
    assert me.page.locator("textarea").input_value() == "On Tuesday a half-typed wo"
    me.wait_saved()
    assert book.view["evidence"][screen.partition(".")[2]] == "On Tuesday a half-typed wo"


def test_a_browser_that_keeps_nothing_works_and_says_what_is_true(visit, host, filled):
    book = filled(answers=False)
    book.be_at(AT)
    me = visit(code=book.code, before=lambda page: page.add_init_script(NO_STORAGE))
    me.wait_saved()
    choose(me, "want")
    me.wait_saved()
    host.mood = "failing"
    choose(me, "need")
    me.page.locator(".saved.is-unsaved").wait_for()
    assert me.saved == me.say("saved.unsaved")
    host.mood = "gone"
    me.page.locator(".lost").wait_for()
    assert me.say("lost.unsaved") in me.page.locator(".lost").inner_text()
    host.mood = "well"
    me.page.locator(".lost button").click()  # nothing carries the code over: an address would stay in the history
    me.button(me.say("about.have_code")).click()
    me.page.locator(".code-field").fill(book.code)
    me.page.locator('button[type="submit"]').click()
    me.wait_for(AT)
    assert me.page.locator('input[value="want"]').is_checked()


def test_an_answer_is_kept_on_the_device_before_anything_answers(visit, host, filled):
    """The page may be killed at any moment: what was tapped is there when it opens again."""
    book = filled(answers=False)
    book.be_at(AT)
    me = visit(code=book.code)
    me.wait_saved()
    host.mood = "silent"
    choose(me, "want")
    kept = me.page.evaluate(
        "Object.entries(localStorage).filter(([name]) => name.includes('queue.')).map(([, v]) => v)"
    )
    assert any('"level":"want"' in each for each in kept)
    host.mood = "well"
    me.page.close()


def test_what_another_tab_writes_is_shown_in_a_field_that_one_is_in_but_does_not_type_in(visit, filled):
    book = filled(answers=False)
    book.be_at("place")
    mine = visit(code=book.code)
    field = mine.page.locator('.screen input[type="text"]')
    field.focus()
    book.send(("place_named", {"map": "place", "text": "from the other tab"}))
    mine.page.evaluate("window.dispatchEvent(new Event('online'))")
    mine.page.wait_for_function("document.querySelector('.screen input').value === 'from the other tab'")
    assert field.evaluate("each => each === document.activeElement")


def test_an_answer_can_be_taken_back(me):
    choose(me, "want")
    me.button(me.say("choice.undo")).click()
    me.wait_saved()
    assert me.page.locator("input:checked").count() == 0
    assert me.book.view["asks"] == {}


def test_neither_is_an_answer(visit, filled):
    book = filled(answers=False)
    book.be_at("rating.growth")
    me = visit(code=book.code)
    me.tap(0)
    me.wait_saved()
    assert book.view["maps"]["place"]["ratings"] == {"growth": 0}
    me.button(me.say("back")).click()
    me.wait_for("rating.growth")
    assert me.page.locator('input[value="0"]').is_checked()


def test_skipping_is_kept_and_next_without_an_answer_skips_too(me):
    me.button(me.say("skip")).click()
    me.left(AT)
    me.go_on()
    me.wait_saved()
    assert len(me.book.view["skipped"]) == 2
    assert me.book.view["asks"] == {}


def test_typing_sends_one_event_after_a_pause_and_not_one_a_key(visit, host, filled):
    book = filled(answers=False)
    book.be_at("place")
    me = visit(code=book.code)
    me.wait_saved()
    host.messages.clear()
    me.page.get_by_label(me.say("place.label")).press_sequentially("the fish plant", delay=20)
    me.wait_saved()
    assert host.kinds() == ["place_named"]


def test_a_refused_answer_is_told_and_does_not_stop_the_others(visit, host, filled):
    book = filled(answers=False)
    book.be_at("place")
    me = visit(code=book.code)
    me.wait_saved()
    long = "🙂" * 19_990
    book.send(*(("reflection_written", {"factor": factor, "text": long}) for factor in CONTENT.factors))
    offered = CONTENT.instrument.in_direction(book.side.offers_about)[0].id
    book.send(("evidence_written", {"statement": offered, "text": long[:14_000]}))
    me.page.get_by_label(me.say("place.label")).fill("🙂" * 5_000)
    me.page.locator(".notices .notice").wait_for()
    assert me.page.locator(".notices").inner_text() == CONTENT.text("error.workbook.texts_too_long", "en")
    me.go_on()
    me.wait_saved()
