"""Parts that the handouts of both clients share: the picture, the rest of the answers, help, how figures were made."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from babel.dates import format_date

from tw_kit.content import Content
from tw_kit.content.schema import StatementWords
from tw_kit.model import SCORING_VERSION, Ask, Audience, NextStep, Offer, Statement, Summary
from tw_kit.reports import blocks, chart
from tw_kit.reports.choose import is_for_all, only_for_owner
from tw_kit.reports.printable import printable
from tw_kit.reports.site import Site
from tw_kit.scoring import net_pull


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

    def day(self, date: dt.date) -> str:
        """A date written out: "24 November 2026", « 1er novembre 2026 »."""
        if self.language == "fr":
            return format_date(date, "d'er' MMMM y" if date.day == 1 else "d MMMM y", locale="fr_CA")
        return format_date(date, "d MMMM y", locale="en_CA")

    def factor(self, factor: str) -> str:
        """A factor's name, with a capital."""
        name = self.content.factor_name(factor, self.language)
        return name[:1].upper() + name[1:]

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


def picture(page: Page) -> blocks.Picture:
    """The factors as one picture, and the same facts as a table: of the answers that anyone may see."""
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
    if has_map and last_map is not None and (about := printable(last_map.about)):
        note = f"{page.say('picture_map_about', about=about)} {note}"
    return blocks.Picture(
        heading=page.say("picture"),
        svg=chart.factor_picture(rows, headings),
        alt=page.say("picture_alt"),
        note=note,
        columns=tuple(page.say(f"column_{column}") for column in columns),
        rows=tuple(_table_row(row, has_map) for row in rows),
    )


def _table_row(row: chart.Row, has_map: bool) -> tuple[str, ...]:
    star = f"★{row.magnet_rank} " if row.magnet_rank is not None else ""
    rating = [_signed(row.rating)] if has_map else []
    counts = (row.needs, row.wants, row.rather_nots + row.avoids, row.yes, row.negotiable, row.no)
    return (f"{star}{row.name}", *rating, *("–" if n == 0 else str(n) for n in counts))


def _signed(rating: int | None) -> str:
    if rating is None:
        return "–"
    return f"+{rating}" if rating > 0 else str(rating).replace("-", "−")


def step_callout(page: Page) -> blocks.Callout:
    """The next step that comes first, or room to write one."""
    steps = ordered_steps(page.summary.next_steps)
    if not steps:
        return blocks.Callout(page.say("step"), "", page.say("step_blank"))
    return blocks.Callout(page.say("step"), *_step_words(page, steps[0]))


def ordered_steps(steps: Iterable[NextStep]) -> list[NextStep]:
    """Steps that say something, the earliest date first; those without a date last."""
    said = [step for step in steps if printable(step.what)]
    return sorted(said, key=lambda step: (step.by is None, step.by.toordinal() if step.by else 0))


def _step_words(page: Page, step: NextStep) -> tuple[str, str]:
    when = "" if step.by is None else page.say("step_by", date=page.day(step.by))
    who = "" if not step.who else page.say("step_with", who=printable(step.who))
    return printable(step.what), ", ".join(part for part in (when, who) if part)


def more_steps(page: Page) -> list[blocks.Group]:
    """The steps after the first one."""
    lines = []
    for step in ordered_steps(page.summary.next_steps)[1:]:
        what, detail = _step_words(page, step)
        lines.append(blocks.Line(f"{what} ({detail})" if detail else what))
    return [blocks.Group(page.say("steps_more"), tuple(lines))] if lines else []


def rest_groups(page: Page, shown: Iterable[Statement]) -> list[blocks.Group]:
    """By factor: the answers that anyone may see and that are not already on the page."""
    done = {statement.id for statement in shown}
    groups = []
    for factor in page.content.instrument.factors:
        lines = [
            line
            for statement in by_level(page, page.content.instrument.of_factor(factor))
            if statement.id not in done and is_for_all(statement, page.summary.response)
            for line in answer_lines(page, statement)
        ]
        reflection = printable(page.summary.reflections.get(factor, ""))
        if reflection:
            lines.append(blocks.Line("", own_words=reflection))
        if lines:
            groups.append(blocks.Group(page.factor(factor), tuple(lines)))
    return groups


