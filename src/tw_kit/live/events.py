"""What can happen in a workshop. Its events are those of `tw_kit.workbook`: a key, a time, a kind, and data.

No event names a person or a workbook: a participant is a number, and only the store knows whose. docs/live.md.
"""

from __future__ import annotations

import re
from enum import StrEnum

from tw_kit.workbook import Event


class Moment(StrEnum):
    """What can happen. A later version may know more; one that is not known here is kept and changes nothing."""

    WORKSHOP_STARTED = "workshop_started"
    STEP_OPENED = "step_opened"
    STEP_CLOSED = "step_closed"
    MINUTE_ADDED = "minute_added"
    ANSWERS_REVEALED = "answers_revealed"
    ANSWERS_HIDDEN = "answers_hidden"
    LOBBY_LOCKED = "lobby_locked"
    LOBBY_UNLOCKED = "lobby_unlocked"
    PARTICIPANT_JOINED = "participant_joined"
    PARTICIPANT_REMOVED = "participant_removed"
    FACILITATOR_JOINED = "facilitator_joined"
    FACILITATOR_LEFT = "facilitator_left"
    POLL_ANSWERED = "poll_answered"
    MOOD_TOLD = "mood_told"
    TEXT_OFFERED = "text_offered"
    TEXT_SHOWN = "text_shown"
    TEXT_HIDDEN = "text_hidden"
    STEP_UNDONE = "step_undone"
    WORKSHOP_ENDED = "workshop_ended"


class Mood(StrEnum):
    """How a step goes for one person."""

    TOO_FAST = "too_fast"
    LOST = "lost"
    FINE = "fine"


FROM_PARTICIPANTS = frozenset({Moment.POLL_ANSWERED, Moment.MOOD_TOLD, Moment.TEXT_OFFERED})
"""What a participant's page may send, about itself alone: the host sets the number, never the page."""

OF_PARTICIPANTS = FROM_PARTICIPANTS | {Moment.PARTICIPANT_JOINED}
"""What is removed with a person: nothing of it is left in the stream when their workbook is erased."""

FROM_FACILITATORS = frozenset(
    {
        Moment.STEP_OPENED,
        Moment.STEP_CLOSED,
        Moment.MINUTE_ADDED,
        Moment.ANSWERS_REVEALED,
        Moment.ANSWERS_HIDDEN,
        Moment.LOBBY_LOCKED,
        Moment.LOBBY_UNLOCKED,
        Moment.PARTICIPANT_REMOVED,
        Moment.TEXT_SHOWN,
        Moment.TEXT_HIDDEN,
        Moment.STEP_UNDONE,
        Moment.WORKSHOP_ENDED,
    }
)
"""What a console may send."""

TEXT_LETTERS_MAX = 300  # of a text for the wall: it is read from the back of a room
TEXTS_EACH_MAX = 10  # texts that one participant may offer
PARTICIPANTS_MAX = 1_000
EXTRA_MINUTES_MAX = 120
UNDO_MAX = 30  # actions that can be taken back, one after the other
EVENTS_MAX = 200_000  # of one workshop: 500 people who answer 100 times are 50,000
FACILITATOR_ID = re.compile(r"[0-9a-f]{16}")


def participant_of(event: Event) -> int | None:
    """The participant whose own event this is, and with whom it is to go; None where it is nobody's."""
    number = event.data.get("participant")
    if event.kind not in OF_PARTICIPANTS or not isinstance(number, int) or isinstance(number, bool):
        return None
    return number
