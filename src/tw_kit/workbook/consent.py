"""What a person agreed to, from events alone: a store asks this without the content at hand."""

from __future__ import annotations

from collections.abc import Container, Iterable

from tw_kit.workbook.event import Event, Kind
from tw_kit.workbook.given import Given, Refused

_VERSION_MAX = 9999
CONSENT_KINDS = (Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN)


def agreed(given: Given, known: Container[str] | None = None) -> tuple[str, int]:
    """Scope and version of a consent that is given; raises Refused."""
    return given.an_id("scope", known), given.number("version", 1, _VERSION_MAX)


def withdrawn(given: Given) -> str:
    """The scope of a consent that is withdrawn; raises Refused."""
    given.number_or_none("version", 1, _VERSION_MAX)
    return given.an_id("scope")


def scopes_in_force(events: Iterable[Event]) -> frozenset[str]:
    """The scopes that a person has agreed to and not withdrawn.

    Parameters
    ----------
    events : iterable of Event
        Of one workbook that was started, in their order; those of other kinds are passed over.
    """
    scopes: set[str] = set()
    for event in events:
        try:
            if event.kind == Kind.CONSENT_GIVEN:
                scopes.add(agreed(Given(event, is_new=False))[0])
            elif event.kind == Kind.CONSENT_WITHDRAWN:
                scopes.discard(withdrawn(Given(event, is_new=False)))
        except Refused:
            continue
    return frozenset(scopes)