def by_level(page: Page, statements: Iterable[Statement]) -> list[Statement]:
    """Asks from need to avoid, then offers from yes to no; otherwise in the order given."""
    response = page.summary.response
    asks, offers = list(Ask), list(Offer)

    def place(statement: Statement) -> int:
        if statement.id in response.asks:
            return asks.index(response.asks[statement.id])
        return len(asks) + (offers.index(response.offers[statement.id]) if statement.id in response.offers else 0)

    return sorted(statements, key=place)


def answer_lines(page: Page, statement: Statement) -> list[blocks.Line]:
    """One answer in the small print: its level, then the sentence it answers."""
    response = page.summary.response
    words = page.content.statements[statement.id]
    lines = []
    if statement.id in response.asks:
        level = page.content.ask_words(response.asks[statement.id]).short.in_language(page.language)
        lines.append(blocks.Line(_asked(page, words), tag=level))
    if statement.id in response.offers:
        level = page.content.offer_words(response.offers[statement.id]).short.in_language(page.language)
        own_words = printable(page.summary.evidence.get(statement.id, ""))
        lines.append(blocks.Line(words.offer.in_language(page.language), tag=level, own_words=own_words))
    return lines


def _asked(page: Page, words: StatementWords) -> str:
    """What was asked: the sentence itself, or "someone who …" where an employer asks it of a person."""
    if page.summary.audience is Audience.WORK_SEEKER:
        return words.ask.in_language(page.language)
    return page.say("someone", wish=words.wish.in_language(page.language))


def private_groups(page: Page) -> list[blocks.Group]:
    """Private answers that their owner has not released, by factor."""
    response = page.summary.response
    private = only_for_owner(
        page.content.instrument, page.summary, lambda s: s.id in response.asks or s.id in response.offers
    )
    groups = []
    for factor in page.content.instrument.factors:
        lines = [line for s in by_level(page, private) if s.factor == factor for line in answer_lines(page, s)]
        if lines:
            groups.append(blocks.Group(page.factor(factor), tuple(lines)))
    return groups


def help_note(page: Page) -> blocks.Note:
    """Where to get help: the site's own, and nothing invented."""
    contacts = [
        f"{contact.label.in_language(page.language)} {contact.reach.in_language(page.language)}"
        for contact in page.site.help
    ]
    if page.site.name is not None and contacts:
        contacts.insert(0, page.site.name.in_language(page.language))
    return blocks.Note(page.say("help"), tuple(contacts) or (page.say("help_nobody"),))


def figures_note(page: Page) -> blocks.Note:
    """How the figures were made, with the two that stand in no table."""
    summary = page.summary
    said = [page.say("figures_counts"), page.say("figures_order")]
    if summary.magnet_maps:
        known = {f: r for f, r in summary.magnet_maps[-1].ratings.items() if f in page.content.factors}
        pull = net_pull(known, summary.response.magnets)
        if pull is not None:
            said.append(page.say("figures_pull", pull=_decimal(pull, page.language)))
    both = summary.clarity.before.keys() & summary.clarity.after.keys()
    if both:
        moved = Counter(
            (after > before) - (after < before)
            for before, after in ((summary.clarity.before[i], summary.clarity.after[i]) for i in both)
        )
        said.append(page.say("figures_clarity", up=moved[1], same=moved[0], down=moved[-1]))
    said.append(page.say("figures_version", scoring=SCORING_VERSION, content=summary.content_version))
    if summary.unknown_ids:
        unknown = len(summary.unknown_ids)
        said.append(page.content.counted("handout.kept_unknown", unknown, page.language))
    return blocks.Note(page.say("figures"), tuple(said))


def _decimal(number: float, language: str) -> str:
    text = f"{number:+.1f}".replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text
