"""The last part of a handout: the rest of the answers, how figures were made, and what is its owner's alone.

The page may be shown and read aloud, so below the cut stand private answers that were not released, and whatever
tells of another workplace or of plans: reflections, further steps, the place that was rated, the clarity check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tw_kit.model import SCORING_VERSION, Ask, Audience, Offer, Statement
from tw_kit.reports import blocks
from tw_kit.reports.choose import is_for_all
from tw_kit.reports.parts import Page, ordered_steps, step_words
from tw_kit.reports.printable import printable
from tw_kit.scoring import net_pull

ASK_LEVELS, OFFER_LEVELS = list(Ask), list(Offer)


def rest_of_answers(page: Page, shown: Iterable[Statement]) -> list[blocks.Block]:
    """By factor: the answers that anyone may see and that are not already on the page."""
    done = {statement.id for statement in shown}
    instrument, response = page.content.instrument, page.summary.response
    left = [s for s in instrument.statements if s.id not in done and is_for_all(s, response)]
    groups = _by_factor(page, left)
    return [blocks.Groups(page.say("rest"), tuple(groups))] if groups else []


def only_for_owner(page: Page) -> list[blocks.Block]:
    """What stands below the cut."""
    instrument, response = page.content.instrument, page.summary.response
    private = [s for s in instrument.statements if not is_for_all(s, response)]
    groups = [*_more_steps(page), *_by_factor(page, private), *_reflections(page), *_own_figures(page)]
    note = page.say("private_note")
    return [blocks.Groups(page.say("private"), tuple(groups), note, cut_here=True)] if groups else []


def _by_factor(page: Page, statements: Iterable[Statement]) -> list[blocks.Group]:
    ordered = sorted(statements, key=lambda s: _level_place(page, s))
    groups = []
    for factor in page.content.instrument.factors:
        lines = [line for s in ordered if s.factor == factor for line in _answer(page, s)]
        if lines:
            groups.append(blocks.Group(page.factor(factor), tuple(lines)))
    return groups


def _level_place(page: Page, statement: Statement) -> int:
    """Asks from need to avoid, then offers from yes to no."""
    response = page.summary.response
    if statement.id in response.asks:
        return ASK_LEVELS.index(response.asks[statement.id])
    if statement.id in response.offers:
        return len(ASK_LEVELS) + OFFER_LEVELS.index(response.offers[statement.id])
    return 0


def _answer(page: Page, statement: Statement) -> list[blocks.Line]:
    """One answer: its level, then a sentence that is true on its own."""
    response, words, language = page.summary.response, page.content.statements[statement.id], page.language
    lines = []
    if statement.id in response.asks:
        ask = response.asks[statement.id]
        text = words.ask.in_language(language)
        if response.audience is Audience.EMPLOYER:
            text = page.say("someone", wish=words.wish.in_language(language))
        lines.append(blocks.Line(text, tag=page.content.ask_words(ask).short.in_language(language)))
    if statement.id in response.offers:
        offer = response.offers[statement.id]
        text = (words.not_now if offer is Offer.NO else words.offer).in_language(language)
        tag = page.content.offer_words(offer).short.in_language(language)
        own_words = printable(page.summary.evidence.get(statement.id, ""))
        lines.append(blocks.Line(text, tag=tag, own_words=own_words))
    return lines


def _more_steps(page: Page) -> list[blocks.Group]:
    """The steps after the first one."""
    lines = []
    for step in ordered_steps(page.summary.next_steps)[1:]:
        what, detail = step_words(page, step)
        lines.append(blocks.Line(f"{what} ({detail})" if detail else what))
    return [blocks.Group(page.say("steps_more"), tuple(lines))] if lines else []


def _reflections(page: Page) -> list[blocks.Group]:
    given = page.summary.reflections
    lines = [
        blocks.Line("", tag=page.factor(factor), own_words=words)
        for factor in page.content.instrument.factors
        if (words := printable(given.get(factor, "")))
    ]
    return [blocks.Group(page.say("reflections"), tuple(lines))] if lines else []


def _own_figures(page: Page) -> list[blocks.Group]:
    """The place that was rated, and the clarity check before and after."""
    summary, said = page.summary, []
    if summary.magnet_maps:
        last = summary.magnet_maps[-1]
        about = printable(last.about)
        if about:
            said.append(page.say("figures_place", about=about))
        pull = net_pull({f: r for f, r in last.ratings.items() if f in page.content.factors}, summary.response.magnets)
        if pull is not None:
            said.append(page.say("figures_pull", pull=_decimal(pull, page.language)))
    before, after = summary.clarity.before, summary.clarity.after
    both = before.keys() & after.keys()
    if both:
        moved = Counter((after[item] > before[item]) - (after[item] < before[item]) for item in both)
        said.append(page.say("figures_clarity", asked=len(both), up=moved[1], same=moved[0], down=moved[-1]))
    return [blocks.Group(page.say("figures_own"), tuple(blocks.Line(text) for text in said))] if said else []


def _decimal(number: float, language: str) -> str:
    text = f"{number:+.1f}".replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text


def figures_note(page: Page) -> blocks.Note:
    """How the figures were made."""
    summary = page.summary
    said = [page.say("figures_counts"), page.say("figures_order")]
    said.append(page.say("figures_version", scoring=SCORING_VERSION, content=summary.content_version))
    ours = page.content.head.content_version
    if summary.content_version != ours:
        said.append(page.say("figures_other_version", theirs=summary.content_version, ours=ours))
    if summary.unknown_ids:
        said.append(page.content.counted("handout.kept_unknown", len(summary.unknown_ids), page.language))
    return blocks.Note(page.say("figures"), tuple(said))
