"""The language toggles on any page, and nothing is lost by it: half-typed words, place, focus, what is unfolded."""

from __future__ import annotations

import pytest

from tests.front.person import CONTENT, Person

FOCUS = "document.activeElement.tagName + ' ' + document.activeElement.className"


def toggled(me):
    """The same person, in the other language."""
    me.page.locator(".language").click()
    other = Person(me.page, "fr" if me.language == "en" else "en")
    me.page.locator(f'.tw-workbook[lang="{"fr-CA" if other.language == "fr" else "en"}"]').wait_for()
    return other


def test_half_typed_words_stay_and_so_does_what_is_unfolded(visit, filled):
    book = filled("employer")
    screen = f"evidence.{book.view['evidence_chosen'][0]}"
    book.be_at(screen)
    me = visit(side="employer", code=book.code)
    me.page.get_by_text(me.say("evidence.example")).click()
    me.page.locator("textarea").fill("half a sen")
    me = toggled(me)
    assert me.screen == screen
    assert me.page.locator("textarea").input_value() == "half a sen"
    assert me.page.locator("details").get_attribute("open") is not None
    statement = CONTENT.statements[screen.partition(".")[2]]
    assert me.heading == statement.offer.fr
    assert me.page.locator("blockquote").inner_text() == statement.evidence.example.fr
    me.wait_saved()
    assert book.view["evidence"][statement.id] == "half a sen"
    assert book.view["language"] == "fr"


def test_the_focus_stays_where_it_is(visit, filled):
    book = filled(answers=False)
    book.be_at("ask.mv_see_who_it_helps")
    me = visit(code=book.code)
    me.page.locator(".language").focus()
    me.page.keyboard.press("Enter")
    me.page.locator('.tw-workbook[lang="fr-CA"]').wait_for()
    assert me.page.evaluate(FOCUS) == "BUTTON language"
    assert me.page.locator(".language").get_attribute("lang") == "en"


def test_choices_that_are_not_sent_yet_stay(visit):
    me = visit("fr")
    me.page.locator(".choice").nth(1).click()
    me.go_on()
    me.page.locator(".choice").nth(0).click()
    me.page.locator(".choice").nth(2).click()
    me = toggled(me)
    assert me.screen == "consent"
    assert [box.is_checked() for box in me.page.locator("input").all()] == [True, False, True, False, False]
    me.go_on()
    me.wait_for("code")
    me.button(me.say("footer.answers")).first.click()
    me.page.get_by_text(me.say("consent.heading")).click()
    assert me.page.locator("input[type=checkbox]:checked").count() == 2
    me.page.locator("summary").last.click()
    assert me.page.locator("input[type=radio]:checked").get_attribute("value") == "in_job"


def test_a_code_that_is_half_typed_stays(visit):
    me = visit()
    me.button(me.say("about.have_code")).click()
    me.page.locator(".code-field").fill("brick pan")
    me = toggled(me)
    assert me.page.locator(".code-field").input_value() == "brick pan"


def test_an_uncovered_sentence_stays_uncovered_and_is_covered_on_the_next_screen(visit, filled):
    book = filled(answers=False)
    book.be_at("ask.ib_change_answered")
    me = visit(code=book.code)
    assert me.heading == me.say("private.heading")
    assert CONTENT.statements["ib_change_answered"].ask.en not in me.page.content()
    me.uncover()
    assert me.heading == CONTENT.statements["ib_change_answered"].ask.en
    me = toggled(me)
    assert me.heading == CONTENT.statements["ib_change_answered"].ask.fr
    me.tap("want")
    me.button(me.say("back")).click()
    me.wait_for("ask.ib_change_answered")
    assert me.heading == me.say("private.heading")


def test_the_language_is_remembered_on_this_device_and_the_page_around_is_told(visit, filled):
    book = filled(answers=False)
    me = visit(code=book.code)
    me = toggled(me)
    me.wait_saved()
    me.page.reload()
    me.wait_for("code")
    assert me.heading == me.say("code.heading")
    assert me.page.title() == f"{me.say('code.heading')} · {me.say('brand')}"
    assert me.page.evaluate("document.documentElement.lang") == "fr-CA"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_address_may_ask_for_a_language(visit, language):
    me = visit(language)
    assert me.screen == "about"
    assert me.heading == me.say("about.heading.work_seeker")


def test_without_that_the_page_asks_and_speaks_the_languages_it_names(visit):
    me = visit("fr", query="&lang=")
    assert me.screen == "language"
    lines = me.page.locator("h1 .line")
    assert [line.get_attribute("lang") for line in lines.all()] == ["en", "fr-CA"]
    assert [b.get_attribute("lang") for b in me.page.locator("form button").all()] == ["en", "fr-CA"]
    me.choose_language()
    assert me.heading == me.say("about.heading.work_seeker")


@pytest.mark.parametrize(("side", "variant"), [("work_seeker", "in_job"), ("employer", "in_job")])
def test_a_person_in_a_job_and_a_manager_of_one_find_words_that_fit(visit, filled, side, variant):
    book = filled(side, variant=variant, answers=False)
    book.be_at("place")
    me = visit(side=side, code=book.code)
    assert me.heading == me.say(f"place.heading.{side}.in_job")
    asked = [CONTENT.statements[s.id] for s in CONTENT.instrument.in_direction(book.side.asks_about)]
    fitting = next(words for words in asked if words.in_job and words.in_job.ask)
    me.reopen(book, f"ask.{fitting.id}")
    me.uncover()
    assert me.heading == fitting.in_job.ask.en
    assert CONTENT.levels.asks[0].meaning_in_job.of(book.side).en in me.page.locator(".choices").inner_text()
