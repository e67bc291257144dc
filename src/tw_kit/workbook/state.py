"""What a workbook holds after its events: a frozen value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tw_kit.model import Ask, Audience, Clarity, Consent, MagnetMap, NextStep, Offer


def _empty() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class State:
    """One workbook now. Made by `reduce` and `replay` alone; the empty one is the state before any event.

    Parameters
    ----------
    audience : Audience or None
        None until the workbook was started.
    content_version : int, str or None
        The content it was started with.
    language : str
        ``"en"`` or ``"fr"``: the last one chosen.
    variant : str or None
        Which wording fits the person, such as one who already has a job.
    consents : mapping of scope to Consent
        Those in force.
    asks, offers : mapping of statement id to level
        An answer that was taken back is absent.
    skipped : frozenset of str
        Statements passed over and not answered since.
    evidence_chosen : tuple of str
        Offers that the person will give evidence for.
    evidence, reflections : mapping of id to str
    clarity : Clarity
    maps : mapping of map id to MagnetMap
    magnets : tuple of str
    steps : mapping of number to NextStep
    released : frozenset of str
        Private statements whose answer may be seen by the other side.
    screen : str or None
        Where to go on.
    started_at, answered_at, finished_at, last_at : datetime.datetime or None
        Of the start, of the last change to what a summary holds, of the last finish, of the last event of all.
    keys : frozenset of str
        Of all the events so far.
    ignored : frozenset of str
        Keys of events that could not be used and changed nothing else.
    """

    audience: Audience | None = None
    content_version: int | str | None = None
    language: str = "en"
    variant: str | None = None
    consents: Mapping[str, Consent] = field(default_factory=_empty)
    asks: Mapping[str, Ask] = field(default_factory=_empty)
    offers: Mapping[str, Offer] = field(default_factory=_empty)
    skipped: frozenset[str] = frozenset()
    evidence_chosen: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=_empty)
    reflections: Mapping[str, str] = field(default_factory=_empty)
    clarity: Clarity = field(default_factory=Clarity)
    maps: Mapping[str, MagnetMap] = field(default_factory=_empty)
    magnets: tuple[str, ...] = ()
    steps: Mapping[int, NextStep] = field(default_factory=_empty)
    released: frozenset[str] = frozenset()
    screen: str | None = None
    started_at: dt.datetime | None = None
    answered_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    keys: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()

    @property
    def is_started(self) -> bool:
        """Whether it was started."""
        return self.audience is not None
