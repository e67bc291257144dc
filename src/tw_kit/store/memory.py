"""A store that lives and dies with its process: for tests, demonstrations and trials. It keeps what the others keep."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tw_kit.errors import Fault, StoreFailed
from tw_kit.store import steps
from tw_kit.store.backup_file import Header, Row, write_backup
from tw_kit.store.codes import CodeKey, new_code
from tw_kit.store.interface import KEEP_SCOPE, Appended, Backup, Erased, Held, Restored, Retention, Started
from tw_kit.store.workshops import memory as in_workshops
from tw_kit.store.workshops.memory import Kept, MemoryWorkshops
from tw_kit.workbook import Event, scopes_in_force

_SCHEMA_VERSION = 2  # of the tables that its backups are laid out in; tables.py, which this does not import, has it


@dataclass
class _Everything:
    """Everything in the store; swapped whole by a restore."""

    people: dict[str, Held] = field(default_factory=dict)
    by_code: dict[str, str] = field(default_factory=dict)
    erased: dict[str, dt.datetime] = field(default_factory=dict)
    backups: list[Backup] = field(default_factory=list)
    workshops: dict[str, Kept] = field(default_factory=dict)
    mark: str | None = None


class MemoryStore:
    """A store in memory; its methods are those of `Store`.

    Parameters
    ----------
    key : CodeKey or None
        None makes one that no other store has.
    """

    is_shared = False
    schema_version = _SCHEMA_VERSION

    def __init__(self, key: CodeKey | None = None) -> None:
        self.key = CodeKey(None) if key is None else key
        self.kept = _Everything()
        self.lock = threading.RLock()
        self.workshops = MemoryWorkshops(self)

    def ready_key(self) -> CodeKey:
        """The key of the codes, the right one for this store."""
        self.key.ensure(self.kept.mark, self._keep_mark)
        return self.key

    def _hashed(self, code: str) -> str:
        return self.ready_key().hashed(code)

    def _keep_mark(self, mark: str) -> str:
        self.kept.mark = mark
        return mark

    def person(self, workbook: str) -> Held:
        """A person; raises WorkbookGone."""
        try:
            return self.kept.people[workbook]
        except KeyError as exc:
            raise steps.gone() from exc

    def start(self, events: Sequence[Event], *, site: str | None = None) -> Started:
        """See `Store.start`."""
        audience, language = steps.start_facts(events)
        with self.lock:
            for _ in range(steps.CODE_TRIES):
                code = new_code(language)
                hashed = self._hashed(code)
                if hashed not in self.kept.by_code and hashed not in self.kept.erased:
                    break
            else:
                raise StoreFailed(Fault("store.no_code"))
            workbook = secrets.token_hex(16)
            last = max(event.at for event in events)
            held = Held(workbook, hashed, audience, language, site, events[0].at, last, tuple(events))
            self.kept.people[workbook] = held
            self.kept.by_code[hashed] = workbook
            return Started(workbook, code)

    def open_workbook(self, code: str) -> str:
        """See `Store.open_workbook`."""
        with self.lock:
            workbook = self.kept.by_code.get(self._hashed(code))
        if workbook is None:
            raise steps.code_unknown()
        return workbook

    def append(self, workbook: str, events: Sequence[Event]) -> Appended:
        """See `Store.append`."""
        with self.lock:
            held = self.person(workbook)
            new = steps.new_events(events, {event.key for event in held.events})
            last = max([held.last_at, *(event.at for event in new)])
            self.kept.people[workbook] = held = replace(held, last_at=last, events=(*held.events, *new))
            return Appended(len(held.events), len(new))

    def read(self, workbook: str, after: int = 0) -> tuple[Event, ...]:
        """See `Store.read`."""
        with self.lock:
            return self.person(workbook).events[max(0, after) :]

    def export(self, workbook: str) -> Held:
        """See `Store.export`."""
        with self.lock:
            return replace(self.person(workbook), workshops=in_workshops.attended(self.kept.workshops, workbook))

    def erase(self, workbook: str, at: dt.datetime) -> Erased:
        """See `Store.erase`."""
        with self.lock:
            held = self.person(workbook)
            self.kept.erased[held.code_hash] = at
            self._remove(workbook)
            backups = tuple(b for b in self.kept.backups if b.at >= held.started_at and b.keep_until > at)
            return Erased(len(held.events), True, backups)

    def _remove(self, workbook: str) -> None:
        del self.kept.by_code[self.kept.people.pop(workbook).code_hash]
        for workshop in self.kept.workshops.values():
            workshop.forget(workbook)

    def purge(self, now: dt.datetime, retention: Retention) -> tuple[str, ...]:
        """See `Store.purge`."""
        with self.lock:
            over = [
                held.workbook
                for held in self.kept.people.values()
                if retention.ends(held.last_at, KEEP_SCOPE in scopes_in_force(held.events)) <= now
            ]
            for workbook in over:
                self._remove(workbook)
            for workshop in in_workshops.over(self.kept.workshops, now, retention):
                del self.kept.workshops[workshop]
            return tuple(sorted(over))

    def wipe(self) -> bool:
        """See `Store.wipe`."""
        return True

    def backup(self, file: Path, *, at: dt.datetime, keep_until: dt.datetime) -> int:
        """See `Store.backup`."""
        with self.lock:
            made = Backup(at, keep_until)
            kept = [*self.kept.backups, made]
            write_backup(file, Header(_SCHEMA_VERSION, self.kept.mark), self._rows(kept))
            self.kept.backups.append(made)
            return len(self.kept.people)

    def _rows(self, backups: list[Backup]) -> Iterator[tuple[str, Row]]:
        text = steps.time_text
        if self.kept.mark is not None:
            yield "meta", {"name": "key_mark", "value": self.kept.mark}
        yield from self.rows_of_people(self.kept.people)
        yield from in_workshops.rows_of(self.kept.workshops)
        for hashed, at in self.kept.erased.items():
            yield "erasures", {"code_hash": hashed, "at": text(at)}
        for each in backups:
            yield "backups", {"at": text(each.at), "keep_until": text(each.keep_until)}

    def rows_of_people(self, workbooks: Collection[str]) -> Iterator[tuple[str, Row]]:
        """All rows of some workbooks, in an order in which they can be put back."""
        text = steps.time_text
        people = [held for held in self.kept.people.values() if held.workbook in workbooks]
        for held in people:
            yield (
                "participants",
                {
                    "id": held.workbook,
                    "code_hash": held.code_hash,
                    "audience": held.audience,
                    "language": held.language,
                    "site": held.site,
                    "started_at": text(held.started_at),
                    "last_at": text(held.last_at),
                    "sequence": len(held.events),
                },
            )
        for held in people:
            for sequence, event in enumerate(held.events, start=1):
                row = {"workbook": held.workbook, "sequence": sequence, "key": event.key, "at": text(event.at)}
                yield "events", {**row, "kind": event.kind, "data": event.data_json()}

    def take_people(self, people: Mapping[str, Row], events: Mapping[str, Sequence[Row]]) -> None:
        """Take workbooks from rows: all or none; one that is here already is replaced only by one with more in it."""
        fresh = _Everything()
        for workbook, row in people.items():
            _take(fresh, "participants", row)
            for each in events[workbook]:
                _take(fresh, "events", each)
        for workbook, held in fresh.people.items():
            here = self.kept.people.get(workbook)
            if here is None or len(here.events) < len(held.events):
                self.kept.people[workbook] = held
                self.kept.by_code[held.code_hash] = workbook

    def restore(self, file: Path, *, now: dt.datetime, retention: Retention, replaces: bool = False) -> Restored:
        """See `Store.restore`."""
        with self.lock:
            header = steps.usable_header(file, self.key, _SCHEMA_VERSION)
            if self.kept.people and not replaces:
                raise steps.not_empty(len(self.kept.people))
            if self.kept.workshops and not replaces:
                raise steps.workshops_there(len(self.kept.workshops))
            wanted = steps.Wanted(file, set(self.kept.erased))
            fresh = _Everything(mark=header.key_mark or self.kept.mark)
            try:
                for table, row in wanted.rows():
                    _take(fresh, table, row)
            except (KeyError, TypeError, ValueError) as exc:
                raise wanted.damaged() from exc
            fresh.erased = {hashed: self.kept.erased.get(hashed, now) for hashed in wanted.erased}
            self.kept = fresh
            purged = self.purge(now, retention)
            return Restored(len(self.kept.people), len(wanted.left_out), len(purged))

    def close(self) -> None:
        """See `Store.close`."""


def _take(kept: _Everything, table: str, row: Row) -> None:
    """Put one row of a backup where it belongs."""
    time = dt.datetime.fromisoformat
    if table == "participants":
        workbook = row["id"]
        kept.people[workbook] = Held(
            workbook=workbook,
            code_hash=row["code_hash"],
            audience=row["audience"],
            language=row["language"],
            site=row["site"],
            started_at=time(row["started_at"]),
            last_at=time(row["last_at"]),
            events=(),
        )
        kept.by_code[row["code_hash"]] = workbook
    elif table == "events":
        held = kept.people[row["workbook"]]
        event = Event(row["key"], time(row["at"]), row["kind"], json.loads(row["data"]))
        kept.people[row["workbook"]] = replace(held, events=(*held.events, event))
    elif table == "backups":
        kept.backups.append(Backup(time(row["at"]), time(row["keep_until"])))
    else:
        in_workshops.take(kept.workshops, table, row)
