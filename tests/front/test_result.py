"""The last page: what stands out, the pictures and their table, handouts, release of private answers, the end."""

from __future__ import annotations

import pytest

from tests.front.person import CONTENT
from tw_kit.model import Ask

PRIVATE = "ec_no_car"
ASKED = ("needs", "wants", "rather_nots", "avoids")


@pytest.fixture
def book(filled):
    made = filled()
    made.send(("ask_answered", {"statement": PRIVATE, "level": "need"}))
    made.be_at("result")
    return made


@pytest.fixture
def me(visit, book):
    person = visit(code=book.code)
    person.page.locator(".picture").first.wait_for()
    person.wait_saved()
    return person


def test_it_says_what_stands_out_and_what_to_ask_and_do(me, book):
    result = book.ask("result")["result"]["en"]
    assert me.page.locator(".lead li").all_inner_texts() == result["lead"]
    text = me.page.locator("form").inner_text()
    for sentence in (*result["also"], *result["brings"], *result["questions"]):
        assert sentence in text
    assert "Ask Marie to read two postings with me (by December 4, 2026, with \u2068Marie\u2069)" in text


def test_the_pictures_say_the_same_in_words_and_in_a_table(me, book):
    rows = book.ask("result")["result"]["en"]["picture"]
    asks, place = me.page.locator('[role="img"][aria-label*=":"]').all()
    for row in rows:
        name = row["name"][0].upper() + row["name"][1:]
        told = asks.get_attribute("aria-label").partition(f"{name}: ")[2].partition(".")[0]
        wanted = [CONTENT.counted(f"workbook.picture.{part}", row[part], "en") for part in ASKED if row[part]]
        assert told == (", ".join(wanted) or me.say("picture.nothing"))
        label = next(step.label.en for step in CONTENT.levels.ratings if step.value == row["rating"])
        assert f"{name}: {label}" in place.get_attribute("aria-label")
    drawn = me.page.locator("figure").first
    assert drawn.locator(".attracts-full").count() == sum(row["needs"] for row in rows)
    assert drawn.locator(".attracts-open").count() == sum(row["wants"] for row in rows)
    assert drawn.locator(".repels-full").count() == sum(row["avoids"] for row in rows)
    assert drawn.locator(".repels-open").count() == sum(row["rather_nots"] for row in rows)
    me.page.locator("summary").first.click()
    table = me.page.locator("table")
    assert table.locator("thead th").evaluate_all("all => all.every(th => th.scope === 'col')")
    assert table.locator("tbody th").evaluate_all("all => all.every(th => th.scope === 'row')")
    cells = [[td.inner_text() for td in tr.locator("td").all()] for tr in table.locator("tbody tr").all()]
    columns = (*ASKED, "yes", "negotiable", "no")
    assert [each[1:] for each in cells] == [[str(row[c] or "·") for c in columns] for row in rows]


def test_attract_is_right_of_the_line_and_repel_left(me):
    ends = """all => all.map(rect => [rect.closest('svg').querySelector('.axis').x1.baseVal.value,
      rect.x.baseVal.value, rect.x.baseVal.value + rect.width.baseVal.value])"""
    for axis, left, right in me.page.locator(".picture :is(.attracts-full, .attracts-open)").evaluate_all(ends):
        assert axis <= left < right <= 180
    for axis, left, right in me.page.locator(".picture :is(.repels-full, .repels-open)").evaluate_all(ends):
        assert 0 <= left < right <= axis


@pytest.mark.parametrize(
    ("button", "language", "ending", "begins"),
    [("pdf", "en", "pdf", b"%PDF"), ("other_html", "fr", "html", b"<!DOCTYPE html>")],
)
def test_a_handout_comes_as_a_file(me, button, language, ending, begins):
    with me.page.expect_download(timeout=60_000) as found:
        me.button(CONTENT.text(f"workbook.handout.{button}", language)).click()
        me.page.get_by_text(me.say("handout.making")).first.wait_for()
    name = f"{CONTENT.text('handout.file_work_seeker', language)}.{ending}"
    assert found.value.suggested_filename == name
    assert found.value.path().read_bytes()[: len(begins)] == begins
    me.page.get_by_text(me.say("handout.made", name=name)).first.wait_for()


def test_a_handout_comes_though_the_connection_went_and_came_back_while_it_was_made(me):
    """Asked twice, the second would be told that one is being made, and the file would come to nobody."""
    with me.page.expect_download(timeout=60_000):
        me.button(me.say("handout.pdf")).click()
        me.page.get_by_text(me.say("handout.making")).first.wait_for()
        me.page.wait_for_timeout(200)
        me.page.evaluate("window.model.fire('host:back')")


def test_a_handout_that_cannot_be_made_is_told_in_a_sentence(me, host):
    host.kit.data.joinpath("site.yaml").write_text("nonsense: [", encoding="utf-8")
    me.button(me.say("handout.pdf")).click()
    sentence = CONTENT.text("error.workbook.no_handout", "en")
    me.page.locator(".notice:not([hidden])").get_by_text(sentence).wait_for(timeout=60_000)


def test_private_answers_are_covered_and_shown_one_by_one(me, book):
    words = CONTENT.statements[PRIVATE]
    sentence = CONTENT.spoken_ask(PRIVATE, Ask.NEED, book.side, "en")
    assert words.ask.en not in me.page.content()
    assert sentence not in me.page.content()
    rows = me.page.locator(".answer.tall")
    place = [p["statement"] for p in book.ask("result")["result"]["en"]["private"]].index(PRIVATE)
    rows.nth(place).locator(".cover").click()
    assert me.page.evaluate("document.activeElement.textContent") == words.ask.en
    assert rows.nth(place).locator(".given").inner_text() == CONTENT.levels.asks[0].label.en
    rows.nth(place).locator("input").check()
    me.wait_saved()
    assert book.view["released"] == [PRIVATE]
    me.page.get_by_text(sentence).first.wait_for()  # what is shown now counts
    rows.nth(place).locator("input").uncheck()
    me.page.get_by_text(sentence).first.wait_for(state="detached")
    assert book.view["released"] == []


