"""What stands first, what last, and that nothing answered is taken for nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reports.conftest import Printed
from tests.reports.pages import Element, Pdf, html_of, read_html
from tw_kit.content import LANGUAGES, Content
from tw_kit.model import Ask, Audience, MagnetMap, NextStep, Offer, Response, Summary
from tw_kit.reports import blocks
from tw_kit.reports.handouts import build_handout
from tw_kit.reports.printable import printable
from tw_kit.reports.site import Site

QUESTIONS = {Audience.WORK_SEEKER: "seeker_questions", Audience.EMPLOYER: "employer_questions"}
PRIVATE = {Audience.WORK_SEEKER: "private", Audience.EMPLOYER: "private_employer"}


def say(content: Content, text: str, language: str) -> str:
    return content.text(f"handout.{text}", language)


def headings(page: Element) -> list[str]:
    return [heading.text for heading in page.all("h1", "h2")]


def section(page: Element, heading: str) -> Element:
    """The section with this heading."""
    (found,) = (s for s in page.all("section") if [h.text for h in s.all("h2")] == [heading])
    return found


def page_of(summary: Summary, content: Content, language: str = "en") -> Element:
    return read_html(html_of(build_handout(summary, content, Site(), language)))


def test_a_work_seeker_says_first_what_matters_then_offers_asks_and_takes_one_step(printed: Printed, content: Content):
    for stem, language, summary in printed.each():
        if summary.audience is Audience.WORK_SEEKER:
            first = ["seeker_title", "seeker_bring", "seeker_questions", "step", "picture"]
            shown = headings(read_html(printed.html(stem, language)))
            wanted = [say(content, text, language) for text in first]
            assert [heading for heading in shown if heading in wanted] == wanted
            assert shown[0] == wanted[0]


def test_the_pdf_has_the_same_order(printed: Printed, content: Content):
    for stem, language, summary in printed.each():
        if summary.audience is Audience.WORK_SEEKER:
            text = Pdf(printed.pdf(stem, language)).text
            first = ["seeker_title", "seeker_bring", "seeker_questions", "step", "picture", "figures"]
            places = [text.index(say(content, each, language)) for each in first]
            # What one brings and what one asks stand side by side.
            assert [places[0], min(places[1:3]), max(places[1:3]), *places[3:]] == sorted(places)


def test_an_employer_says_first_what_is_offered_and_drafts_a_posting(printed: Printed, content: Content):
    for stem, language, summary in printed.each():
        if summary.audience is Audience.EMPLOYER:
            first = ["employer_title", "employer_posting", "employer_day_one", "employer_learn", "employer_questions"]
            wanted = [say(content, text, language) for text in (*first, "step", "picture")]
            shown = headings(read_html(printed.html(stem, language)))
            assert [heading for heading in shown if heading in wanted] == wanted
            posting = section(read_html(printed.html(stem, language)), wanted[1])
            assert len(posting.all("li")) == 2
            own = {printable(words) for words in summary.evidence.values()}
            assert all(quote.text in own for quote in posting.all("q"))


def test_there_are_always_three_questions(printed: Printed, content: Content):
    for stem, language, summary in printed.each():
        page = read_html(printed.html(stem, language))
        asked = section(page, say(content, QUESTIONS[summary.audience], language)).all("li")
        assert len({question.text for question in asked}) == len(asked) == 3
        assert all(question.text.strip().endswith("?") for question in asked)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_who_answered_nothing_gets_a_page_with_three_questions_all_the_same(content, people, audience, language):
    nobody = replace(people["work_seeker_001"], response=Response(audience), evidence={}, reflections={})
    nobody = replace(nobody, magnet_maps=(), next_steps=(), clarity=replace(nobody.clarity, before={}, after={}))
    page = page_of(nobody, content, language)
    assert len(section(page, say(content, QUESTIONS[audience], language)).all("li")) == 3
    assert say(content, "nothing_yet", language) in page.text
    assert say(content, "step_blank", language) in page.text
    assert say(content, PRIVATE[audience], language) not in page.text


def without_private_part(page: Element, content: Content, audience: Audience, language: str) -> tuple[str, str]:
    """The words of the page before its owner's own part, and of that part."""
    own = section(page, say(content, PRIVATE[audience], language))
    before, _, after = page.all("main")[0].text.partition(own.text)
    assert after.strip() == "", "something stands after what is only for the owner"
    return before, own.text


