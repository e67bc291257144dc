"""Erasing, and the end of a workbook's time."""

from __future__ import annotations

import datetime as dt
import sqlite3

import pytest

from tests.workbook.events import CONTENT, START, event, start
from tw_kit.errors import StoreFaults, WorkbookGone
from tw_kit.store import Retention
from tw_kit.store.interface import KEEP_SCOPE
from tw_kit.workbook import Kind, replay, scopes_in_force

DAY = dt.timedelta(days=1)
WORDS = "Mme Aucoin, quai de la Baleine, marée basse"


def consent(given=True, at=START):
    version = next(s.version for s in CONTENT.consents.scopes if s.id == KEEP_SCOPE)
    if given:
        return event(Kind.CONSENT_GIVEN, at=at, scope=KEEP_SCOPE, version=version)
    return event(Kind.CONSENT_WITHDRAWN, at=at, scope=KEEP_SCOPE)


def written(text=WORDS, at=START, times=1):
    return [event(Kind.REFLECTION_WRITTEN, at=at, factor="growth", text=f"{text} {n}") for n in range(times)]


def test_an_erased_person_is_gone_and_others_are_not(store):
    first, second = store.start([start()]), store.start([start()])
    store.append(first.workbook, written(times=3))
    erased = store.erase(first.workbook, START)
    assert (erased.events, erased.is_wiped, erased.backups) == (4, True, ())
    with pytest.raises(WorkbookGone):
        store.read(first.workbook)
    with pytest.raises(WorkbookGone):
        store.append(first.workbook, written())
    with pytest.raises(StoreFaults):
        store.open_workbook(first.code)
    assert store.open_workbook(second.code) == second.workbook


def test_erasing_names_the_backups_that_still_hold_the_person(store, tmp_path):
    early = store.start([start()])
    store.backup(tmp_path / "one.jsonl", at=START + DAY, keep_until=START + 30 * DAY)
    store.backup(tmp_path / "old.jsonl", at=START + 2 * DAY, keep_until=START + 3 * DAY)
    late = store.start([start(at=START + 5 * DAY)])
    (named,) = store.erase(early.workbook, START + 6 * DAY).backups
    assert (named.at, named.keep_until) == (START + DAY, START + 30 * DAY)
    assert store.erase(late.workbook, START + 6 * DAY).backups == ()


@pytest.mark.parametrize(
    ("events", "after", "is_kept"),
    [
        ([], dt.timedelta(hours=23, minutes=59), True),
        ([], dt.timedelta(hours=24), False),
        ([event(Kind.SITTING_FINISHED, at=START + DAY)], dt.timedelta(hours=47), True),
        ([consent()], 399 * DAY, True),
        ([consent()], 400 * DAY, False),
        ([consent(), consent(given=False)], dt.timedelta(hours=25), False),
        ([consent(), consent(given=False), consent()], 30 * DAY, True),
    ],
)
def test_a_workbook_is_kept_for_a_day_or_as_long_as_was_agreed(store, events, after, is_kept):
    made = store.start([start(), *events])
    over = store.purge(START + after, Retention())
    assert over == (() if is_kept else (made.workbook,))
    if is_kept:
        assert store.read(made.workbook)
    else:
        with pytest.raises(StoreFaults):
            store.open_workbook(made.code)


def test_retention_is_a_setting(store):
    store.start([start()])
    store.start([start(), consent()])
    assert store.purge(START + DAY, Retention(hours=48)) == ()
    assert len(store.purge(START + 3 * DAY, Retention(hours=48, agreed_days=5))) == 1
    assert len(store.purge(START + 5 * DAY, Retention(hours=48, agreed_days=5))) == 1


def test_the_store_reads_consents_as_the_reducer_does():
    odd = [
        event(Kind.CONSENT_GIVEN, scope=KEEP_SCOPE),
        event(Kind.CONSENT_GIVEN, scope="not an id", version=1),
        event(Kind.CONSENT_GIVEN, scope="gone", version=2),
        consent(),
        event(Kind.CONSENT_WITHDRAWN, scope=KEEP_SCOPE, version="x"),
    ]
    for end in range(len(odd) + 1):
        events = [start(), *odd[:end]]
        assert scopes_in_force(events) == set(replay(events, CONTENT).consents)


def bytes_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_of_an_erased_person_is_left_in_the_files(make_store, tmp_path):
    store = make_store("sqlite")
    data = tmp_path / "data"
    made, other = store.start([start()]), store.start([start()])
    for n in range(40):  # over pages of the file, and its log
        store.append(made.workbook, written(f"{WORDS} {n} " + "é" * 3000))
        store.append(other.workbook, written("someone else"))
    store.append(made.workbook, written("last words"))
    needles = [WORDS.encode(), b"last words", made.workbook.encode()]
    found = b"".join(bytes_of(data).values())
    assert all(needle in found for needle in needles)
    assert store.erase(made.workbook, START).is_wiped
    left = b"".join(bytes_of(data).values())
    assert [needle for needle in needles if needle in left] == []
    assert b"someone else" in left


def test_nothing_is_left_after_a_purge_either(make_store, tmp_path):
    store = make_store("sqlite")
    made = store.start([start(), *written(times=20)])
    assert store.purge(START + 2 * DAY, Retention()) == (made.workbook,)
    assert WORDS.encode() not in b"".join(bytes_of(tmp_path / "data").values())


def test_where_another_program_holds_the_file_the_receipt_says_so(make_store, tmp_path, monkeypatch):
    monkeypatch.setattr("tw_kit.store.sql.WIPE_TRIES", 2)
    store = make_store("sqlite")
    made = store.start([start(), *written(times=20)])
    held = sqlite3.connect(tmp_path / "data" / "workbooks.sqlite3", isolation_level=None)
    held.execute("BEGIN")
    held.execute("SELECT count(*) FROM events").fetchone()
    assert not store.erase(made.workbook, START).is_wiped
    with pytest.raises(WorkbookGone):
        store.read(made.workbook)
    held.close()
    assert store.wipe()
    assert WORDS.encode() not in b"".join(bytes_of(tmp_path / "data").values())


def test_postgresql_leaves_no_dead_rows(make_store, postgres):
    import psycopg

    store = make_store("postgresql")
    made = store.start([start(), *written(times=20)])
    address = store._database.reading.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        size = "SELECT pg_relation_size('events')"
        assert connection.execute(size).fetchone() > (0,)
        store.erase(made.workbook, START)
        assert connection.execute(size).fetchone() == (0,)
