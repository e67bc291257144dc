"""The values everything else speaks of: what people answer, about which statements, and the summary of one person.

All are frozen and cannot be wrong once built; files, words, clock and randomness are other rooms' work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

__all__ = [
    "MAGNETS_MAX",
    "RATING_MAX",
    "RATING_MIN",
    "SCORING_VERSION",
    "Ask",
    "Audience",
    "Clarity",
    "Consent",
    "Direction",
    "Instrument",
    "MagnetMap",
    "NextStep",
    "Offer",
    "Response",
    "Statement",
    "Summary",
    "Valence",
]

SCORING_VERSION = 1  # docs/scoring.md; a changed constant or formula makes version 2
MAGNETS_MAX = 3  # docs/scoring.md, "What people answer"
RATING_MIN, RATING_MAX = -3, 3  # docs/scoring.md, "Magnet map"; whole steps

K = TypeVar("K")
V = TypeVar("V")


class Audience(StrEnum):
    """Who answers: one of the two clients."""

    WORK_SEEKER = "work_seeker"
    EMPLOYER = "employer"

    @property
    def other(self) -> Audience:
        """The other client."""
        return Audience.EMPLOYER if self is Audience.WORK_SEEKER else Audience.WORK_SEEKER

    @property
    def asks_about(self) -> Direction:
        """The direction in which this side asks; it offers in the other one."""
        return Direction.WORKPLACE if self is Audience.WORK_SEEKER else Direction.WORKER

    @property
    def offers_about(self) -> Direction:
        """The direction in which this side offers."""
        return self.other.asks_about


class Direction(StrEnum):
    """What a statement is about: something a workplace gives, or something a person brings."""

    WORKPLACE = "workplace"
    WORKER = "worker"


class Ask(StrEnum):
    """Level of an ask, from a must to a must-not. An ask that was not answered is absent, never a level."""

    NEED = "need"
    WANT = "want"
    OPEN = "open"
    RATHER_NOT = "rather_not"
    AVOID = "avoid"

    @property
    def is_must(self) -> bool:
        """Whether it decides the answer: `need` and `avoid` are musts, whatever the weights."""
        return self in (Ask.NEED, Ask.AVOID)

    @property
    def is_positive(self) -> bool:
        """Whether more of the thing is better for the one who asks."""
        return self in (Ask.NEED, Ask.WANT)


class Offer(StrEnum):
    """Level of an offer. An offer that was not answered is absent, never `no`."""

    YES = "yes"
    NEGOTIABLE = "negotiable"
    NO = "no"


class Valence(StrEnum):
    """Whether nearly everyone wants the thing, or some want it and others avoid it."""

    WANTED = "wanted"
    MIXED = "mixed"


def _frozen(mapping: Mapping[K, V]) -> Mapping[K, V]:
    return MappingProxyType(dict(mapping))


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing about work: its marks, without its words (those are content).

    Parameters
    ----------
    id, factor : str
        Snake case, for ever.
    direction : Direction
    valence : Valence
    private : bool
        Near a protected ground or a money worry: the other side sees an answer only once released.
    core : bool
        On the short path.
    job_needs_it : bool
        To be asked of a person only where the job truly needs it.
    """

    id: str
    factor: str
    direction: Direction
    valence: Valence = Valence.WANTED
    private: bool = False
    core: bool = False
    job_needs_it: bool = False


