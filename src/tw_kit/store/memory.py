"""A store that lives and dies with its process: for tests, demonstrations and trials. It keeps what the others keep."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tw_kit.errors import Fault, StoreFailed
from tw_kit.store import steps
from tw_kit.store.backup_file import Header, Row, write_backup
from tw_kit.store.codes import CodeKey, new_code
from tw_kit.store.interface import KEEP_SCOPE, Appended, Backup, Erased, Held, Restored, Retention, Started
from tw_kit.workbook import Event, scopes_in_force

_SCHEMA_VERSION = 1  # of the tables that its backups are laid out in; tables.py, which this does not import, has it


@dataclass
class _Kept:
    """Everything in the store; swapped whole by a restore."""

    people: dict[str, Held] = field(default_factory=dict)
    by_code: dict[str, str] = field(default_factory=dict)
    erased: dict[str, dt.datetime] = field(default_factory=dict)
    backups: list[Backup] = field(default_factory=list)
    mark: str | None = None


class MemoryStore:
    """A store in memory; its methods are those of `Store`.

    Parameters
    ----------
    key : CodeKey or None
        None makes one that no other store has.
    """

    is_shared = False

    def __init__(self, key: CodeKey | None = None) -> None:
        self._key = CodeKey(None) if key is None else key
        self._kept = _Kept()
        self._lock = threading.RLock()

    def _hashed(self, code: str) -> str:
        self._key.ensure(self._kept.mark, self._keep_mark)
        return self._key.hashed(code)

    def _keep_mark(self, mark: str) -> str:
        self._kept.mark = mark
        return mark

    def _person(self, workbook: str) -> Held:
        try:
            return self._kept.people[workbook]
        except KeyError as exc:
            raise steps.gone() from exc

    def start(self, events: Sequence[Event], *, site: str | None = None) -> Started:
        """See `Store.start`."""
        audience, language = steps.start_facts(events)
        with self._lock:
            for _ in range(steps.CODE_TRIES):
                code = new_code(language)
                hashed = self._hashed(code)
                if hashed not in self._kept.by_code and hashed not in self._kept.erased:
                    break
            else:
                raise StoreFailed(Fault("store.no_code"))
            workbook = secrets.token_hex(16)
            last = max(event.at for event in events)
            held = Held(workbook, hashed, audience, language, site, events[0].at, last, tuple(events))
            self._kept.people[workbook] = held
            self._kept.by_code[hashed] = workbook
            return Started(workbook, code)

    def open_workbook(self, code: str) -> str:
        """See `Store.open_workbook`."""
        with self._lock:
            workbook = self._kept.by_code.get(self._hashed(code))
        if workbook is None:
            raise steps.code_unknown()
        return workbook

    def append(self, workbook: str, events: Sequence[Event]) -> Appended:
        """See `Store.append`."""
        with self._lock:
            held = self._person(workbook)
            new = steps.new_events(events, {event.key for event in held.events})
            last = max([held.last_at, *(event.at for event in new)])
            self._kept.people[workbook] = held = replace(held, last_at=last, events=(*held.events, *new))
            return Appended(len(held.events), len(new))

    def read(self, workbook: str, after: int = 0) -> tuple[Event, ...]:
        """See `Store.read`."""
        with self._lock:
            return self._person(workbook).events[max(0, after) :]

    def export(self, workbook: str) -> Held:
        """See `Store.export`."""
        with self._lock:
            return self._person(workbook)

    def erase(self, workbook: str, at: dt.datetime) -> Erased:
        """See `Store.erase`."""
        with self._lock:
            held = self._person(workbook)
            self._kept.erased[held.code_hash] = at
            self._remove(workbook)
            backups = tuple(b for b in self._kept.backups if b.at >= held.started_at and b.keep_until > at)
            return Erased(len(held.events), True, backups)

    def _remove(self, workbook: str) -> None:
        del self._kept.by_code[self._kept.people.pop(workbook).code_hash]

    def purge(self, now: dt.datetime, retention: Retention) -> tuple[str, ...]:
        """See `Store.purge`."""
        with self._lock:
            over = [
                held.workbook
                for held in self._kept.people.values()
                if retention.ends(held.last_at, KEEP_SCOPE in scopes_in_force(held.events)) <= now
            ]
            for workbook in over:
                self._remove(workbook)
            return tuple(sorted(over))

    def wipe(self) -> bool:
        """See `Store.wipe`."""
        return True

    def backup(self, file: Path, *, at: dt.datetime, keep_until: dt.datetime) -> int:
        """See `Store.backup`."""
        with self._lock:
            made = Backup(at, keep_until)
            kept = [*self._kept.backups, made]
            write_backup(file, Header(_SCHEMA_VERSION, self._kept.mark), self._rows(kept))
            self._kept.backups.append(made)
            return len(self._kept.people)

    def _rows(self, backups: list[Backup]) -> Iterator[tuple[str, Row]]:
        text = steps.time_text
        if self._kept.mark is not None:
            yield "meta", {"name": "key_mark", "value": self._kept.mark}
        for held in self._kept.people.values():
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
        for held in self._kept.people.values():
            for sequence, event in enumerate(held.events, start=1):
                row = {"workbook": held.workbook, "sequence": sequence, "key": event.key, "at": text(event.at)}
                yield "events", {**row, "kind": event.kind, "data": event.data_json()}
        for hashed, at in self._kept.erased.items():
            yield "erasures", {"code_hash": hashed, "at": text(at)}
        for each in backups:
            yield "backups", {"at": text(each.at), "keep_until": text(each.keep_until)}

    def restore(self, file: Path, *, now: dt.datetime, retention: Retention, replaces: bool = False) -> Restored:
        """See `Store.restore`."""
        with self._lock:
            header = steps.usable_header(file, self._key, _SCHEMA_VERSION)
            if self._kept.people and not replaces:
                raise steps.not_empty(len(self._kept.people))
            wanted = steps.Wanted(file, set(self._kept.erased))
            fresh = _Kept(mark=header.key_mark or self._kept.mark)
            try:
                for table, row in wanted.rows():
                    _take(fresh, table, row)
            except (KeyError, TypeError, ValueError) as exc:
                raise wanted.damaged() from exc
            fresh.erased = {hashed: self._kept.erased.get(hashed, now) for hashed in wanted.erased}
            self._kept = fresh
            purged = self.purge(now, retention)
            return Restored(len(self._kept.people), len(wanted.left_out), len(purged))

    def close(self) -> None:
        """See `Store.close`."""


def _take(kept: _Kept, table: str, row: Row) -> None:
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
