"""Leaving and coming back: lost connections, forgetting, other tabs and devices, codes, workbooks that are gone."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.front.person import CONTENT
from tw_kit.workbook import Event, Kind

AT = "ask.mv_see_who_it_helps"
REFUSED = CONTENT.text("error.store.code_shape", "en")
KEPT = "[...Object.keys(localStorage), ...Object.keys(sessionStorage), window.name].filter(Boolean)"


@pytest.fixture
def book(filled):
    made = filled(answers=False)
    made.be_at(AT)
    return made


def choose(me, level):
    me.page.locator(f'input[value="{level}"]').focus()
    me.page.keyboard.press("Space")


def test_when_the_kernel_is_gone_there_is_a_sentence_and_one_button(visit, host, book):
    me = visit(code=book.code)
    me.wait_saved()
    host.mood = "gone"
    choose(me, "need")
    lost = me.page.locator(".lost")
    lost.wait_for()
    assert lost.locator("p").inner_text() == f"{me.say('lost.page')} {me.say('lost.kept')}"
    assert lost.locator("button").all_inner_texts() == [me.say("lost.reload")]
    assert me.saved == me.say("saved.kept")
    host.mood = "well"
    host.forget_sittings()
    lost.locator("button").click()
    me.page.locator(".lost").wait_for(state="detached")
    me.wait_for(AT)
    me.wait_saved()
    assert me.page.locator('input[value="need"]').is_checked()
    assert book.view["asks"] == {"mv_see_who_it_helps": "need"}


def test_in_a_notebook_the_button_tries_again(visit, host, book):
    me = visit(query="&host=notebook")
    me.button(me.say("about.have_code")).click()
    me.page.locator(".code-field").fill(book.code)
    me.go_on()
    me.wait_for(AT)
    me.wait_saved()
    host.mood = "gone"
    choose(me, "need")
    me.page.locator(".lost").wait_for()
    assert me.say("lost.notebook") in me.page.locator(".lost p").inner_text()
    host.mood = "well"
    host.forget_sittings()
    me.button(me.say("lost.again")).click()
    me.page.locator(".lost").wait_for(state="detached")
    me.wait_saved()
    assert book.view["asks"] == {"mv_see_who_it_helps": "need"}


def test_a_host_that_never_answers_is_told_of_and_the_page_recovers_by_itself(visit, host, book):
    me = visit(code=book.code, before=lambda page: page.clock.install())
    me.wait_saved()
    host.mood = "silent"
    choose(me, "need")
    me.page.clock.run_for(13_000)
    me.page.locator(".saved.is-kept").wait_for()
    assert me.page.locator(".lost").count() == 0  # once is no loss
    me.page.clock.run_for(14_000)
    me.page.locator(".lost").wait_for()
    host.mood = "well"
    me.page.clock.run_for(31_000)
    me.page.locator(".lost").wait_for(state="detached")
    me.wait_saved()
    assert book.view["asks"] == {"mv_see_who_it_helps": "need"}


def test_when_the_connection_is_back_what_was_not_answered_is_sent_at_once(visit, host, book):
    me = visit(code=book.code)
    me.wait_saved()
    host.mood = "silent"
    choose(me, "need")
    me.page.locator(".saved.is-saving").wait_for()
    host.mood = "well"
    me.page.evaluate("window.model.fire('host:back')")
    me.wait_saved()
    assert book.view["asks"] == {"mv_see_who_it_helps": "need"}
    assert len(set(host.keys_of("ask_answered"))) == 1


def test_a_connection_that_comes_and_goes_leaves_an_unfinished_page_alone(visit, host):
    me = visit(query="&host=notebook")
    me.go_on()
    me.page.locator(".choice").nth(1).click()
    me.page.evaluate("window.model.fire('host:lost')")
    assert me.page.locator(".lost p").inner_text() == me.say("lost.notebook")
    me.button(me.say("lost.again")).click()
    me.page.locator(".lost").wait_for(state="detached")
    me.page.evaluate("window.model.fire('host:back')")
    me.page.wait_for_timeout(200)
    assert me.screen == "consent"
    assert me.page.locator("input:checked").count() == 1


def test_a_page_that_cannot_open_its_workbook_at_once_does_so_later(visit, host, book, devices):
    device = devices()
    me = visit(code=book.code, device=device)
    me.wait_saved()
    host.mood = "gone"
    me.page.reload()
    me.page.locator(".lost").wait_for()
    host.mood = "well"
    me.page.locator(".lost button").click()
    me.wait_for(AT)


def test_forgetting_asks_once_and_leaves_nothing(visit, host, book):
    me = visit(code=book.code)
    choose(me, "need")
    me.wait_saved()
    assert me.page.evaluate(KEPT) == ["tw-kit.work_seeker.workbook"]
    me.page.locator(".leave button").last.click()
    panel = me.page.locator(".forget")
    assert panel.locator("h2").inner_text() == me.say("forget.heading")
    assert panel.locator("h2").evaluate("h => h === document.activeElement")
    assert panel.locator(".code").inner_text() == book.code
    me.button(me.say("forget.keep")).click()
    panel.wait_for(state="detached")
    assert me.screen == AT
    whole = f"{me.say('footer.forget')} {me.say('footer.forget_more')}"
    assert me.page.evaluate("document.activeElement.textContent") == whole
    me.page.locator(".leave button").last.click()
    me.button(me.say("forget.yes")).click()
    me.wait_for("language")
    assert me.page.evaluate(KEPT) == []
    assert host.messages[-1]["type"] == "close"
    me.page.reload()
    me.page.locator("h1").wait_for()
    assert me.screen in ("language", "about")
    assert me.page.evaluate(KEPT) == []


def test_forgetting_says_what_is_not_saved_yet_and_clears_that_too(visit, host, book):
    me = visit(code=book.code)
    me.wait_saved()
    host.mood = "failing"
    choose(me, "need")
    me.page.locator(".saved.is-kept").wait_for()
    me.page.locator(".leave button").last.click()
    assert me.page.locator(".forget .warning").inner_text() == me.say("forget.unsent.one", count=1)
    assert len(me.page.evaluate(KEPT)) == 2
    me.button(me.say("forget.yes")).click()
    me.wait_for("language")
    assert me.page.evaluate(KEPT) == []
    host.mood = "well"
    me.page.wait_for_timeout(1500)  # nothing of it is sent afterwards
    assert book.view["asks"] == {}


def test_the_next_person_at_the_same_page_finds_nothing_of_the_last(visit, book):
    me = visit(code=book.code)
    choose(me, "need")
    me.wait_saved()
    me.page.locator(".leave button").last.click()
    me.button(me.say("forget.yes")).click()
    me.wait_for("language")
    assert me.start() != book.code
    me.page.locator(".leave button").last.click()
    assert book.code not in me.page.content()
    me.button(me.say("forget.keep")).click()
    me.button(me.say("footer.answers")).first.click()
    assert me.page.locator(".given").all_inner_texts().count("Need this") == 0


def test_two_tabs_show_the_same(visit, host, book, devices):
    device = devices()
    one = visit(code=book.code, device=device)
    other = visit(device=device)
    other.wait_for(AT)
    choose(one, "need")
    one.wait_saved()
    other.page.locator('input[value="need"]:checked').wait_for(state="attached")
    other.page.locator(".leave button").last.click()
    other.button(other.say("forget.yes")).click()
    one.wait_for("language")
    assert one.page.evaluate(KEPT) == []


def test_a_second_device_opens_it_by_a_code_however_it_is_typed(visit, book):
    one = visit(code=book.code)
    choose(one, "need")
    one.wait_saved()
    two = visit("fr")
    two.button(two.say("about.have_code")).click()
    two.page.locator(".code-field").fill(f"  {book.code.upper().replace('-', ' ')} ")
    two.page.keyboard.press("Enter")
    two.wait_for(AT)
    assert two.page.locator(".tw-workbook").get_attribute("lang") == "fr-CA"
    assert two.page.locator('input[value="need"]').is_checked()


def test_a_wrong_code_is_told_in_its_place_and_stays_typed(visit):
    me = visit()
    me.button(me.say("about.have_code")).click()
    me.page.locator('button[type="submit"]').click()
    fault = me.page.locator(".fault:not([hidden])")
    assert fault.inner_text() == me.say("code_entry.empty")
    field = me.page.locator(".code-field")
    field.fill("brick panda")
    me.page.locator('button[type="submit"]').click()
    me.page.get_by_text(REFUSED).first.wait_for()
    assert field.input_value() == "brick panda"
    assert field.get_attribute("aria-invalid") == "true"
    assert field.evaluate("f => f === document.activeElement")
    described = [me.page.locator(f"#{each}").inner_text() for each in field.get_attribute("aria-describedby").split()]
    assert any(REFUSED in text for text in described)


def test_a_code_in_the_address_opens_the_workbook_and_leaves_the_address(visit, book):
    me = visit(code=book.code)
    me.wait_for(AT)
    assert "#" not in me.page.url
    assert book.code not in me.page.url


def test_a_workbook_that_is_erased_meanwhile_is_told_of_and_let_go(visit, host, book):
    me = visit(code=book.code)
    me.wait_saved()
    host.store.erase(host.store.open_workbook(book.code), dt.datetime.now(dt.UTC))
    choose(me, "need")
    me.wait_for("gone")
    assert CONTENT.text("error.store.workbook_gone", "en") in me.page.locator("form").inner_text()
    assert me.page.evaluate(KEPT) == []
    me.button(me.say("gone.start")).click()
    me.wait_for("language")


def test_the_code_can_be_printed_and_nothing_else(visit, book):
    book.be_at("code")
    noted = "window.print = () => { window.printed = true }"
    me = visit(code=book.code, before=lambda page: page.add_init_script(noted))
    me.button(me.say("code.print")).click()
    assert me.page.evaluate("window.printed")
    me.page.emulate_media(media="print")
    seen = """[...document.querySelectorAll('.tw-workbook *')].filter(e => e.childElementCount === 0)
      .filter(e => e.checkVisibility({visibilityProperty: true}) && e.textContent.trim()).map(e => e.textContent)"""
    assert me.page.evaluate(seen) == [me.say("code.card"), book.code]
    assert me.page.locator(".qr").is_visible()
    me.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert me.heading in me.page.evaluate(seen)


@pytest.mark.parametrize("is_secure", [True, False])
def test_the_code_can_be_copied_with_and_without_a_clipboard(visit, book, is_secure):
    book.be_at("code")
    gone = "Object.defineProperty(Navigator.prototype, 'clipboard', {get() { return undefined }})"
    copied = "document.addEventListener('copy', () => { window.copied = String(getSelection()) })"
    written = "navigator.clipboard.writeText = async (text) => { window.copied = text }"
    me = visit(code=book.code, before=lambda page: page.add_init_script(written if is_secure else gone + ";" + copied))
    me.button(me.say("code.copy")).click()
    me.page.get_by_text(me.say("code.copied")).first.wait_for()
    assert me.page.evaluate("window.copied").strip() == book.code


def test_sleep_and_waking_send_what_waits(visit, host, book):
    me = visit(code=book.code)
    me.wait_saved()
    host.mood = "failing"
    choose(me, "need")
    me.page.locator(".saved.is-kept").wait_for()
    host.mood = "well"
    me.page.evaluate("window.dispatchEvent(new Event('online'))")
    me.wait_saved()
    assert book.view["asks"] == {"mv_see_who_it_helps": "need"}


def test_a_reload_right_after_the_start_is_at_the_code(visit):
    me = visit()
    first = me.start()
    me.page.reload()
    me.wait_for("code")
    assert me.code == first


def test_that_the_wording_has_changed_since_is_said_once(visit, host):
    """On the first screen after opening; it is no reason to stand in anyone's way."""
    at = dt.datetime.now(dt.UTC)
    older = {"audience": "work_seeker", "language": "en", "content_version": "older"}
    started = host.store.start([Event("old", at, Kind.WORKBOOK_STARTED, older)])
    me = visit(code=started.code)
    facts = {"theirs": "older", "ours": str(CONTENT.instrument.content_version)}
    sentence = CONTENT.text("error.workbook.other_version", "en", **facts)
    assert me.page.locator(".notices").inner_text() == sentence
    me.go_on()
    assert me.page.locator(".notices").inner_text() == ""
