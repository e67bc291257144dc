"""A sheet for a meeting, in words: what the two are to each other, what decides, what to ask first. No figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tw_kit.app import Scored
from tw_kit.content import Content
from tw_kit.model import Ask, Audience, Offer, Statement, Summary
from tw_kit.scoring import AgendaItem, AgendaKind, Pair, agenda

QUESTIONS = 3  # what a first meeting has room for
_DECIDES = (AgendaKind.CONFLICT, AgendaKind.UNKNOWN_MUST, AgendaKind.NEGOTIABLE_MUST)
_TO_ASK = (
    AgendaKind.UNKNOWN_MUST,
    AgendaKind.NEGOTIABLE_MUST,
    AgendaKind.PIVOT,
    AgendaKind.NEGOTIABLE,
    AgendaKind.UNKNOWN,
)


def sheet_lines(scored: Scored, content: Content, language: str) -> Iterator[str]:
    """The sheet of a pair in its view, or of one person.

    Parameters
    ----------
    scored : Scored
    content : Content
    language : str
        ``"en"`` or ``"fr"``.
    """
    sheet = _Sheet(content, language)
    if scored.pair is None:
        yield from sheet.one(scored.people[0])
    else:
        yield from sheet.two(scored.pair, scored.figures["view"], {each.audience: each for each in scored.people})
    yield ""
    yield sheet.say("end")


class _Sheet:
    """The words of one content in one language."""

    def __init__(self, content: Content, language: str) -> None:
        self.content, self.language = content, language

    def say(self, text_id: str, /, **facts: str | int) -> str:
        return self.content.text(f"cli.sheet_{text_id}", self.language, **facts)

    def one(self, person: Summary) -> Iterator[str]:
        response, instrument = person.response, self.content.instrument
        yield self.say(f"one_{person.audience.value}")
        magnets = [self.content.factor_name(magnet, self.language) for magnet in response.magnets]
        if magnets:
            yield self.say("magnets", factors=", ".join(magnets))
        asked = [s for s in instrument.in_direction(person.audience.asks_about) if s.id in response.asks]
        musts = [s for s in asked if response.asks[s.id].is_must]
        wants = [s for s in asked if response.asks[s.id] is Ask.WANT]
        first = [s for s in wants if s.factor in response.magnets]
        yield from self._part("decides", (self._ask(person, s, response.asks[s.id]) for s in musts), "no_must")
        questions = self._numbered([*musts, *first, *(s for s in wants if s not in first)][:QUESTIONS])
        yield from self._part("ask_first", questions, "ask_nothing")

    def two(self, pair: Pair, view: str, people: dict[Audience, Summary]) -> Iterator[str]:
        label = next(named for named in self.content.levels.pairs if named.id == pair.label.value)
        yield self.say(f"title_{view}")
        yield label.label.in_language(self.language)
        yield label.text.in_language(self.language)
        items = agenda(pair)
        reasons = {reason.statement.id: (reason.ask, reason.offer) for way in pair.ways for reason in way.reasons}

        def sides(item: AgendaItem) -> Iterator[str]:
            ask, offer = reasons[item.statement.id]
            said = (
                (item.asker, self._ask(people[item.asker], item.statement, ask)),
                (item.asker.other, self._offer(people[item.asker.other], item.statement, offer)),
            )
            for side, words in said:
                yield self.say(f"side_{side.value}", words=words)

        decides = (line for item in items if item.kind in _DECIDES for line in self._entry(item, sides(item)))
        yield from self._part("decides", decides, "decides_nothing")
        to_ask = [item for item in items if item.kind in _TO_ASK][:QUESTIONS]
        questions = self._numbered([item.statement for item in to_ask])
        asked = (
            line for item, question in zip(to_ask, questions, strict=True) for line in (question, *_in(sides(item)))
        )
        yield from self._part("ask_first", asked, "ask_nothing")

    def _part(self, heading: str, lines: Iterable[str], otherwise: str) -> Iterator[str]:
        yield ""
        yield self.say(heading)
        yield from _in(list(lines) or [self.say(otherwise)])

    def _entry(self, item: AgendaItem, sides: Iterable[str]) -> Iterator[str]:
        name = self.content.factor_name(item.statement.factor, self.language)
        yield name[:1].upper() + name[1:]
        yield from _in(sides)

    def _numbered(self, statements: list[Statement]) -> list[str]:
        words = self.content.statements
        questions = [words[s.id].question.in_language(self.language) for s in statements]
        return [self.say("question", number=n, question=each) for n, each in enumerate(questions, start=1)]

    def _ask(self, person: Summary, statement: Statement, ask: Ask) -> str:
        return self._marked(
            person, statement, self.content.spoken_ask(statement.id, ask, person.audience, self.language)
        )

    def _offer(self, person: Summary, statement: Statement, offer: Offer | None) -> str:
        words = self.content.statements[statement.id]
        if offer is None:
            return self.content.levels.absent.label.in_language(self.language)
        if offer is Offer.NO:
            return self._marked(person, statement, words.not_now.in_language(self.language))
        said = words.offer.in_language(self.language)
        if offer is Offer.NEGOTIABLE:
            said = self._with_mark(said, self.content.offer_words(offer).short.in_language(self.language).lower())
        return self._marked(person, statement, said)

    def _marked(self, person: Summary, statement: Statement, said: str) -> str:
        """The words, marked where their owner has not shown them to the other side."""
        if not statement.private or statement.id in person.response.released:
            return said
        return self._with_mark(said, self.content.text("cli.mark_private", self.language))

    def _with_mark(self, words: str, mark: str) -> str:
        return self.say("with_mark", words=words, mark=mark)


def _in(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
