"""Workshops in memory: for tests, demonstrations and trials."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tw_kit.live import participant_of
from tw_kit.store import steps
from tw_kit.store.backup_file import WORKSHOP, Header, Row, write_backup
from tw_kit.store.interface import Appended, Attended, Retention
from tw_kit.store.workshops import common, moving
from tw_kit.store.workshops.interface import Begun, Console, Happened, Joined
from tw_kit.store.workshops.rooms import checked_room, new_room_code
from tw_kit.workbook import Event

if TYPE_CHECKING:
    from tw_kit.store.memory import MemoryStore


@dataclass
class Kept:
    """One workshop."""

    room: str
    started_at: dt.datetime
    last_at: dt.datetime
    sequence: int = 0
    generation: int = 0
    participants: int = 0
    tokens: dict[str, dt.datetime] = field(default_factory=dict)
    links: dict[int, str] = field(default_factory=dict)
    events: list[tuple[int, Event]] = field(default_factory=list)

    def put(self, new: Sequence[Event]) -> None:
        """Keep events at the end."""
        for event in new:
            self.sequence += 1
            self.last_at = max(self.last_at, event.at)
            self.events.append((self.sequence, event))

    def forget(self, workbook: str) -> None:
        """Remove all that a person said, and that they came."""
        for number in [number for number, each in self.links.items() if each == workbook]:
            del self.links[number]
            self.events = [(n, event) for n, event in self.events if participant_of(event) != number]
            self.generation += 1


class MemoryWorkshops:
    """Workshops in memory; its methods are those of `Workshops`.

    Parameters
    ----------
    store : MemoryStore
    """

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def _kept(self, workshop: str) -> Kept:
        try:
            return self._store.kept.workshops[workshop]
        except KeyError as exc:
            raise common.gone() from exc

    def start(self, event: Event) -> Begun:
        """See `Workshops.start`."""
        common.checked_start(event)
        with self._store.lock:
            token = common.new_token()
            hashed = common.token_hash(self._store.ready_key(), token)
            rooms = {each.room for each in self._store.kept.workshops.values()}
            room = new_room_code()
            while room in rooms:
                room = new_room_code()
            begun = Begun(secrets.token_hex(16), room, token)
            kept = Kept(room, event.at, event.at, tokens={hashed: event.at})
            kept.put([event])
            self._store.kept.workshops[begun.workshop] = kept
            return begun

    def open_room(self, code: str) -> str:
        """See `Workshops.open_room`."""
        room = checked_room(code)
        with self._store.lock:
            found = next((name for name, each in self._store.kept.workshops.items() if each.room == room), None)
        if found is None:
            raise common.room_unknown()
        return found

    def room(self, workshop: str) -> str:
        """See `Workshops.room`."""
        with self._store.lock:
            return self._kept(workshop).room

    def open_console(self, token: str) -> Console:
        """See `Workshops.open_console`."""
        with self._store.lock:
            key = self._store.ready_key()
            hashed = common.token_hash(key, token)
            for name, each in self._store.kept.workshops.items():
                if hashed in each.tokens:
                    return Console(name, common.facilitator_of(key, hashed))
        raise common.token_unknown()

    def new_token(self, workshop: str, at: dt.datetime) -> str:
        """See `Workshops.new_token`."""
        with self._store.lock:
            token = common.new_token()
            self._kept(workshop).tokens[common.token_hash(self._store.ready_key(), token)] = at
            return token

    def append(self, workshop: str, events: Sequence[Event]) -> Appended:
        """See `Workshops.append`."""
        with self._store.lock:
            kept = self._kept(workshop)
            known = {event.key for _, event in kept.events}
            new = steps.new_events(common.of_people_there(events, kept.links), known)
            kept.put(new)
            return Appended(kept.sequence, len(new))

    def read(self, workshop: str, after: int = 0) -> Happened:
        """See `Workshops.read`."""
        with self._store.lock:
            kept = self._kept(workshop)
            events = tuple(event for number, event in kept.events if number > after)
            return Happened(events, kept.sequence, kept.generation)

    def join(self, workshop: str, workbook: str, at: dt.datetime) -> Joined:
        """See `Workshops.join`."""
        with self._store.lock:
            kept = self._kept(workshop)
            for number, linked in kept.links.items():
                if linked == workbook:
                    return Joined(number, is_new=False)
            person = self._store.person(workbook)
            kept.participants += 1
            kept.put([common.joined_event(kept.participants, person.audience, person.language, at)])
            kept.links[kept.participants] = workbook
            return Joined(kept.participants, is_new=True)

    def workbooks(self, workshop: str) -> Mapping[int, str]:
        """See `Workshops.workbooks`."""
        with self._store.lock:
            return dict(self._kept(workshop).links)

    def hand_over(self, workshop: str, file: Path) -> int:
        """See `Workshops.hand_over`."""
        with self._store.lock:
            kept = self._kept(workshop)
            people = set(kept.links.values())
            header = Header(self._store.schema_version, self._store.kept.mark)
            rows = [*self._store.rows_of_people(people), *rows_of({workshop: kept})]
            write_backup(file, header, rows, WORKSHOP)
            return len(people)

    def take_over(self, file: Path) -> str:
        """See `Workshops.take_over`."""
        with self._store.lock:
            moving.refuse_unusable(file, self._store.key, self._store.schema_version)
            self._store.ready_key()
            moved = moving.read_moved(file, set(self._store.kept.erased))
            name: str = moved.workshop["id"]
            here = self._store.kept.workshops.get(name)
            if here is not None and here.sequence > moved.workshop["sequence"]:
                raise common.newer_here()
            fresh: dict[str, Kept] = {}
            try:
                for table, rows in (
                    ("workshops", [moved.workshop]),
                    ("workshop_tokens", moved.tokens),
                    ("workshop_links", moved.links),
                    ("workshop_events", moved.workshop_events),
                ):
                    for row in rows:
                        take(fresh, table, row)
                self._store.take_people(moved.people, moved.events)
            except (KeyError, TypeError, ValueError) as exc:
                raise moving.damaged(file) from exc
            fresh[name].generation = max(fresh[name].generation, 0 if here is None else here.generation) + 1
            self._store.kept.workshops[name] = fresh[name]
            return name


def attended(workshops: Mapping[str, Kept], workbook: str) -> tuple[Attended, ...]:
    """What is held of a person in workshops."""
    return tuple(
        Attended(name, number, tuple(event for _, event in each.events if participant_of(event) == number))
        for name, each in sorted(workshops.items())
        for number, linked in each.links.items()
        if linked == workbook
    )


def over(workshops: Mapping[str, Kept], now: dt.datetime, retention: Retention) -> list[str]:
    """The workshops whose time is over."""
    return [
        name
        for name, each in workshops.items()
        if common.is_over((event for _, event in each.events), each.last_at, now, retention)
    ]


def rows_of(workshops: Mapping[str, Kept]) -> Iterator[tuple[str, Row]]:
    """All rows of workshops, in an order in which they can be put back."""
    text = steps.time_text
    for name, each in workshops.items():
        row: Row = {
            "id": name,
            "room": each.room,
            "started_at": text(each.started_at),
            "last_at": text(each.last_at),
            "sequence": each.sequence,
            "generation": each.generation,
            "participants": each.participants,
        }
        yield "workshops", row
    for name, each in workshops.items():
        for hashed, at in each.tokens.items():
            yield "workshop_tokens", {"token_hash": hashed, "workshop": name, "at": text(at)}
    for name, each in workshops.items():
        for number, workbook in each.links.items():
            yield "workshop_links", {"workshop": name, "participant": number, "workbook": workbook}
    for name, each in workshops.items():
        for sequence, event in each.events:
            where = {"workshop": name, "sequence": sequence, "key": event.key, "at": text(event.at)}
            what = {"kind": event.kind, "data": event.data_json(), "participant": participant_of(event)}
            yield "workshop_events", {**where, **what}


def take(workshops: dict[str, Kept], table: str, row: Row) -> None:
    """Put one row where it belongs; rows of other tables are passed over."""
    time = dt.datetime.fromisoformat
    if table == "workshops":
        counts = {name: row[name] for name in ("sequence", "generation", "participants")}
        kept = Kept(row["room"], time(row["started_at"]), time(row["last_at"]))
        workshops[row["id"]] = replace(kept, **counts)
    elif table == "workshop_tokens":
        workshops[row["workshop"]].tokens[row["token_hash"]] = time(row["at"])
    elif table == "workshop_links":
        workshops[row["workshop"]].links[row["participant"]] = row["workbook"]
    elif table == "workshop_events":
        event = Event(row["key"], time(row["at"]), row["kind"], json.loads(row["data"]))
        workshops[row["workshop"]].events.append((row["sequence"], event))
