"""From a persona to a person: the same answers, or others that could stand beside them.

The first people are the personas themselves. Later ones are grown from a persona: some answers are left out, some
moved to the level beside; what the person tells in words (evidence, reflections) stays true of the answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TypeVar

from tw_kit.content import LANGUAGES, Content
from tw_kit.content.schema import Persona, Text
from tw_kit.model import (
    MAGNETS_MAX,
    RATING_MAX,
    RATING_MIN,
    Ask,
    Audience,
    Clarity,
    Consent,
    MagnetMap,
    NextStep,
    Offer,
    Response,
    Statement,
    Summary,
    Valence,
)
from tw_kit.sample.chance import Chance

SAMPLE_LANGUAGES = (*LANGUAGES, "mix")
FIRST_DAY = dt.date(2026, 6, 1)  # fixed, so that a seed gives the same files on any day
DAYS = 75
MUSTS_MAX = 5  # as the workbook advises: with more, nobody can see what truly counts
LEFT_OUT, MOVED, ANSWERED = 0.2, 0.15, 0.8  # shares of answers; by eye, so that people differ and still hang together

Level = TypeVar("Level", Ask, Offer)

_ASKS = {
    Valence.WANTED: ((Ask.NEED, 1), (Ask.WANT, 6), (Ask.OPEN, 3)),
    Valence.MIXED: ((Ask.NEED, 1), (Ask.WANT, 3), (Ask.OPEN, 4), (Ask.RATHER_NOT, 3), (Ask.AVOID, 1)),
}
_OFFERS = ((Offer.YES, 5), (Offer.NEGOTIABLE, 3), (Offer.NO, 2))


def grow_people(
    content: Content, seekers: int, employers: int, seed: int, language: str = "mix"
) -> list[tuple[str, Summary]]:
    """Invented people, each with a file stem such as ``"work_seeker_001"``; see `growing`."""
    return list(growing(content, seekers, employers, seed, language))


def growing(
    content: Content, seekers: int, employers: int, seed: int, language: str = "mix"
) -> Iterator[tuple[str, Summary]]:
    """Invented people, one at a time: work seekers, then employers.

    Parameters
    ----------
    content : Content
        Any content; ids of its personas that it does not know are left out.
    seekers, employers : int
        How many of each.
    seed : int
        The same seed gives the same people; so person 3 is the same, however many there are.
    language : str
        ``"en"``, ``"fr"``, or ``"mix"`` for each persona's own.
    """
    for audience, count in ((Audience.WORK_SEEKER, seekers), (Audience.EMPLOYER, employers)):
        ground = _Ground(content, audience, seed)
        for number, stem in enumerate(_stems(audience, count), start=1):
            yield stem, ground.person(number, language)


def file_names(seekers: int, employers: int) -> Iterator[str]:
    """The names of the files that so many people have."""
    for stem in (*_stems(Audience.WORK_SEEKER, seekers), *_stems(Audience.EMPLOYER, employers)):
        yield f"{stem}.json"


def _stems(audience: Audience, count: int) -> Iterator[str]:
    width = max(3, len(str(count)))
    return (f"{audience.value}_{number:0{width}d}" for number in range(1, count + 1))


class _Ground:
    """What people of one side grow from."""

    def __init__(self, content: Content, audience: Audience, seed: int) -> None:
        self.content, self.audience, self.seed = content, audience, seed
        personas = [persona for persona in content.personas if persona.audience is audience]
        self.personas = Chance(seed, audience.value, "order").shuffled(personas)
        self.to_ask = content.instrument.in_direction(audience.asks_about)
        self.to_offer = content.instrument.in_direction(audience.offers_about)
        known_to_personas = {i for persona in personas for i in (*persona.asks, *persona.offers)}
        self.strange = {s.id for s in (*self.to_ask, *self.to_offer)} - known_to_personas

    def person(self, number: int, language: str) -> Summary:
        chance = Chance(self.seed, self.audience.value, number)
        if not self.personas:
            return self._summary(number, _stranger(self, chance), language, chance, is_varied=False)
        is_varied = number > len(self.personas)
        persona = chance.one_of(self.personas) if is_varied else self.personas[number - 1]
        return self._summary(number, persona, language, chance, is_varied)

    def _summary(self, number: int, persona: Persona, language: str, chance: Chance, is_varied: bool) -> Summary:
        spoken = persona.language if language == "mix" else language
        factors = self.content.factors
        told = set(persona.reflections)  # what is told in words about a factor stays true of its answers
        asks = _answers(self.to_ask, persona.asks, set(), told, chance, is_varied)
        offers = _answers(self.to_offer, persona.offers, set(persona.evidence), told, chance, is_varied)
        for statement in self.to_ask:
            if statement.id in self.strange and chance.happens(ANSWERED):
                _settle(asks, statement, chance.weighted(_ASKS[statement.valence]))
        for statement in self.to_offer:
            if statement.id in self.strange and chance.happens(ANSWERED):
                offers[statement.id] = chance.weighted(_OFFERS)
        day = _working_day(FIRST_DAY + dt.timedelta(days=chance.below(DAYS)))
        return Summary(
            content_version=self.content.instrument.content_version,
            language=spoken,
            date=day,
            response=Response(
                audience=self.audience,
                asks=asks,
                offers=offers,
                magnets=self._magnets(persona, chance, is_varied),
                released=frozenset(i for i in persona.released if i in asks or i in offers),
            ),
            person=f"sample-{self.audience.value.replace('_', '-')}-{number}",
            consents=self._consents(day, chance),
            evidence={
                i: text.in_language(spoken)
                for i, text in persona.evidence.items()
                if offers.get(i) in (Offer.YES, Offer.NEGOTIABLE)
            },
            reflections={f: text.in_language(spoken) for f, text in persona.reflections.items() if f in factors},
            clarity=self._clarity(persona, chance, is_varied),
            magnet_maps=self._maps(persona, spoken, told, chance, is_varied),
            next_steps=tuple(
                NextStep(
                    what=step.what.in_language(spoken),
                    by=None if step.in_days is None else _next_working_day(day + dt.timedelta(days=step.in_days)),
                    who=None if step.who is None else step.who.in_language(spoken),
                )
                for step in persona.next_steps
            ),
        )

    def _magnets(self, persona: Persona, chance: Chance, is_varied: bool) -> tuple[str, ...]:
        known = [factor for factor in dict.fromkeys(persona.magnets) if factor in self.content.factors]
        if not known:
            known = chance.shuffled(tuple(self.content.factors))[:MAGNETS_MAX]
        if is_varied:
            known = chance.shuffled(known)
            if len(known) > 1 and chance.happens(LEFT_OUT):
                known.pop()
        return tuple(known)

    def _consents(self, day: dt.date, chance: Chance) -> tuple[Consent, ...]:
        time = dt.datetime.combine(day, dt.time(12 + chance.below(8), chance.below(60)), tzinfo=dt.UTC)
        scopes = [s for s in self.content.consents.scopes if s.side in ("both", self.audience.value)]
        return tuple(Consent(s.id, s.version, time) for s in scopes if chance.happens(ANSWERED))

    def _clarity(self, persona: Persona, chance: Chance, is_varied: bool) -> Clarity:
        items = [item.id for item in self.content.clarity.of(self.audience)]
        before = {i: persona.clarity_before[i] for i in items if i in persona.clarity_before}
        after = {i: persona.clarity_after[i] for i in items if i in persona.clarity_after}
        if not before and not after:
            before = {i: 1 + chance.below(4) for i in items}
            after = {i: min(5, before[i] + chance.below(3)) for i in items}
        if is_varied:
            before = {i: _beside(value, 1, 5, chance) for i, value in before.items()}
            after = {i: _beside(value, 1, 5, chance) for i, value in after.items()}
            if chance.happens(LEFT_OUT):
                after = {}  # went home early
        return Clarity(before, after)

    def _maps(
        self, persona: Persona, spoken: str, told: set[str], chance: Chance, is_varied: bool
    ) -> tuple[MagnetMap, ...]:
        if persona.magnet_map is None:
            return ()
        ratings = {f: rating for f, rating in persona.magnet_map.ratings.items() if f in self.content.factors}
        if is_varied:
            ratings = {
                f: rating if f in told else _beside(rating, RATING_MIN, RATING_MAX, chance)
                for f, rating in ratings.items()
            }
        return (MagnetMap(persona.magnet_map.about.in_language(spoken), ratings),) if ratings else ()


def _stranger(ground: _Ground, chance: Chance) -> Persona:
    """A persona without a word to say, where the content has none of this side."""
    unsaid = Text(en="–", fr="–")
    return Persona(
        id="stranger",
        audience=ground.audience,
        title=unsaid,
        story=unsaid,
        language="fr" if chance.happens(0.5) else "en",
        asks={},
        offers={},
        magnets=(),
    )


def _answers(
    statements: tuple[Statement, ...],
    given: Mapping[str, Level],
    proved: set[str],
    told: set[str],
    chance: Chance,
    is_varied: bool,
) -> dict[str, Level]:
    """A persona's answers to known statements; varied, some are left out and some moved to the level beside."""
    answers = {s.id: given[s.id] for s in statements if s.id in given}
    for statement in statements if is_varied else ():
        if statement.id not in answers:
            continue
        if not statement.core and chance.happens(LEFT_OUT):
            del answers[statement.id]
        elif statement.id not in proved and statement.factor not in told and chance.happens(MOVED):
            levels: list[Level] = [lvl for lvl in type(answers[statement.id]) if _is_plausible(statement, lvl)]
            here = levels.index(answers[statement.id]) if answers[statement.id] in levels else None
            if here is not None:
                there = here + 1 if here == 0 or (here + 1 < len(levels) and chance.happens(0.5)) else here - 1
                _settle(answers, statement, levels[there])
    return answers


def _is_plausible(statement: Statement, level: Ask | Offer) -> bool:
    """Nobody asks to be spared what nearly everyone wants."""
    return isinstance(level, Offer) or statement.valence is Valence.MIXED or level not in (Ask.RATHER_NOT, Ask.AVOID)


def _settle(answers: dict[str, Level], statement: Statement, level: Level) -> None:
    """Give an answer, unless it would be a must too many."""
    musts = sum(isinstance(given, Ask) and given.is_must for given in answers.values())
    if not (isinstance(level, Ask) and level.is_must and musts >= MUSTS_MAX):
        answers[statement.id] = level


def _beside(value: int, low: int, high: int, chance: Chance) -> int:
    """The value, or now and then the one beside it on the scale."""
    if not chance.happens(LEFT_OUT):
        return value
    return min(high, max(low, value + chance.one_of((-1, 1))))


def _working_day(day: dt.date) -> dt.date:
    """The day, or the Friday before."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _next_working_day(day: dt.date) -> dt.date:
    """The day, or the Monday after: nobody has an appointment on a Sunday."""
    return day + dt.timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
