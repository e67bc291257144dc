"""What a store does for workshops, whatever it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tw_kit.store.interface import Appended
from tw_kit.workbook import Event


@dataclass(frozen=True, slots=True)
class Begun:
    """A workshop that now exists.

    Parameters
    ----------
    workshop : str
        What the store calls it: 32 hexadecimal digits.
    room : str
        The code that finds its room, for the wall.
    token : str
        Opens the console. Shown to the facilitator now and kept nowhere.
    """

    workshop: str
    room: str
    token: str


@dataclass(frozen=True, slots=True)
class Console:
    """What a token opens: a workshop, and what its events call this facilitator."""

    workshop: str
    facilitator: str


@dataclass(frozen=True, slots=True)
class Happened:
    """What was read of a workshop.

    Parameters
    ----------
    events : tuple of Event
    sequence : int
        Of the last event that the workshop ever had: where to read on from. Numbers of events that went with an erased
        person are not given again.
    generation : int
        How often events were removed. When it is another one than before, what was replayed so far is out of date:
        read from 0.
    """

    events: tuple[Event, ...]
    sequence: int
    generation: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A participant's number, and whether they are new in the room."""

    participant: int
    is_new: bool


class Workshops(Protocol):
    """The workshops of a store. Every method may be called from several threads, and by several processes at once.

    Each raises StoreFailed where the database cannot be reached, is full, or stays locked.
    """

    def start(self, event: Event) -> Begun:
        """A new workshop with its first event, which is its start.

        Raises
        ------
        ValueError
            If the event is no start.
        StoreFaults
            If the key that tokens are hashed with is missing or another one.
        """

    def open_room(self, code: str) -> str:
        """The workshop that a room code finds; raises StoreFaults if it finds none."""

    def room(self, workshop: str) -> str:
        """The room code of a workshop, for the wall; raises WorkshopGone."""

    def open_console(self, token: str) -> Console:
        """What a facilitator's token opens; raises StoreFaults if it opens nothing."""

    def new_token(self, workshop: str, at: dt.datetime) -> str:
        """One more token, for a second facilitator; raises WorkshopGone."""

    def append(self, workshop: str, events: Sequence[Event]) -> Appended:
        """Keep events: all or none, and on disk when this returns.

        Passed over are those whose key is there already, and those of a participant who has no workbook (any more).

        Raises
        ------
        WorkshopGone
            If there is no such workshop: its time was over.
        """

    def read(self, workshop: str, after: int = 0) -> Happened:
        """The events of a workshop in their order, from the one past `after`; raises WorkshopGone."""

    def join(self, workshop: str, workbook: str, at: dt.datetime) -> Joined:
        """Link a workbook to a workshop, with its event; a workbook that is linked already keeps its number.

        Whether somebody may join now is the caller's to ask, of the workshop's state.

        Raises
        ------
        WorkshopGone, WorkbookGone
        """

    def workbooks(self, workshop: str) -> Mapping[int, str]:
        """The workbook of each participant who has one; raises WorkshopGone."""

    def hand_over(self, workshop: str, file: Path) -> int:
        """The whole workshop, with its participants' workbooks, in a new file for its owner alone.

        Returns
        -------
        int
            How many workbooks are in it.

        Raises
        ------
        WorkshopGone
        StoreFaults
            If the file is there already, or cannot be written.
        """

    def take_over(self, file: Path) -> str:
        """Take a workshop from such a file, all of it or nothing; what is newer here stays. Gives the workshop.

        People who were erased here stay erased.

        Raises
        ------
        StoreFaults
            If it is no such file, is damaged, is of another version or of another key, or the workshop went on here.
        """
