"""Whatever people write is text: nothing of it becomes an element, runs, or turns our own sentences around."""

from __future__ import annotations

import pytest

from tests.front.person import CONTENT

MARKUP = '<img src=x onerror="window.owned = 1"><script>window.owned = 1</script>{place} &amp;'
HOSTILE = f"{MARKUP} \u202eesrever\u202c \u05d0\u05d1"


@pytest.fixture
def book(filled):
    made = filled("employer")
    made.send(
        ("place_named", {"map": "place", "text": HOSTILE}),
        ("step_written", {"number": 1, "what": HOSTILE, "by": "2026-12-04", "who": HOSTILE}),
        *(("reflection_written", {"factor": factor, "text": HOSTILE}) for factor in CONTENT.factors),
        *(("evidence_written", {"statement": s, "text": HOSTILE}) for s in made.view["evidence_chosen"]),
    )
    return made


def test_it_is_shown_as_text_wherever_it_stands(visit, book):
    me = visit(side="employer", code=book.code)
    for screen in ("rating.growth", f"evidence.{book.view['evidence_chosen'][0]}", "reflect", "steps", "result"):
        me.reopen(book, screen)
        if screen == "result":
            me.page.locator(".picture").first.wait_for()
        assert me.page.locator(".tw-workbook img, .tw-workbook script").count() == 0
        text = me.page.locator(".tw-workbook").inner_text()
        typed = me.page.locator("textarea").all()
        assert HOSTILE in text or HOSTILE in [box.input_value() for box in typed]
    me.button(me.say("footer.answers")).first.click()
    for summary in me.page.locator("summary").all():
        summary.click()
    assert HOSTILE in me.page.locator(".tw-workbook").inner_text()
    assert me.page.evaluate("window.owned") is None


def test_their_direction_of_writing_ends_with_their_words(visit, book):
    book.be_at("rating.growth")
    me = visit(side="employer", code=book.code)
    assert me.page.locator(".tag bdi").inner_text() == HOSTILE
    me.reopen(book, "result")
    me.page.locator(".picture").first.wait_for()
    assert [each.inner_text() for each in me.page.locator(".lines bdi").all()] == [HOSTILE]
    assert f"\u2068{HOSTILE}\u2069" in me.page.locator(".lines li", has=me.page.locator("bdi")).inner_text()


def test_of_a_drawing_only_shapes_are_taken_over(visit, host):
    me = visit()
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="window.owned=1">'
        "<script>window.owned=1</script>"
        '<path d="M0 0h9" onclick="window.owned=1" style="background:url(http://elsewhere.test/)"/>'
        '<image href="http://elsewhere.test/x.png"/><foreignObject><b>x</b></foreignObject></svg>'
    )
    made = me.page.evaluate(
        """async text => { const { qrDrawing } = await import('/front/dom.js');
        const made = qrDrawing(text, 'a "label"'); document.body.append(made); return made.outerHTML }""",
        text,
    )
    assert made == (
        '<svg viewBox="0 0 9 9" class="qr" role="img" aria-label="a &quot;label&quot;"><path d="M0 0h9"></path></svg>'
    )
    assert me.page.evaluate("window.owned") is None


def test_text_that_is_no_drawing_gives_none(visit):
    me = visit()
    for text in ("", "<b>x</b>", "<svg", "null"):
        assert me.page.evaluate("async text => (await import('/front/dom.js')).qrDrawing(text, '')", text) is None