@dataclass(frozen=True, slots=True)
class Instrument:
    """The factors and statements of one content version, in content order, without their words.

    Parameters
    ----------
    content_version : int or str
    factors : tuple of str
        Factor ids in their order.
    statements : tuple of Statement
        In content order; ids differ, each factor is one of `factors`.

    Raises
    ------
    ValueError
        If a statement's id is doubled or its factor is not in `factors`.
    """

    content_version: int | str
    factors: tuple[str, ...]
    statements: tuple[Statement, ...]
    by_id: Mapping[str, Statement] = field(init=False, repr=False, compare=False)
    position: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        doubled = sorted({s.id for s in self.statements if sum(o.id == s.id for o in self.statements) > 1})
        stray = sorted({s.factor for s in self.statements} - set(self.factors))
        if doubled or stray:
            raise ValueError(f"doubled statement ids {doubled}, unknown factors {stray}")
        object.__setattr__(self, "by_id", _frozen({s.id: s for s in self.statements}))
        object.__setattr__(self, "position", _frozen({s.id: i for i, s in enumerate(self.statements)}))

    def in_direction(self, direction: Direction) -> tuple[Statement, ...]:
        """Statements of one direction, in content order."""
        return tuple(s for s in self.statements if s.direction is direction)

    def of_factor(self, factor: str) -> tuple[Statement, ...]:
        """Statements of one factor, both directions, in content order."""
        return tuple(s for s in self.statements if s.factor == factor)

    def in_order(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The known ids among `ids`, in content order."""
        return tuple(sorted((i for i in ids if i in self.position), key=self.position.__getitem__))


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answers: what scoring reads.

    Parameters
    ----------
    audience : Audience
    asks : mapping of statement id to Ask
        Absent is not answered; it is never `open`.
    offers : mapping of statement id to Offer
        Absent is not answered; it is never `no`.
    magnets : tuple of str
        Up to three different factor ids, the most important first. An id that the content does not know keeps
        its rank.
    released : frozenset of str
        Statement ids whose private answer this person has shown to the other side.

    Raises
    ------
    ValueError
        If there are more than three magnets, or a doubled one.
    """

    audience: Audience
    asks: Mapping[str, Ask] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    magnets: tuple[str, ...] = ()
    released: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(self.magnets) > MAGNETS_MAX or len(set(self.magnets)) < len(self.magnets):
            raise ValueError(f"up to {MAGNETS_MAX} different magnets, got {self.magnets}")
        object.__setattr__(self, "asks", _frozen({i: Ask(level) for i, level in self.asks.items()}))
        object.__setattr__(self, "offers", _frozen({i: Offer(level) for i, level in self.offers.items()}))
        object.__setattr__(self, "magnets", tuple(self.magnets))
        object.__setattr__(self, "released", frozenset(self.released))


@dataclass(frozen=True, slots=True)
class Consent:
    """One scope that a person agreed to, in the wording of a version, at a time."""

    scope: str
    version: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MagnetMap:
    """Quick rating of one real workplace by whole factors.

    Parameters
    ----------
    about : str
        Which workplace, in the person's words or one of the content's ids; may be empty.
    ratings : mapping of factor id to int
        Whole steps, -3 (repels strongly) to 3 (attracts strongly); absent when not rated, 0 is a rating.

    Raises
    ------
    ValueError
        If a rating is off the scale.
    """

    about: str
    ratings: Mapping[str, int]

    def __post_init__(self) -> None:
        off = {f: r for f, r in self.ratings.items() if not RATING_MIN <= r <= RATING_MAX}
        if off:
            raise ValueError(f"ratings outside {RATING_MIN}..{RATING_MAX}: {off}")
        object.__setattr__(self, "ratings", _frozen(self.ratings))


@dataclass(frozen=True, slots=True)
class Clarity:
    """The clarity check before and after: item id to 1 (strongly disagree) … 5 (strongly agree)."""

    before: Mapping[str, int] = field(default_factory=dict)
    after: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "before", _frozen(self.before))
        object.__setattr__(self, "after", _frozen(self.after))


@dataclass(frozen=True, slots=True)
class NextStep:
    """What, by when, with whose help."""

    what: str
    by: dt.date | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a handout needs of one person; what a summary file holds. Figures are derived, never stored.

    Parameters
    ----------
    content_version : int or str
        The content the person answered.
    language : str
        Language the person used, ``"en"`` or ``"fr"``.
    date : datetime.date
        The day the answers were last changed.
    response : Response
    person : str or None
        Resume code, or None.
    evidence : mapping of statement id to str
        The person's own words behind an offer.
    reflections : mapping of factor id to str
    unknown_ids : tuple of str
        Places whose id this content version does not know: kept in the file, not scored.
    """

    content_version: int | str
    language: str
    date: dt.date
    response: Response
    person: str | None = None
    consents: tuple[Consent, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    reflections: Mapping[str, str] = field(default_factory=dict)
    clarity: Clarity = field(default_factory=Clarity)
    magnet_maps: tuple[MagnetMap, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    unknown_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "evidence", _frozen(self.evidence))
        object.__setattr__(self, "reflections", _frozen(self.reflections))

    @property
    def audience(self) -> Audience:
        """Which client this is."""
        return self.response.audience
