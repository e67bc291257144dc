"""Workshops in SQLite or PostgreSQL: the same statements on both."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from tw_kit.errors import Fault, StoreFailed
from tw_kit.live import participant_of
from tw_kit.store import steps
from tw_kit.store.backup_file import WORKSHOP, Header, write_backup
from tw_kit.store.codes import CodeKey
from tw_kit.store.conflict import Conflict, changed_rows
from tw_kit.store.interface import Appended, Attended, Retention
from tw_kit.store.tables import (
    SCHEMA_VERSION,
    participants,
    workshop_events,
    workshop_links,
    workshop_tokens,
    workshops,
)
from tw_kit.store.workshops import common, sql_moving
from tw_kit.store.workshops.interface import Begun, Console, Happened, Joined
from tw_kit.store.workshops.moving import read_moved, refuse_unusable
from tw_kit.store.workshops.rooms import checked_room, new_room_code
from tw_kit.workbook import Event

T = TypeVar("T")
BATCH = 500  # values in one statement


class Runner(Protocol):
    """What runs our statements: a store's way to its database."""

    @property
    def key(self) -> CodeKey:
        """The key, whether or not it is the right one."""

    def ready_key(self) -> CodeKey:
        """The key that codes and tokens are hashed with; raises StoreFaults where it is missing or another one."""

    def erased(self, connection: Connection) -> set[str]:
        """Hashes of the codes of erased people."""

    def read_with(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives, of one moment of the database."""

    def write_with(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives, after its transaction is on disk; done again where another writer was faster."""


class SqlWorkshops:
    """Workshops in a database; its methods are those of `Workshops`.

    Parameters
    ----------
    runner : Runner
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def start(self, event: Event) -> Begun:
        """See `Workshops.start`."""
        common.checked_start(event)
        key, token = self._runner.ready_key(), common.new_token()
        hashed = common.token_hash(key, token)
        for _ in range(steps.CODE_TRIES):
            begun = Begun(secrets.token_hex(16), new_room_code(), token)
            if self._runner.write_with(lambda connection, begun=begun: _begin(connection, begun, hashed, event)):  # type: ignore[misc]
                return begun
        raise StoreFailed(Fault("store.no_code"))

    def open_room(self, code: str) -> str:
        """See `Workshops.open_room`."""
        room, w = checked_room(code), workshops.c
        found = self._runner.read_with(lambda c: c.execute(select(w.id).where(w.room == room)).scalar())
        if found is None:
            raise common.room_unknown()
        return str(found)

    def room(self, workshop: str) -> str:
        """See `Workshops.room`."""
        return str(self._runner.read_with(lambda connection: _row(connection, workshop))["room"])

    def open_console(self, token: str) -> Console:
        """See `Workshops.open_console`."""
        key, t = self._runner.ready_key(), workshop_tokens.c
        hashed = common.token_hash(key, token)
        found = self._runner.read_with(lambda c: c.execute(select(t.workshop).where(t.token_hash == hashed)).scalar())
        if found is None:
            raise common.token_unknown()
        return Console(str(found), common.facilitator_of(key, hashed))

    def new_token(self, workshop: str, at: dt.datetime) -> str:
        """See `Workshops.new_token`."""
        token = common.new_token()
        hashed = common.token_hash(self._runner.ready_key(), token)

        def work(connection: Connection) -> None:
            _row(connection, workshop)
            connection.execute(insert(workshop_tokens).values(token_hash=hashed, workshop=workshop, at=at))

        self._runner.write_with(work)
        return token

    def append(self, workshop: str, events: Sequence[Event]) -> Appended:
        """See `Workshops.append`."""
        return self._runner.write_with(lambda connection: _append(connection, workshop, events))

    def read(self, workshop: str, after: int = 0) -> Happened:
        """See `Workshops.read`."""

        def work(connection: Connection) -> Happened:
            row = _row(connection, workshop)
            return Happened(_events(connection, workshop, after), row["sequence"], row["generation"])

        return self._runner.read_with(work)

    def join(self, workshop: str, workbook: str, at: dt.datetime) -> Joined:
        """See `Workshops.join`."""
        return self._runner.write_with(lambda connection: _join(connection, workshop, workbook, at))

    def workbooks(self, workshop: str) -> Mapping[int, str]:
        """See `Workshops.workbooks`."""

        def work(connection: Connection) -> dict[int, str]:
            _row(connection, workshop)
            k = workshop_links.c
            found = select(k.participant, k.workbook).where(k.workshop == workshop).order_by(k.participant)
            return {row.participant: row.workbook for row in connection.execute(found)}

        return self._runner.read_with(work)

    def hand_over(self, workshop: str, file: Path) -> int:
        """See `Workshops.hand_over`."""
        mark = self._runner.ready_key().mark()

        def work(connection: Connection) -> int:
            _row(connection, workshop)
            write_backup(file, Header(SCHEMA_VERSION, mark), sql_moving.rows_of(connection, workshop), WORKSHOP)
            links = select(func.count()).select_from(workshop_links).where(workshop_links.c.workshop == workshop)
            return int(connection.execute(links).scalar_one())

        return self._runner.read_with(work)

    def take_over(self, file: Path) -> str:
        """See `Workshops.take_over`."""
        refuse_unusable(file, self._runner.key, SCHEMA_VERSION)
        self._runner.ready_key()
        return self._runner.write_with(lambda c: sql_moving.take(c, file, read_moved(file, self._runner.erased(c))))


def _row(connection: Connection, workshop: str) -> RowMapping:
    found = connection.execute(select(workshops).where(workshops.c.id == workshop)).mappings().one_or_none()
    if found is None:
        raise common.gone()
    return found


def _event_rows(workshop: str, sequence: int, events: Sequence[Event]) -> list[dict[str, Any]]:
    return [
        {
            "workshop": workshop,
            "sequence": number,
            "key": event.key,
            "at": event.at,
            "kind": event.kind,
            "data": event.data_json(),
            "participant": participant_of(event),
        }
        for number, event in enumerate(events, start=sequence + 1)
    ]


def _begin(connection: Connection, begun: Begun, hashed: str, event: Event) -> bool:
    """Whether the workshop is there now; False if its room code is another one's."""
    if connection.execute(select(workshops.c.id).where(workshops.c.room == begun.room)).first():
        return False
    row = {"id": begun.workshop, "room": begun.room, "started_at": event.at, "last_at": event.at}
    connection.execute(insert(workshops), [{**row, "sequence": 1, "generation": 0, "participants": 0}])
    connection.execute(insert(workshop_tokens).values(token_hash=hashed, workshop=begun.workshop, at=event.at))
    connection.execute(insert(workshop_events), _event_rows(begun.workshop, 0, [event]))
    return True


def _events(connection: Connection, workshop: str, after: int, participant: int | None = None) -> tuple[Event, ...]:
    e = workshop_events.c
    wanted = select(e.key, e.at, e.kind, e.data).where(e.workshop == workshop, e.sequence > after)
    if participant is not None:
        wanted = wanted.where(e.participant == participant)
    rows = connection.execute(wanted.order_by(e.sequence))
    return tuple(Event(row.key, row.at, row.kind, json.loads(row.data)) for row in rows)


def _append(connection: Connection, workshop: str, events: Sequence[Event]) -> Appended:
    e, row = workshop_events.c, _row(connection, workshop)
    keys = sorted({event.key for event in events})
    known: set[str] = set()
    for start in range(0, len(keys), BATCH):
        found = select(e.key).where(e.workshop == workshop, e.key.in_(keys[start : start + BATCH]))
        known |= set(connection.execute(found).scalars())
    new = steps.new_events(common.of_people_there(events, _linked(connection, row, events)), known)
    return Appended(_put(connection, row, new), len(new))


def _linked(connection: Connection, row: RowMapping, events: Sequence[Event]) -> set[int]:
    """The participants of these events who have a workbook."""
    k = workshop_links.c
    said = {participant_of(event) for event in events}
    numbers = sorted(number for number in said if number is not None and 0 < number <= row["participants"])
    found: set[int] = set()
    for start in range(0, len(numbers), BATCH):
        some = select(k.participant).where(k.workshop == row["id"], k.participant.in_(numbers[start : start + BATCH]))
        found |= set(connection.execute(some).scalars())
    return found


def _put(connection: Connection, row: RowMapping, new: Sequence[Event], **more: int) -> int:
    """Write at the end of a workshop, if it still is there and nobody was erased, or look again. Gives the new end."""
    before: int = row["sequence"]
    if not new:
        return before
    changed = connection.execute(
        update(workshops)
        .where(
            workshops.c.id == row["id"],
            workshops.c.sequence == before,
            workshops.c.generation == row["generation"],
        )
        .values(sequence=before + len(new), last_at=max([row["last_at"], *(event.at for event in new)]), **more)
    )
    if changed_rows(changed) != 1:
        raise Conflict
    connection.execute(insert(workshop_events), _event_rows(row["id"], before, new))
    return before + len(new)


def _join(connection: Connection, workshop: str, workbook: str, at: dt.datetime) -> Joined:
    k, p, row = workshop_links.c, participants.c, _row(connection, workshop)
    linked = connection.execute(select(k.participant).where(k.workshop == workshop, k.workbook == workbook)).scalar()
    if linked is not None:
        return Joined(int(linked), is_new=False)
    person = connection.execute(select(p.audience, p.language).where(p.id == workbook)).one_or_none()
    if person is None:
        raise steps.gone()
    number = row["participants"] + 1
    _put(connection, row, [common.joined_event(number, person.audience, person.language, at)], participants=number)
    connection.execute(insert(workshop_links).values(workshop=workshop, participant=number, workbook=workbook))
    return Joined(number, is_new=True)


# With a person, and at the end of its time


def links_of(connection: Connection, workbook: str) -> list[tuple[str, int]]:
    """The workshops that a person took part in, and their number there."""
    k = workshop_links.c
    found = select(k.workshop, k.participant).where(k.workbook == workbook).order_by(k.workshop)
    return [(row.workshop, row.participant) for row in connection.execute(found)]


def attended(connection: Connection, workbook: str) -> tuple[Attended, ...]:
    """What is held of a person in workshops."""
    return tuple(
        Attended(workshop, number, _events(connection, workshop, 0, participant=number))
        for workshop, number in links_of(connection, workbook)
    )


def remove_said(connection: Connection, links: Sequence[tuple[str, int]]) -> None:
    """Remove all that a participant said, and that they came; whoever has replayed it is told by the generation."""
    e, w = workshop_events.c, workshops.c
    for workshop, number in links:
        connection.execute(delete(workshop_events).where(e.workshop == workshop, e.participant == number))
        connection.execute(update(workshops).where(w.id == workshop).values(generation=w.generation + 1))


def purge(connection: Connection, now: dt.datetime, retention: Retention) -> int:
    """Remove workshops whose time is over, and say how many; one that goes on meanwhile stays."""
    w = workshops.c
    due = select(w.id, w.last_at).where(w.last_at <= now - dt.timedelta(hours=retention.hours))
    count = 0
    for row in connection.execute(due).all():
        if common.is_over(_events(connection, row.id, 0), row.last_at, now, retention):
            gone = connection.execute(delete(workshops).where(w.id == row.id, w.last_at == row.last_at))
            count += changed_rows(gone)
    return count


def count(connection: Connection) -> int:
    """How many workshops there are."""
    return int(connection.execute(select(func.count()).select_from(workshops)).scalar_one())
