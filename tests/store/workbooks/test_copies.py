"""Backups: whole, from any store into any store, never a half."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import stat

import pytest

from tests.workbook.events import START, event, start
from tw_kit.errors import StoreFailed, StoreFaults
from tw_kit.model import Audience
from tw_kit.store import Retention
from tw_kit.store.backup_file import Header, write_backup
from tw_kit.store.tables import SCHEMA_VERSION
from tw_kit.workbook import Kind

DAY = dt.timedelta(days=1)
SOON = START + dt.timedelta(hours=1)
LATER = START + 30 * DAY
CALM = Retention()


def filled(store):
    seeker = store.start([start()], site="harbour")
    employer = store.start([start(Audience.EMPLOYER, "fr")])
    words = "Pâtes au beurre \x00 \U0001f9ed"
    store.append(seeker.workbook, [event(Kind.REFLECTION_WRITTEN, factor="growth", text=words)])
    store.append(employer.workbook, [event(Kind.SCREEN_REACHED, screen=f"s{n}") for n in range(600)])
    return seeker, employer


def copied(store, path, at=SOON):
    return store.backup(path, at=at, keep_until=LATER)


def message(caught):
    (fault,) = caught.value.faults
    return fault.message


@pytest.mark.parametrize("target", ["memory", "sqlite", "postgresql"])
def test_what_one_store_has_another_can_take(kind, target, make_store, tmp_path, request):
    if target == "postgresql":
        request.getfixturevalue("postgres")
    store = make_store(kind, tmp_path / "a")
    seeker, employer = filled(store)
    path = tmp_path / "backup.jsonl"
    assert copied(store, path) == 2
    (tmp_path / "b").mkdir()
    shutil.copy(tmp_path / "a" / "codes.key", tmp_path / "b" / "codes.key")
    other = make_store(target, tmp_path / "b")
    assert other.restore(path, now=SOON, retention=CALM).workbooks == 2
    for person in (seeker, employer):
        assert other.open_workbook(person.code) == person.workbook
        assert other.export(person.workbook) == store.export(person.workbook)
    assert other.append(seeker.workbook, [event(Kind.SITTING_FINISHED)]).sequence == 3


def test_a_backup_is_for_its_owner_alone_and_replaces_nothing(store, tmp_path):
    filled(store)
    path = tmp_path / "backup.jsonl"
    copied(store, path)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(StoreFaults) as caught:
        copied(store, path, at=SOON + DAY)
    assert message(caught) == "store.backup_exists"
    assert path.read_bytes() == before
    with pytest.raises(StoreFaults) as caught:
        copied(store, tmp_path / "nowhere" / "backup.jsonl", at=SOON + DAY)
    assert message(caught) == "store.file_refused"
    person = store.start([start()])
    assert [b.at for b in store.erase(person.workbook, SOON).backups] == [SOON]  # none noted that was not made


def test_an_erased_person_stays_erased(store, tmp_path):
    seeker, employer = filled(store)
    path = tmp_path / "backup.jsonl"
    copied(store, path)
    store.erase(seeker.workbook, SOON)
    restored = store.restore(path, now=SOON, retention=CALM, replaces=True)
    assert (restored.workbooks, restored.erased, restored.purged) == (1, 1, 0)
    with pytest.raises(StoreFaults):
        store.open_workbook(seeker.code)
    assert store.open_workbook(employer.code) == employer.workbook
    second = tmp_path / "second.jsonl"
    copied(store, second, at=SOON + DAY)
    assert "Pâtes" not in second.read_text(encoding="utf-8")


def test_an_erased_person_stays_erased_though_the_database_is_lost(make_store, tmp_path):
    data = tmp_path / "data"
    store = make_store("sqlite")
    seeker, employer = filled(store)
    path = tmp_path / "backup.jsonl"
    copied(store, path)
    store.erase(seeker.workbook, SOON)
    store.close()
    for file in data.glob("workbooks.sqlite3*"):
        file.unlink()
    store = make_store("sqlite")
    assert store.restore(path, now=SOON, retention=CALM).erased == 1
    assert b"P\xc3\xa2tes" not in b"".join(p.read_bytes() for p in data.iterdir())
    assert store.open_workbook(employer.code) == employer.workbook


def test_what_was_out_of_date_does_not_come_back(store, tmp_path):
    filled(store)
    path = tmp_path / "backup.jsonl"
    copied(store, path)
    assert len(store.purge(START + 2 * DAY, CALM)) == 2
    restored = store.restore(path, now=START + 2 * DAY, retention=CALM)
    assert (restored.workbooks, restored.purged) == (0, 2)


def test_a_store_that_has_workbooks_is_replaced_only_when_asked(store, tmp_path):
    seeker, _ = filled(store)
    path = tmp_path / "backup.jsonl"
    copied(store, path)
    newer = store.start([start()])
    with pytest.raises(StoreFaults) as caught:
        store.restore(path, now=SOON, retention=CALM)
    assert message(caught) == "store.not_empty"
    assert store.open_workbook(newer.code) == newer.workbook
    store.restore(path, now=SOON, retention=CALM, replaces=True)
    assert store.open_workbook(seeker.code) == seeker.workbook
    with pytest.raises(StoreFaults):
        store.open_workbook(newer.code)


def spoiled(path, change):
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(change(lines)), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda lines: lines[:-1], "backup_damaged"),
        (lambda lines: lines[: len(lines) // 2], "backup_damaged"),
        (lambda lines: [*lines[:5], *lines[6:]], "backup_damaged"),
        (lambda lines: [line.replace("screen_reached", "screen_rxached") for line in lines], "backup_damaged"),
        (lambda lines: [*lines, "\n"], "backup_damaged"),
        (lambda lines: lines[1:], "backup_foreign"),
        (lambda lines: [], "backup_foreign"),
        (lambda lines: ["[" * 9 + "\n"], "backup_foreign"),
        (lambda lines: [lines[0].replace('"schema_version": ', '"schema_version": 9'), *lines[1:]], "backup_damaged"),
    ],
)
def test_a_spoiled_backup_is_refused_whole(store, tmp_path, change, name):
    seeker, _ = filled(store)
    path = tmp_path / "backup.jsonl"
    copied(store, path)
    spoiled(path, change)
    with pytest.raises(StoreFaults) as caught:
        store.restore(path, now=SOON, retention=CALM, replaces=True)
    assert message(caught) == f"store.{name}"
    assert store.open_workbook(seeker.code) == seeker.workbook


def header(store, tmp_path):
    copied(store, tmp_path / "for_its_header.jsonl")
    return json.loads((tmp_path / "for_its_header.jsonl").read_text(encoding="utf-8").splitlines()[0])


PERSON = {
    "id": "a" * 32,
    "code_hash": "b" * 64,
    "audience": "employer",
    "language": "en",
    "site": None,
    "started_at": START.isoformat(),
    "last_at": START.isoformat(),
    "sequence": 1,
}
HAPPENED = {"workbook": "a" * 32, "sequence": 1, "key": "k", "at": START.isoformat(), "kind": "a", "data": "{}"}


@pytest.mark.parametrize(
    "rows",
    [
        [("participants", PERSON), ("events", {**HAPPENED, "workbook": "c" * 32})],
        [("participants", PERSON), ("events", {k: v for k, v in HAPPENED.items() if k != "key"})],
        [("participants", {**PERSON, "last_at": "yesterday"})],
        [("participants", {**PERSON, "last_at": None})],
    ],
)
def test_a_sealed_backup_whose_rows_do_not_fit_is_never_half_restored(store, tmp_path, rows):
    seeker, employer = filled(store)
    mark = header(store, tmp_path)["key_mark"]
    path = tmp_path / "odd.jsonl"
    write_backup(path, Header(SCHEMA_VERSION, mark), rows)
    with pytest.raises(StoreFaults) as caught:
        store.restore(path, now=SOON, retention=CALM, replaces=True)
    assert message(caught) == "store.backup_damaged"
    for person in (seeker, employer):
        assert store.open_workbook(person.code) == person.workbook
    assert len(store.read(employer.workbook)) == 601


def test_a_backup_of_a_newer_schema_is_refused_with_both_versions(store, tmp_path):
    filled(store)
    mark = header(store, tmp_path)["key_mark"]
    path = tmp_path / "newer.jsonl"
    write_backup(path, Header(9, mark), [])
    with pytest.raises(StoreFaults) as caught:
        store.restore(path, now=SOON, retention=CALM, replaces=True)
    (fault,) = caught.value.faults
    assert (fault.message, fault.facts["got"], fault.facts["known"]) == ("store.backup_schema_newer", 9, SCHEMA_VERSION)


def test_a_backup_is_taken_only_with_its_key(kind, make_store, tmp_path):
    store = make_store(kind, tmp_path / "a")
    filled(store)
    path = tmp_path / "backup.jsonl"
    copied(store, path)
    other = make_store(kind, tmp_path / "b")
    with pytest.raises(StoreFaults) as caught:
        other.restore(path, now=SOON, retention=CALM)
    assert message(caught) == "store.restore_key_missing"
    other.start([start()])
    with pytest.raises(StoreFaults) as caught:
        other.restore(path, now=SOON, retention=CALM, replaces=True)
    assert message(caught) == "store.restore_key_other"


def test_a_restore_that_is_stopped_half_way_changes_nothing(sql_kind, make_store, tmp_path, monkeypatch):
    store = make_store(sql_kind)
    seeker, employer = filled(store)
    path = tmp_path / "backup.jsonl"
    copied(store, path)

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("tw_kit.store.sql._purged", stop)
    with pytest.raises(KeyboardInterrupt):
        store.restore(path, now=SOON, retention=CALM, replaces=True)
    assert store.open_workbook(seeker.code) == seeker.workbook
    assert len(store.read(employer.workbook)) == 601
    assert store.append(seeker.workbook, [event(Kind.SITTING_FINISHED)]).added == 1


def test_a_database_that_is_not_there_is_a_failure_with_a_place(tmp_path):
    pytest.importorskip("psycopg")
    from tw_kit.store import open_store

    with pytest.raises(StoreFailed) as caught:
        open_store(tmp_path, f"postgresql://nobody:secretword@/nothing?host={tmp_path}")
    (fault,) = caught.value.faults
    assert fault.message == "store.unavailable"
    assert "secretword" not in str(caught.value)
