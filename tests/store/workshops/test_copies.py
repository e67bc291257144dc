"""Backups with workshops in them, workshops that move to another laptop, and databases from before there were any."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import create_engine, text

from tests.live.moments import BEGUN, TALK, after, moment, started
from tests.store.workshops.test_workshops import mood, room_of_two, told
from tests.workbook.events import START, event, start
from tw_kit.live import Moment, replay
from tw_kit.store import Retention, tables
from tw_kit.store.backup_file import WORKSHOP, Header, write_backup
from tw_kit.workbook import Kind

CALM = Retention()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def target(request) -> str:
    if request.param == "postgresql":
        request.getfixturevalue("postgres")
    return request.param


def two_stores(make_store, kind, target, tmp_path):
    """Two laptops with one key."""
    store = make_store(kind, tmp_path / "a")
    begun, *people = room_of_two(store)
    (tmp_path / "b").mkdir()
    shutil.copy(tmp_path / "a" / "codes.key", tmp_path / "b" / "codes.key")
    return store, make_store(target, tmp_path / "b"), begun, people


def test_what_one_store_has_another_can_take(kind, target, make_store, tmp_path):
    store, other, begun, people = two_stores(make_store, kind, target, tmp_path)
    store.backup(tmp_path / "backup.jsonl", at=BEGUN, keep_until=after(9999))
    other.restore(tmp_path / "backup.jsonl", now=BEGUN, retention=CALM)
    assert other.workshops.read(begun.workshop) == store.workshops.read(begun.workshop)
    assert other.workshops.workbooks(begun.workshop) == store.workshops.workbooks(begun.workshop)
    assert other.workshops.open_console(begun.token) == store.workshops.open_console(begun.token)
    assert other.workshops.open_room(begun.room) == begun.workshop
    for person in people:
        assert other.export(person.workbook) == store.export(person.workbook)
    assert told(lambda: other.restore(tmp_path / "backup.jsonl", now=BEGUN, retention=CALM))[0] == "store.not_empty"


def test_an_erased_person_does_not_come_back_into_a_workshop(store, tmp_path):
    begun, gone, other = room_of_two(store)
    store.backup(tmp_path / "backup.jsonl", at=BEGUN, keep_until=after(9999))
    store.erase(gone.workbook, BEGUN)
    store.restore(tmp_path / "backup.jsonl", now=BEGUN, retention=CALM, replaces=True)
    happened = store.workshops.read(begun.workshop)
    assert list(replay(happened.events).participants) == [2]
    assert "Baie de Fundy 1" not in repr(happened)
    assert store.workshops.workbooks(begun.workshop) == {2: other.workbook}


def test_a_restore_over_workshops_alone_must_be_asked_for_too(store, tmp_path):
    store.backup(tmp_path / "empty.jsonl", at=BEGUN, keep_until=after(9999))
    store.workshops.start(started())
    restore = {"now": BEGUN, "retention": CALM}
    assert told(lambda: store.restore(tmp_path / "empty.jsonl", **restore))[0] == "live.not_empty"
    assert store.restore(tmp_path / "empty.jsonl", **restore, replaces=True).workbooks == 0


def test_a_workshop_moves_to_another_laptop_and_back(kind, target, make_store, tmp_path):
    store, other, begun, (one, two) = two_stores(make_store, kind, target, tmp_path)
    bystander = store.start([start()])
    assert store.workshops.hand_over(begun.workshop, tmp_path / "there.jsonl") == 2
    assert other.workshops.take_over(tmp_path / "there.jsonl") == begun.workshop
    assert other.workshops.read(begun.workshop).events == store.workshops.read(begun.workshop).events
    assert other.workshops.open_console(begun.token) == store.workshops.open_console(begun.token)
    assert other.open_workbook(one.code) == one.workbook
    assert told(lambda: other.open_workbook(bystander.code))[0] == "store.code_unknown"
    other.append(one.workbook, [event(Kind.REFLECTION_WRITTEN, factor="growth", text="on the second laptop")])
    other.workshops.append(begun.workshop, [mood(2, "fine")])
    store.append(two.workbook, [event(Kind.SITTING_FINISHED)])  # meanwhile, on the first
    other.workshops.hand_over(begun.workshop, tmp_path / "back.jsonl")
    store.workshops.take_over(tmp_path / "back.jsonl")
    assert replay(store.workshops.read(begun.workshop).events).moods[TALK] == {1: "lost", 2: "fine"}
    assert store.read(one.workbook)[-1].data["text"] == "on the second laptop"
    assert store.read(two.workbook)[-1].kind == Kind.SITTING_FINISHED
    assert store.open_workbook(bystander.code) == bystander.workbook
    assert store.workshops.join(begun.workshop, bystander.workbook, BEGUN).participant == 3


def test_what_went_on_here_is_not_replaced_by_an_older_file(store, tmp_path):
    begun, *_ = room_of_two(store)
    store.workshops.hand_over(begun.workshop, tmp_path / "old.jsonl")
    assert told(lambda: store.workshops.hand_over(begun.workshop, tmp_path / "old.jsonl"))[0] == "live.file_exists"
    store.workshops.append(begun.workshop, [moment(Moment.LOBBY_LOCKED)])
    assert told(lambda: store.workshops.take_over(tmp_path / "old.jsonl"))[0] == "live.newer_here"
    assert replay(store.workshops.read(begun.workshop).events).stage.is_locked


def test_an_erased_person_does_not_come_back_with_a_workshop_that_moves(store, tmp_path):
    begun, gone, other = room_of_two(store)
    store.workshops.hand_over(begun.workshop, tmp_path / "file.jsonl")
    store.erase(gone.workbook, BEGUN)
    generation = store.workshops.read(begun.workshop).generation
    store.workshops.take_over(tmp_path / "file.jsonl")
    happened = store.workshops.read(begun.workshop)
    assert happened.generation > generation
    assert list(replay(happened.events).participants) == [2]
    assert told(lambda: store.open_workbook(gone.code))[0] == "store.code_unknown"
    assert store.open_workbook(other.code) == other.workbook


def test_a_file_that_cannot_be_taken_changes_nothing(store, tmp_path):
    begun, *_ = room_of_two(store)
    before = store.workshops.read(begun.workshop)
    store.workshops.hand_over(begun.workshop, tmp_path / "good.jsonl")
    store.backup(tmp_path / "backup.jsonl", at=BEGUN, keep_until=after(9999))
    lines = (tmp_path / "good.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "cut.jsonl").write_text("".join(lines[:-2]), encoding="utf-8")
    mark = store.ready_key().mark()
    write_backup(tmp_path / "old.jsonl", Header(1, mark), [], WORKSHOP)
    write_backup(tmp_path / "new.jsonl", Header(99, mark), [], WORKSHOP)
    write_backup(tmp_path / "none.jsonl", Header(tables.SCHEMA_VERSION, mark), [], WORKSHOP)
    odd = {"id": begun.workshop, "room": "KMTRVXB", "sequence": 999, "generation": 0}
    write_backup(tmp_path / "odd.jsonl", Header(tables.SCHEMA_VERSION, mark), [("workshops", odd)], WORKSHOP)
    for name, message in {
        "backup": "file_foreign",
        "cut": "file_damaged",
        "old": "file_schema_older",
        "new": "file_schema_newer",
        "none": "file_damaged",
        "odd": "file_damaged",
        "nowhere": "file_unreadable",
    }.items():
        assert told(lambda name=name: store.workshops.take_over(tmp_path / f"{name}.jsonl"))[0] == f"live.{message}"
    assert store.workshops.read(begun.workshop) == before
    restore = {"now": BEGUN, "retention": CALM, "replaces": True}
    assert told(lambda: store.restore(tmp_path / "good.jsonl", **restore))[0] == "store.backup_foreign"


def test_a_workshop_moves_only_with_the_key(kind, make_store, tmp_path):
    store = make_store(kind, tmp_path / "a")
    begun, *_ = room_of_two(store)
    store.workshops.hand_over(begun.workshop, tmp_path / "file.jsonl")
    other = make_store(kind, tmp_path / "b")
    assert told(lambda: other.workshops.take_over(tmp_path / "file.jsonl"))[0] == "store.restore_key_missing"
    assert not (tmp_path / "b" / "codes.key").exists()
    other.start([start()])
    assert told(lambda: other.workshops.take_over(tmp_path / "file.jsonl"))[0] == "store.restore_key_other"


def test_a_database_from_before_there_were_workshops_gets_them_and_keeps_what_it_has(sql_kind, make_store, tmp_path):
    store = make_store(sql_kind)
    person = store.start([start()])
    engine = create_engine(store._database.reading.url)
    with engine.begin() as connection:
        for name in ("workshop_events", "workshop_links", "workshop_tokens", "workshops"):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '1'"))
    engine.dispose()
    again = make_store(sql_kind)
    assert again.open_workbook(person.code) == person.workbook
    begun = again.workshops.start(started())
    assert again.workshops.join(begun.workshop, person.workbook, BEGUN).participant == 1


def test_a_backup_from_before_there_were_workshops_can_be_restored(kind, make_store, tmp_path):
    store = make_store(kind)
    person = store.start([start()])
    row = {
        "id": "a" * 32,
        "code_hash": "b" * 64,
        "audience": "employer",
        "language": "en",
        "site": None,
        "started_at": START.isoformat(),
        "last_at": START.isoformat(),
        "sequence": 0,
    }
    mark = store.ready_key().mark()
    rows = [("meta", {"name": "key_mark", "value": mark}), ("participants", row)]
    write_backup(tmp_path / "old.jsonl", Header(1, mark), rows)
    assert store.restore(tmp_path / "old.jsonl", now=START, retention=CALM, replaces=True).workbooks == 1
    assert told(lambda: store.open_workbook(person.code))[0] == "store.code_unknown"
    begun = store.workshops.start(started())
    assert store.workshops.join(begun.workshop, "a" * 32, BEGUN).is_new
