"""What stands on each client's handout, and in which order: what its owner would say first comes first."""

from __future__ import annotations

from tw_kit.content import Content
from tw_kit.model import Ask, Audience, Offer, Statement, Summary
from tw_kit.reports import blocks, parts, small_print
from tw_kit.reports.choose import asked, is_for_all, offered, other_musts, spread, top_asks, top_offers
from tw_kit.reports.parts import Page
from tw_kit.reports.site import Site

POSTING_LINES = 2
LISTED = 4  # asks in each of the two short lists; the others stand in the small print


def build_handout(summary: Summary, content: Content, site: Site, language: str) -> blocks.Handout:
    """The handout of one person.

    Parameters
    ----------
    summary : Summary
    content : Content
        May be of another version than the summary: answers to statements it does not know are counted, not shown.
    site : Site
    language : str
        ``"en"`` or ``"fr"``: of the page. The owner's own words stay as they were written.
    """
    page = Page(summary, content, site, language)
    build = _work_seeker if summary.audience is Audience.WORK_SEEKER else _employer
    title, overline, made = build(page)
    return blocks.Handout(
        title=title,
        overline=overline,
        language=language,
        words_language=summary.language,
        blocks=tuple(made),
        footer=page.say("footer"),
        date=(summary.date.year, summary.date.month, summary.date.day),
        page_of=page.say("page_of"),
        dense=summary.audience is Audience.EMPLOYER,
    )


def _also_decisive(page: Page, others: list[Statement]) -> list[blocks.Block]:
    """The other musts, said aloud too: none may hide in the small print."""
    if not others:
        return []
    lines = tuple(blocks.Line(page.spoken(statement)) for statement in others)
    return [blocks.Lines(page.say("also_decisive"), lines)]


def _work_seeker(page: Page) -> tuple[str, str, list[blocks.Block]]:
    instrument, summary = page.content.instrument, page.summary
    top, bring = top_asks(instrument, summary.response), top_offers(instrument, summary)
    others = other_musts(instrument, summary.response, top)
    nothing = (blocks.Line(page.say("nothing_yet")),)
    offers = tuple(page.offer_line(s, with_tag=False) for s in bring) or nothing
    made: list[blocks.Block] = [
        blocks.Lines("", parts.lead(page, top) or nothing, style="lead"),
        *_also_decisive(page, others),
        blocks.Pair(
            blocks.Lines(page.say("seeker_bring"), offers),
            blocks.Lines(page.say("seeker_questions"), parts.questions(page, top), style="numbered"),
        ),
        parts.step_callout(page),
        parts.picture(page),
        *_back(page, [*top, *others, *bring]),
    ]
    return page.say("seeker_title"), page.say("overline", date=page.day(summary.date)), made


def _employer(page: Page) -> tuple[str, str, list[blocks.Block]]:
    instrument, summary = page.content.instrument, page.summary
    response = summary.response
    top, offers = top_asks(instrument, response), top_offers(instrument, summary)
    lead = tuple(page.offer_line(s) for s in offers) or (blocks.Line(page.say("nothing_yet")),)
    shown = [s for s in asked(instrument, response) if is_for_all(s, response)]
    day_one = [s for s in shown if response.asks[s.id] is Ask.NEED][:LISTED]
    learn = [s for s in shown if response.asks[s.id] is Ask.WANT][:LISTED]
    made: list[blocks.Block] = [blocks.Lines("", lead, style="lead")]
    posting = _posting(page, offers)
    if posting:
        note = page.say("employer_posting_note")
        made.append(blocks.Lines(page.say("employer_posting"), posting, style="draft", note=note))
    note = page.say("if_needed") if any(s.job_needs_it for s in [*day_one, *learn]) else ""
    made += [
        *_side_by_side(
            blocks.Lines(page.say("employer_day_one"), _someone_who(page, day_one), note=note),
            blocks.Lines(page.say("employer_learn"), _someone_who(page, learn)),
        ),
        blocks.Lines(
            page.say("employer_questions"), parts.questions(page, top), "numbered", page.say("employer_questions_note")
        ),
        parts.step_callout(page),
        parts.picture(page),
        *_back(page, [*offers, *day_one, *learn]),
    ]
    return page.say("employer_title"), page.say("overline", date=page.day(summary.date)), made


def _side_by_side(left: blocks.Lines, right: blocks.Lines) -> list[blocks.Block]:
    """The two, or the one that says something."""
    if left.lines and right.lines:
        return [blocks.Pair(left, right)]
    return [each for each in (left, right) if each.lines]


def _someone_who(page: Page, statements: list[Statement]) -> tuple[blocks.Line, ...]:
    """Short ends of "we need someone who…"; a star where the job itself must need it."""
    words = page.content.statements
    return tuple(
        blocks.Line(words[s.id].wish.in_language(page.language) + ("*" if s.job_needs_it else "")) for s in statements
    )


def _posting(page: Page, told: list[Statement]) -> tuple[blocks.Line, ...]:
    """Two lines of a posting: offers with evidence, those first that the page has not said yet."""
    able = [
        s
        for s in offered(page.content.instrument, page.summary)
        if is_for_all(s, page.summary.response)
        and page.summary.response.offers[s.id] is Offer.YES
        and page.offer_line(s).own_words
    ]
    chosen = [*spread([s for s in able if s not in told], POSTING_LINES), *[s for s in able if s in told]]
    lines = [page.offer_line(s) for s in chosen[:POSTING_LINES]]
    return tuple(blocks.Line(line.text, own_words=line.own_words) for line in lines)


def _back(page: Page, shown: list[Statement]) -> list[blocks.Block]:
    """What comes last: the rest of the answers, help, how the figures were made, and its owner's part apart."""
    return [
        *small_print.rest_of_answers(page, shown),
        blocks.Notes((parts.help_note(page), small_print.figures_note(page))),
        *small_print.only_for_owner(page),
    ]
