"""What a store of workbooks does, whatever it is made of: in memory, SQLite or PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tw_kit.workbook import Event

if TYPE_CHECKING:
    from tw_kit.store.workshops.interface import Workshops

KEEP_SCOPE = "keep_for_next_visit"  # content/consents.yaml: the scope that allows more than 24 hours


@dataclass(frozen=True, slots=True)
class Started:
    """A workbook that now exists.

    Parameters
    ----------
    workbook : str
        What the store calls it: 32 hexadecimal digits, for ever. Files made for a person bear it in their name or
        their folder's, so that they are found when the person is erased.
    code : str
        The person's resume code. Shown to them now and kept nowhere.
    """

    workbook: str
    code: str


@dataclass(frozen=True, slots=True)
class Appended:
    """Events that are on disk.

    Parameters
    ----------
    sequence : int
        How many events the workbook has now. More than the caller had and added means that another page wrote too:
        `read(workbook, after=…)` gives what it wrote.
    added : int
        How many of the events were new; the others were there before.
    """

    sequence: int
    added: int


@dataclass(frozen=True, slots=True)
class Attended:
    """What a store holds of one person in one workshop: their number there, and their own events."""

    workshop: str
    participant: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """All that a store holds about one person."""

    workbook: str
    code_hash: str
    audience: str
    language: str
    site: str | None
    started_at: dt.datetime
    last_at: dt.datetime
    events: tuple[Event, ...]
    workshops: tuple[Attended, ...] = ()


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: when, and until when its file is to be kept."""

    at: dt.datetime
    keep_until: dt.datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """What erasing did.

    Parameters
    ----------
    events : int
        How many were removed.
    is_wiped : bool
        Whether the database's files were rewritten too. False where another program held them: the rows are gone,
        and `wipe` is to be called again.
    backups : tuple of Backup
        Those that still hold the person.
    """

    events: int
    is_wiped: bool
    backups: tuple[Backup, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring did: workbooks that are there now, and those left out as erased or out of date."""

    workbooks: int
    erased: int
    purged: int


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a workbook is kept after its last event.

    Parameters
    ----------
    hours : int
        Of everyone.
    agreed_days : int
        Of those who agreed to be kept for the next visit. 400: past the last of the follow-ups, after 12 months.
    unended_days : int
        Of a workshop that nobody ended; one that was ended is kept for `hours`.
    """

    hours: int = 24
    agreed_days: int = 400
    unended_days: int = 7

    def ends(self, last_at: dt.datetime, is_agreed: bool) -> dt.datetime:
        """When a workbook is to go."""
        base = dt.timedelta(hours=self.hours)
        return last_at + (max(base, dt.timedelta(days=self.agreed_days)) if is_agreed else base)


class Store(Protocol):
    """A store of workbooks. Every method may be called from several threads, and by several processes at once.

    Each raises StoreFailed where the database cannot be reached, is full, or stays locked.
    """

    @property
    def is_shared(self) -> bool:
        """Whether it is a database server, whose own copies the kit knows nothing of."""

    @property
    def workshops(self) -> Workshops:
        """The workshops that are held here."""

    def start(self, events: Sequence[Event], *, site: str | None = None) -> Started:
        """A new workbook with its first events, of which the first is its start.

        Raises
        ------
        ValueError
            If the first event is no start, or a key is doubled.
        StoreFaults
            If the key of the codes is missing or another one.
        """

    def open_workbook(self, code: str) -> str:
        """The workbook that a code opens; raises StoreFaults if it opens none."""

    def append(self, workbook: str, events: Sequence[Event]) -> Appended:
        """Keep events: all or none, and on disk when this returns. An event whose key is there already is passed over.

        Raises
        ------
        WorkbookGone
            If there is no such workbook: it was erased, or its time was over.
        """

    def read(self, workbook: str, after: int = 0) -> tuple[Event, ...]:
        """The events of a workbook in their order, from the one past `after`; raises WorkbookGone."""

    def export(self, workbook: str) -> Held:
        """All that is held about a person; raises WorkbookGone."""

    def erase(self, workbook: str, at: dt.datetime) -> Erased:
        """Remove a person for good, and keep the hash of their code so that no backup brings them back.

        What they said in workshops goes with them. What was revealed there stays: it is counts of five people or more.
        """

    def purge(self, now: dt.datetime, retention: Retention) -> tuple[str, ...]:
        """Remove the workbooks and workshops whose time is over, and give the workbooks' names."""

    def wipe(self) -> bool:
        """Leave nothing of removed rows in the database's files; False where another program held them."""

    def backup(self, file: Path, *, at: dt.datetime, keep_until: dt.datetime) -> int:
        """A consistent copy in a new file, for its owner alone; gives the number of workbooks in it."""

    def restore(self, file: Path, *, now: dt.datetime, retention: Retention, replaces: bool = False) -> Restored:
        """Take everything from a backup, or nothing; those erased since stay erased.

        Raises
        ------
        StoreFaults
            If it is no backup, is damaged, is of a newer version or of another key, or, unless `replaces`, there are
            workbooks in the store.
        """

    def close(self) -> None:
        """Let go of the database."""
