"""Parts of the first page that the handouts of both clients share: the picture, the next step, where to get help."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from babel.dates import format_date

from tw_kit.content import Content
from tw_kit.model import Ask, Audience, NextStep, Offer, Statement, Summary
from tw_kit.reports import blocks, chart
from tw_kit.reports.choose import SHOWN, is_for_all
from tw_kit.reports.printable import capital, printable
from tw_kit.reports.site import Site


@dataclass(frozen=True, slots=True)
class Page:
    """What every part needs: whose answers, in which words, for which site, in which language."""

    summary: Summary
    content: Content
    site: Site
    language: str

    def say(self, text_id: str, **facts: str | int) -> str:
        """A text of the handouts, in this client's wording where there is one for employers."""
        own = f"handout.{text_id}"
        if self.summary.audience is Audience.EMPLOYER and f"{own}_employer" in self.content.texts:
            own = f"{own}_employer"
        return self.content.text(own, self.language, **facts)

    def day(self, date: dt.date, *, with_weekday: bool = False) -> str:
        """A date written out: "24 November 2026", "Friday, 27 November 2026", « vendredi 1er mai 2026 »."""
        if self.language == "fr":
            day = "d'er' MMMM y" if date.day == 1 else "d MMMM y"
            return str(format_date(date, f"EEEE {day}" if with_weekday else day, locale="fr_CA"))
        return str(format_date(date, "EEEE, d MMMM y" if with_weekday else "d MMMM y", locale="en_CA"))

    def factor(self, factor: str) -> str:
        """A factor's name, with a capital."""
        return capital(self.content.factor_name(factor, self.language))

    def spoken(self, statement: Statement) -> str:
        """An ask as its owner would say it."""
        response = self.summary.response
        level = response.asks[statement.id]
        return self.content.spoken_ask(statement.id, level, response.audience, self.language)

    def ask_line(self, statement: Statement) -> blocks.Line:
        """An ask, said aloud, with its factor."""
        return blocks.Line(self.spoken(statement), tag=self.factor(statement.factor))

    def offer_line(self, statement: Statement, *, with_tag: bool = True) -> blocks.Line:
        """An offer with its owner's own words."""
        text = self.content.statements[statement.id].offer.in_language(self.language)
        if self.summary.response.offers[statement.id] is Offer.NEGOTIABLE:
            text = f"{text} ({self.say('to_work_out').lower()})"
        own_words = printable(self.summary.evidence.get(statement.id, ""))
        return blocks.Line(text, tag=self.factor(statement.factor) if with_tag else "", own_words=own_words)


def lead(page: Page, top: list[Statement]) -> tuple[blocks.Line, ...]:
    """The asks to say first; a magnet without any ask is named all the same."""
    lines = [page.ask_line(statement) for statement in top]
    told = {statement.factor for statement in top}
    for magnet in page.summary.response.magnets:
        if len(lines) < SHOWN and magnet not in told and magnet in page.content.factors:
            name = page.content.factor_name(magnet, page.language)
            lines.append(blocks.Line(page.say("magnet_only", factor=name), tag=page.factor(magnet)))
    return tuple(lines)


def questions(page: Page, top: list[Statement]) -> tuple[blocks.Line, ...]:
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


def factor_rows(page: Page) -> list[chart.Row]:
    """What the picture shows of each factor, in content order: of the answers that anyone may see."""
    response, instrument = page.summary.response, page.content.instrument
    last_map = page.summary.magnet_maps[-1] if page.summary.magnet_maps else None
    rows = []
    for factor in instrument.factors:
        statements = [s for s in instrument.of_factor(factor) if is_for_all(s, response)]
        asks = Counter(response.asks[s.id] for s in statements if s.id in response.asks)
        offers = Counter(response.offers[s.id] for s in statements if s.id in response.offers)
        rows.append(
            chart.Row(
                name=page.factor(factor),
                magnet_rank=response.magnets.index(factor) + 1 if factor in response.magnets else None,
                rating=None if last_map is None else last_map.ratings.get(factor),
                needs=asks[Ask.NEED],
                wants=asks[Ask.WANT],
                rather_nots=asks[Ask.RATHER_NOT],
                avoids=asks[Ask.AVOID],
                yes=offers[Offer.YES],
                negotiable=offers[Offer.NEGOTIABLE],
                no=offers[Offer.NO],
            )
        )
    return rows


def picture(page: Page) -> blocks.Picture:
    """The factors as one picture, and the same facts as a table: of the answers that anyone may see."""
    rows = factor_rows(page)
    has_map = any(row.rating is not None for row in rows)
    headings = chart.Headings(
        map=page.say("picture_map"),
        asks=page.say("picture_asks"),
        offers=page.say("picture_offers"),
        repels=page.say("picture_repels"),
        attracts=page.say("picture_attracts"),
    )
    columns = ["factor", *(["map"] if has_map else []), "needs", "wants", "repels", "yes", "negotiable", "no"]
    note = page.say("picture_note")
    if has_map:
        note = f"{page.say('picture_note_map')} {note}"
    return blocks.Picture(
        heading=page.say("picture"),
        svg=chart.factor_picture(rows, headings),
        alt=page.say("picture_alt"),
        note=note,
        columns=tuple(page.say(f"column_{column}") for column in columns),
        rows=tuple(_table_row(row, has_map) for row in rows),
        slide=page.say("slide"),
    )


def _table_row(row: chart.Row, has_map: bool) -> tuple[str, ...]:
    star = f"★{row.magnet_rank} " if row.magnet_rank is not None else ""
    rating = [_signed(row.rating)] if has_map else []
    counts = (row.needs, row.wants, row.rather_nots + row.avoids, row.yes, row.negotiable, row.no)
    return (f"{star}{row.name}", *rating, *("·" if n == 0 else str(n) for n in counts))


def _signed(rating: int | None) -> str:
    if rating is None:
        return ""
    return f"+{rating}" if rating > 0 else str(rating).replace("-", "−")


def step_callout(page: Page) -> blocks.Callout:
    """The next step that comes first, or room to write one."""
    steps = ordered_steps(page.summary.next_steps)
    if not steps:
        return blocks.Callout(page.say("step"), "", page.say("step_blank"))
    return blocks.Callout(page.say("step"), *step_words(page, steps[0]))


def ordered_steps(steps: Iterable[NextStep]) -> list[NextStep]:
    """Steps that say something, the earliest date first; those without a date last."""
    said = [step for step in steps if printable(step.what)]
    return sorted(said, key=lambda step: (step.by is None, step.by.toordinal() if step.by else 0))


def step_words(page: Page, step: NextStep) -> tuple[str, str]:
    """A step in its owner's words, and the rest: by when, with whom."""
    when = "" if step.by is None else page.say("step_by", date=page.day(step.by, with_weekday=True))
    who = "" if not step.who else page.say("step_with", who=printable(step.who))
    return printable(step.what), ", ".join(part for part in (when, who) if part)


def help_note(page: Page) -> blocks.Note:
    """Where to get help: the site's own, and nothing invented."""
    contacts = [contact.line(page.language) for contact in page.site.help_for(page.summary.audience)]
    if page.site.name is not None and contacts:
        contacts.insert(0, page.site.name.in_language(page.language))
    return blocks.Note(page.say("help"), tuple(contacts) or (page.say("help_nobody"),))