def test_the_end_is_a_warm_sentence_and_nothing_is_closed(me, book):
    me.button(me.say("end.finish")).click()
    me.page.locator(".thanks").wait_for()
    assert me.page.locator(".thanks p").inner_text() == me.say("end.text.work_seeker")
    assert me.page.evaluate("document.activeElement.textContent") == me.say("end.heading")
    me.wait_saved()
    assert book.view["is_finished"] is True
    me.button(me.say("footer.answers")).first.click()
    me.wait_for("answers")


def test_one_can_finish_at_any_point_and_an_empty_page_says_so(visit, filled):
    book = filled(answers=False)
    book.be_at("ask.mv_see_who_it_helps")
    me = visit(code=book.code)
    me.button(f"{me.say('footer.finish')} {me.say('footer.finish_more')}").click()
    me.page.get_by_text(me.say("result.empty")).wait_for()
    assert me.page.locator(".picture").count() == 0
    assert me.button(me.say("handout.pdf")).is_visible()


def test_the_rest_of_the_statements_is_one_press_away_and_never_pressed_on_anyone(visit, filled):
    book = filled(answers=False)
    book.be_at("more")
    me = visit(code=book.code)
    me.wait_for("more")
    further = [s.id for s in CONTENT.instrument.in_direction(book.side.asks_about) if not s.core]
    total = len([s for s in CONTENT.instrument.statements if not s.core])
    assert me.heading == CONTENT.counted("workbook.more.heading", total, "en")
    me.button(CONTENT.counted("workbook.more.on", total, "en")).click()
    me.wait_for(f"ask.{further[0]}")
    me.uncover()
    me.tap("want")
    me.wait_for(f"ask.{further[1]}")
    me.wait_saved()
    assert book.view["asks"] == {further[0]: "want"}


def test_a_kind_question_leads_to_an_answer_and_back_and_blocks_nothing(visit, filled):
    book = filled(answers=False)
    musts = [s.id for s in CONTENT.instrument.in_direction(book.side.asks_about) if s.core and not s.private][:6]
    book.send(*(("ask_answered", {"statement": s, "level": "need"}) for s in musts))
    book.be_at("kind_question.many_musts")
    me = visit(code=book.code)
    assert me.heading == CONTENT.text("question.many_musts", "en", count=6)
    me.page.locator(".change").nth(2).click()
    me.wait_for(f"ask.{musts[2]}")
    me.tap("want")
    me.left(f"ask.{musts[2]}")
    assert me.screen == "more"  # with five the question is settled, and the way goes on


def test_a_fourth_magnet_is_declined_kindly_and_order_is_rank(visit, filled):
    book = filled(answers=False)
    book.be_at("magnets")
    me = visit(code=book.code)
    for place in (5, 0, 3, 1):
        me.page.locator(".choice").nth(place).click()
    assert me.page.locator("form .notice").inner_text() == CONTENT.counted("workbook.magnets.too_many", 3, "en")
    assert me.page.locator("input:checked").count() == 3
    ranks = [r.inner_text() for r in me.page.locator(".rank").all()]
    assert (ranks[5], ranks[0], ranks[3], ranks[1]) == ("★ 1", "★ 2", "★ 3", "")
    me.page.locator(".choice").nth(5).click()
    me.wait_saved()
    factors = list(CONTENT.factors)
    assert book.view["magnets"] == [factors[0], factors[3]]


def test_steps_begin_with_a_starter_and_are_added_and_removed(visit, filled):
    book = filled(answers=False)
    book.be_at("steps")
    me = visit(code=book.code)
    me.page.locator("summary").click()
    starter = CONTENT.steps.starters[0].text.en
    me.button(starter).click()
    assert me.page.evaluate("document.activeElement.value") == f"{starter.rstrip('…')} "
    me.page.keyboard.type("Marie to read a posting.")
    me.page.get_by_label(me.say("steps.by")).fill("2026-12-04")
    me.button(me.say("steps.add")).click()
    assert me.page.locator(".step").count() == 2
    me.page.get_by_label(me.say("steps.what")).nth(1).fill("Go and see the bakery")
    me.wait_saved()
    first = {"what": f"{starter.rstrip('…')} Marie to read a posting.", "by": "2026-12-04", "who": None}
    assert book.view["steps"] == {"1": first, "2": {"what": "Go and see the bakery", "by": None, "who": None}}
    me.button(me.say("steps.remove", number=1)).click()
    me.wait_saved()
    assert list(book.view["steps"]) == ["2"]
    assert me.page.locator(".step").count() == 1


def test_one_who_finished_early_can_go_on_where_they_stopped(visit, filled):
    book = filled(answers=False)
    first = next(s.id for s in CONTENT.instrument.statements if s.core and s.direction is book.side.asks_about)
    book.send(("ask_answered", {"statement": first, "level": "need"}), ("screen_reached", {"screen": "result"}))
    me = visit(code=book.code)
    me.button(me.say("result.go_on")).click()
    assert me.kind == "ask"
    assert me.screen != f"ask.{first}"


def test_one_who_answered_all_is_not_asked_to_go_on(visit, filled):
    book = filled()
    book.be_at("result")
    me = visit(code=book.code)
    me.page.locator(".picture").first.wait_for()
    assert me.button(me.say("result.go_on")).count() == 0
