"""What stands on each client's handout, and in which order: what its owner would say first comes first."""

from __future__ import annotations

from dataclasses import replace

from tw_kit.content import Content
from tw_kit.model import Ask, Audience, Offer, Statement, Summary
from tw_kit.reports import blocks, parts
from tw_kit.reports.choose import SHOWN, asked, is_for_all, top_asks, top_offers
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


def _lead(page: Page, top: list[Statement]) -> tuple[blocks.Line, ...]:
    """The asks to say first; a magnet without any ask is named all the same."""
    lines = [page.ask_line(statement) for statement in top]
    told = {statement.factor for statement in top}
    for magnet in page.summary.response.magnets:
        if len(lines) < SHOWN and magnet not in told and magnet in page.content.factors:
            name = page.content.factor_name(magnet, page.language)
            lines.append(blocks.Line(page.say("magnet_only", factor=name), tag=page.factor(magnet)))
    return tuple(lines) or (blocks.Line(page.say("nothing_yet")),)


def _questions(page: Page, top: list[Statement]) -> tuple[blocks.Line, ...]:
    """Three questions: about what matters most, then those of the magnets' factors, then of the first factors."""
    content, language = page.content, page.language
    audience = page.summary.audience
    asked_first = [content.statements[s.id].question.in_language(language) for s in top]
    factors = [f for f in page.summary.response.magnets if f in content.factors]
    factors += [f for f in content.factors if f not in factors]
    covered = {s.factor for s in top}
    more = [content.factors[f].interview.of(audience).in_language(language) for f in factors if f not in covered]
    others = [s for s in content.instrument.in_direction(audience.asks_about) if not s.private]
    more += [content.statements[s.id].question.in_language(language) for s in others]  # of content with few factors
    return tuple(blocks.Line(question) for question in [*dict.fromkeys([*asked_first, *more])][:SHOWN])


def _work_seeker(page: Page) -> tuple[str, str, list[blocks.Block]]:
    instrument, summary = page.content.instrument, page.summary
    top, bring = top_asks(instrument, summary.response), top_offers(instrument, summary)
    nothing = (blocks.Line(page.say("nothing_yet")),)
    offers = tuple(page.offer_line(s, with_tag=False) for s in bring) or nothing
    made: list[blocks.Block] = [
        blocks.Lines("", _lead(page, top), style="lead"),
        blocks.Pair(
            blocks.Lines(page.say("seeker_bring"), offers),
            blocks.Lines(page.say("seeker_questions"), _questions(page, top), style="numbered"),
        ),
        parts.step_callout(page),
        parts.picture(page),
        *_back(page, [*top, *bring]),
    ]
    return page.say("seeker_title"), page.say("overline", date=page.day(summary.date)), made


def _employer(page: Page) -> tuple[str, str, list[blocks.Block]]:
    instrument, summary = page.content.instrument, page.summary
    response = summary.response
    top, offers = top_asks(instrument, response), top_offers(instrument, summary)
    lead = tuple(page.offer_line(s) for s in offers) or (blocks.Line(page.say("nothing_yet")),)
    shown = [s for s in asked(instrument, response) if is_for_all(s, response)]
    day_one = [s for s in shown if response.asks[s.id] is Ask.NEED]
    learn = [s for s in shown if response.asks[s.id] is Ask.WANT]
    honest = [
        s
        for s in instrument.in_direction(response.audience.offers_about)
        if response.offers.get(s.id) is Offer.NO and is_for_all(s, response)
    ]
    made: list[blocks.Block] = [blocks.Lines("", lead, style="lead")]
    posting = _posting(page, offers)
    if posting:
        note = page.say("employer_posting_note")
        made.append(blocks.Lines(page.say("employer_posting"), posting, style="draft", note=note))
    made += [
        blocks.Pair(
            blocks.Lines(page.say("employer_day_one"), tuple(_someone_who(page, s) for s in day_one[:LISTED])),
            blocks.Lines(page.say("employer_learn"), tuple(_someone_who(page, s) for s in learn[:LISTED])),
        ),
        blocks.Lines(
            page.say("employer_questions"), _questions(page, top), "numbered", page.say("employer_questions_note")
        ),
        parts.step_callout(page),
    ]
    made.append(parts.picture(page))
    shown_above = [*offers, *day_one[:LISTED], *learn[:LISTED], *honest]
    made += _back(page, shown_above, _honest_no(page, honest))
    return page.say("employer_title"), page.say("overline", date=page.day(summary.date)), made


def _honest_no(page: Page, statements: list[Statement]) -> list[blocks.Group]:
    """What is not there now, to be said before anyone asks."""
    if not statements:
        return []
    offers = [replace(page.offer_line(s, with_tag=False), tag="") for s in statements]
    return [blocks.Group(page.say("employer_no"), (*offers, blocks.Line(page.say("employer_no_note"))))]


def _someone_who(page: Page, statement: Statement) -> blocks.Line:
    wish = page.content.statements[statement.id].wish.in_language(page.language)
    return blocks.Line(f"{wish} ({page.say('if_needed')})" if statement.job_needs_it else wish)


def _posting(page: Page, offers: list[Statement]) -> tuple[blocks.Line, ...]:
    """Two lines of a posting from offers that have evidence: the offer, then what a new person would see."""
    with_evidence = [line for s in offers if (line := page.offer_line(s)).own_words]
    return tuple(blocks.Line(line.text, own_words=line.own_words) for line in with_evidence[:POSTING_LINES])


def _back(page: Page, shown: list[Statement], first: list[blocks.Group] | None = None) -> list[blocks.Block]:
    """What comes last: the rest of the answers, help, how the figures were made, and private answers apart."""
    made: list[blocks.Block] = []
    rest = [*parts.more_steps(page), *(first or []), *parts.rest_groups(page, shown)]
    if rest:
        made.append(blocks.Groups(page.say("rest"), tuple(rest)))
    made.append(blocks.Notes((parts.help_note(page), parts.figures_note(page))))
    private = parts.private_groups(page)
    if private:
        made.append(blocks.Groups(page.say("private"), tuple(private), page.say("private_note"), cut_here=True))
    return made
