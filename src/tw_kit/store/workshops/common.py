"""What every kind of store does alike for workshops."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Container, Iterable, Sequence

from tw_kit.errors import Fault, StoreFaults, WorkshopGone
from tw_kit.live import Moment, participant_of, replay
from tw_kit.store.codes import CodeKey
from tw_kit.store.interface import Retention
from tw_kit.workbook import Event

TOKEN_BYTES = 32
_TOKEN_MAX = 100  # characters that someone may send
_FACILITATOR_DIGITS = 16


def checked_start(event: Event) -> Event:
    """The event, if it starts a workshop; raises ValueError."""
    if event.kind != Moment.WORKSHOP_STARTED:
        raise ValueError("a workshop begins with its start")
    return event


def new_token() -> str:
    """A new token of a console."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(key: CodeKey, token: str) -> str:
    """What a store keeps of a token."""
    return key.digest("token", token[:_TOKEN_MAX])


def facilitator_of(key: CodeKey, hashed: str) -> str:
    """What events call the one who holds a token: it leads back to neither the token nor its hash."""
    return key.digest("facilitator", hashed)[:_FACILITATOR_DIGITS]


def joined_event(participant: int, side: str, language: str, at: dt.datetime) -> Event:
    """The event with which a participant joins."""
    data = {"participant": participant, "side": side, "language": language}
    return Event(f"joined-{participant}", at, Moment.PARTICIPANT_JOINED, data)


def of_people_there(events: Sequence[Event], linked: Container[int]) -> list[Event]:
    """Events without those of participants who have no workbook here: what an erased person sent last is not kept."""
    return [event for event in events if (number := participant_of(event)) is None or number in linked]


def is_over(events: Iterable[Event], last_at: dt.datetime, now: dt.datetime, retention: Retention) -> bool:
    """Whether the time of a workshop is over: soon after its end, later where nobody ended it."""
    hours = dt.timedelta(hours=retention.hours)
    if replay(events).stage.ended_at is None:
        hours = max(hours, dt.timedelta(days=retention.unended_days))
    return last_at + hours <= now


def gone() -> WorkshopGone:
    """The error for a workshop that is not there."""
    return WorkshopGone(Fault("live.workshop_gone"))


def room_unknown() -> StoreFaults:
    """The error for a room code that finds nothing; it does not repeat it."""
    return StoreFaults(Fault("live.room_unknown"))


def token_unknown() -> StoreFaults:
    """The error for a token that opens nothing; it does not repeat it."""
    return StoreFaults(Fault("live.token_unknown"))


def newer_here() -> StoreFaults:
    """The error for a file of a workshop that went on here since."""
    return StoreFaults(Fault("live.newer_here"))
