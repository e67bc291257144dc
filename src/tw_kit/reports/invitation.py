"""The invitation for employers: what this is, and what an hour of it gives a small business."""

from __future__ import annotations

from tw_kit.content import Content
from tw_kit.content.schema import Text
from tw_kit.model import Audience
from tw_kit.reports import blocks
from tw_kit.reports.printable import capital
from tw_kit.reports.site import Site

GIVES = 3  # what one hour gives; ids invitation.give_1 … give_3
FACTS = 4  # questions an owner has before saying yes; ids invitation.fact_1 … fact_4


def build_invitation(content: Content, site: Site, language: str) -> blocks.Handout:
    """A page to hand to an employer. It has no date: it is no one's answers.

    Parameters
    ----------
    content : Content
    site : Site
        Its name, contacts and invitation; where it has none, the page says only what is true everywhere.
    language : str
        ``"en"`` or ``"fr"``.
    """

    def say(text_id: str, **facts: str | int) -> str:
        return content.text(f"invitation.{text_id}", language, **facts)

    def theirs(text: Text | None, otherwise: str) -> str:
        return otherwise if text is None else text.in_language(language)

    gives = tuple(blocks.Line(say(f"give_{n}")) for n in range(1, GIVES + 1))
    factors = tuple(
        blocks.Group(
            capital(factor.name.in_language(language)), (blocks.Line(factor.definition.in_language(language)),)
        )
        for factor in content.factors.values()
    )
    example = (blocks.Line(say("example_offer"), own_words=say("example_evidence")),)
    facts = tuple(blocks.Line(say(f"fact_{n}")) for n in range(1, FACTS + 1))
    contacts = tuple(contact.line(language) for contact in site.help_for(Audience.EMPLOYER))
    when = [t.in_language(language) for t in (site.invitation.place, site.invitation.when) if t is not None]
    made: list[blocks.Block] = [
        blocks.Note("", (say("what"),)),
        blocks.Lines(say("gives"), gives, style="lead"),
        blocks.Callout(say("next"), theirs(site.invitation.ask, say("ask")), " ".join(when)),
        blocks.Lines(say("example"), example, style="draft", note=say("example_note")),
        blocks.Lines(say("facts"), facts),
        blocks.Groups(say("factors"), factors, say("factors_note")),
        blocks.Note(say("reach"), contacts or (say("reach_nobody"),)),
    ]
    name = theirs(site.name, say("overline"))
    return blocks.Handout(
        title=say("title"),
        overline=name,
        language=language,
        words_language=language,
        blocks=tuple(made),
        footer=say("footer"),
        date=(2026, 1, 1),
        page_of=content.text("handout.page_of", language),
    )