def test_private_answers_stand_last_and_apart_until_they_are_released(content, people):
    """Each in turn: kept, it is nowhere but in the last part; released, it may stand anywhere."""
    instrument = content.instrument
    for audience in Audience:
        asks = next(s for s in instrument.in_direction(audience.asks_about) if s.private)
        offers = next(s for s in instrument.in_direction(audience.offers_about) if s.private)
        secret = "Nobody but me reads this sentence."
        kept = replace(
            people["work_seeker_001"],
            response=Response(audience, {asks.id: Ask.NEED}, {offers.id: Offer.YES}, (asks.factor,)),
            evidence={offers.id: secret},
            magnet_maps=(),
        )
        released = replace(kept, response=replace(kept.response, released=frozenset({asks.id, offers.id})))
        for language in LANGUAGES:
            wish = content.statements[asks.id].wish.in_language(language)
            asked = content.statements[asks.id].ask.in_language(language)
            before, own = without_private_part(page_of(kept, content, language), content, audience, language)
            assert secret in own
            assert (asked in own) or (wish in own)
            assert not any(words in before for words in (secret, wish, asked))
            assert secret in page_of(released, content, language).all("main")[0].text.partition(own)[0]


def test_what_a_persona_keeps_private_is_only_in_the_last_part(printed: Printed, content: Content):
    seen = 0
    for stem, language, summary in printed.each():
        response = summary.response
        kept = {s.id for s in content.instrument.statements if s.private} - response.released
        words = [printable(summary.evidence[i]) for i in kept & summary.evidence.keys() & response.offers.keys()]
        if words:
            seen += 1
            page = read_html(printed.html(stem, language))
            before, own = without_private_part(page, content, summary.audience, language)
            assert all(each in own and each not in before for each in words)
    assert seen >= 4


def test_the_picture_counts_no_private_answer(content, people):
    kept = next(s for s in content.instrument.in_direction(Audience.WORK_SEEKER.asks_about) if s.private)
    response = Response(Audience.WORK_SEEKER, {kept.id: Ask.NEED})
    row = content.instrument.factors.index(kept.factor)

    def counted(response: Response) -> list[str]:
        handout = build_handout(replace(people["work_seeker_001"], response=response), content, Site(), "en")
        (picture,) = (b for b in handout.blocks if isinstance(b, blocks.Picture))
        return [cell for cell in picture.rows[row][1:] if cell.isdecimal()]

    assert "1" not in counted(response)
    assert "1" in counted(replace(response, released=frozenset({kept.id})))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rating_of_zero_is_an_answer_and_no_rating_is_none(content, people, language):
    first, second, *_ = content.instrument.factors
    summary = replace(people["work_seeker_001"], magnet_maps=(MagnetMap("", {first: 0, second: 2}),))
    handout = build_handout(summary, content, Site(), language)
    (picture,) = (b for b in handout.blocks if isinstance(b, blocks.Picture))
    column = picture.columns.index(say(content, "column_map", language))
    shown = [row[column] for row in picture.rows]
    assert shown[:2] == ["0", "+2"]
    assert shown[2] in ("", "–", "·")
    assert set(shown[2:]) == {shown[2]}
    cells = [row.all("td")[0].text for row in page_of(summary, content, language).all("tbody")[0].all("tr")]
    assert cells == shown
    without = replace(summary, magnet_maps=(MagnetMap("", {second: 2}),))
    (other,) = (b for b in build_handout(without, content, Site(), language).blocks if isinstance(b, blocks.Picture))
    assert other.svg != picture.svg, "the dot of a 0 is missing from the picture"


def test_a_clarity_item_rated_only_once_is_left_out(content, people):
    base = people["work_seeker_001"]
    half = replace(base, clarity=replace(base.clarity, after={}))
    whole = build_handout(base, content, Site(), "en").as_json()
    assert build_handout(half, content, Site(), "en").as_json() != whole


def test_the_step_with_the_nearest_day_comes_first_and_one_without_words_is_none(content, people):
    base = people["work_seeker_001"]
    day = base.date
    later = day.replace(year=2030)
    steps = (NextStep("No day"), NextStep("  \x00 ", day), NextStep("Later", later), NextStep("Now", day))
    page = page_of(replace(base, next_steps=steps), content)
    assert section(page, say(content, "step", "en")).all("p")[0].text == "Now"


def test_answers_to_statements_of_another_version_are_counted_and_not_shown(content, people):
    summary = replace(people["work_seeker_001"], unknown_ids=("answers.asks.zz_gone", "magnets.zz"))
    text = page_of(summary, content).text
    assert content.counted("handout.kept_unknown", 2, "en") in text
    assert "zz_gone" not in text
