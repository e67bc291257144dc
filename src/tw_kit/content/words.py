"""`Content`: every word a person reads, and the instrument that scoring reads, of one content version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tw_kit.content import schema
from tw_kit.errors import Fault
from tw_kit.model import Ask, Audience, Instrument, Offer, Statement


@dataclass(frozen=True, slots=True)
class Content:
    """One content version.

    Words are asked for by id and language; `instrument` holds the same statements without their words.
    """

    folder: Path
    head: schema.Head
    instrument: Instrument
    factors: Mapping[str, schema.FactorWords]
    statements: Mapping[str, schema.StatementWords]
    levels: schema.Levels
    clarity: schema.ClarityWords
    consents: schema.ConsentWords
    steps: schema.StepsWords
    terms: schema.TermsWords
    word_list: schema.WordList
    texts: Mapping[str, schema.Text]
    personas: tuple[schema.Persona, ...]

    @classmethod
    def assembled(
        cls,
        *,
        folder: Path,
        head: schema.Head,
        factors: Mapping[str, schema.FactorWords],
        levels: schema.Levels,
        clarity: schema.ClarityWords,
        consents: schema.ConsentWords,
        steps: schema.StepsWords,
        terms: schema.TermsWords,
        word_list: schema.WordList,
        texts: Mapping[str, schema.Text],
        personas: tuple[schema.Persona, ...],
    ) -> Content:
        """Content from validated records, with its instrument."""
        words = {s.id: s for factor in factors.values() for s in factor.statements}
        instrument = Instrument(
            content_version=head.content_version,
            factors=tuple(factors),
            statements=tuple(
                Statement(s.id, factor.id, s.direction, s.valence, s.private, s.core, s.job_needs_it)
                for factor in factors.values()
                for s in factor.statements
            ),
        )
        return cls(
            folder=folder,
            head=head,
            instrument=instrument,
            factors=MappingProxyType(dict(factors)),
            statements=MappingProxyType(words),
            levels=levels,
            clarity=clarity,
            consents=consents,
            steps=steps,
            terms=terms,
            word_list=word_list,
            texts=MappingProxyType(dict(texts)),
            personas=personas,
        )

    def text(self, text_id: str, language: str, /, **facts: str | int) -> str:
        """A text with its placeholders filled.

        Parameters
        ----------
        text_id : str
            Id of a text in texts/.
        language : str
            ``"en"`` or ``"fr"``.
        **facts : str or int
            One for each placeholder, of any name: the parameters above are given by place.

        Raises
        ------
        KeyError
            If there is no such text, or a fact is missing.
        """
        return self.texts[text_id].in_language(language).format(**facts)

    def counted(self, text_id: str, number: int, language: str, /, **facts: str | int) -> str:
        """A text that depends on a number: `text_id.one` or `text_id.other`; French counts 0 as one."""
        is_one = number == 1 or (language == "fr" and number == 0)
        return self.text(f"{text_id}.{'one' if is_one else 'other'}", language, **{**facts, "count": number})

    def sentence(self, fault: Fault, language: str) -> str:
        """What a person is told of a fault."""
        return self.text(f"error.{fault.message}", language, **{**fault.facts, "place": fault.place})

    def factor_name(self, factor: str, language: str) -> str:
        """A factor's name; the id itself where this content does not know it."""
        words = self.factors.get(factor)
        return factor if words is None else words.name.in_language(language)

    def ask_words(self, level: Ask) -> schema.AskWords:
        """The words of a level of an ask."""
        return next(words for words in self.levels.asks if words.id is level)

    def offer_words(self, level: Offer) -> schema.OfferWords:
        """The words of a level of an offer."""
        return next(words for words in self.levels.offers if words.id is level)

    def spoken_ask(self, statement: str, level: Ask, audience: Audience, language: str) -> str:
        """An answered ask as its owner would say it, such as "I need to know my shifts two weeks ahead."."""
        wish = self.statements[statement].wish.in_language(language)
        return self.ask_words(level).spoken.of(audience).in_language(language).format(wish=wish)
