"""Schemas, files, addresses, and what it costs to import a store."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.workbook.events import event, start
from tw_kit.content import packaged_content
from tw_kit.errors import StoreFailed, StoreFaults
from tw_kit.store import open_store, tables
from tw_kit.store.codes import CodeKey
from tw_kit.store.sql import SqlStore
from tw_kit.workbook import Kind


def message(caught):
    (fault,) = caught.value.faults
    for language in ("en", "fr"):
        assert packaged_content().sentence(fault, language)
    return fault.message


def in_a_new_process(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_what_needs_no_store_does_not_pay_for_one():
    code = "import json, sys, tw_kit.app, tw_kit.store, tw_kit.workbook; print(json.dumps(sorted(sys.modules)))"
    assert {"sqlalchemy", "alembic", "psycopg", "sqlite3"} & set(in_a_new_process(code)) == set()


def test_alembic_is_imported_only_when_there_is_something_to_migrate(tmp_path):
    code = (
        "import json, sys, pathlib; from tw_kit.store import open_store\n"
        f"store = open_store(pathlib.Path({str(tmp_path)!r})); store.close()\n"
        "print(json.dumps(['alembic' in sys.modules, 'psycopg' in sys.modules]))"
    )
    assert in_a_new_process(code) == [True, False]
    assert in_a_new_process(code) == [False, False]


def test_the_steps_lead_to_the_tables_that_the_store_uses(sql_kind, make_store):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from tw_kit.store import schema

    store = make_store(sql_kind)
    with store._database.reading.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        assert schema.schema_version(connection) == tables.SCHEMA_VERSION
    script = ScriptDirectory(str(schema._MIGRATIONS))
    assert script.get_current_head() == str(tables.SCHEMA_VERSION)


def test_a_database_of_a_newer_kit_is_refused_with_both_versions(sql_kind, make_store):
    store = make_store(sql_kind)
    store.start([start()])
    with store._database.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9'"))
    with pytest.raises(StoreFaults) as caught:
        make_store(sql_kind)
    assert message(caught) == "store.schema_newer"
    assert (caught.value.faults[0].facts["got"], caught.value.faults[0].facts["known"]) == (9, tables.SCHEMA_VERSION)


def test_a_step_that_fails_leaves_nothing(sql_kind, tmp_path, monkeypatch, request):
    from alembic.operations import Operations

    original = Operations.create_table

    def stop(self, name, *args, **kwargs):
        if name == "events":
            raise KeyboardInterrupt
        return original(self, name, *args, **kwargs)

    file = tmp_path / "x.sqlite3"
    url = f"sqlite:///{file}" if sql_kind == "sqlite" else request.getfixturevalue("postgres")()
    monkeypatch.setattr(Operations, "create_table", stop)
    with pytest.raises(KeyboardInterrupt):
        SqlStore(url, CodeKey(None))
    monkeypatch.undo()
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    store = SqlStore(url, CodeKey(None))
    assert store.start([start()])
    store.close()


def test_several_open_a_new_database_at_once(sql_kind, tmp_path, request):
    address = "None" if sql_kind == "sqlite" else repr(request.getfixturevalue("postgres")())
    code = (
        "import pathlib; from tw_kit.store import open_store; from tests.workbook.events import start\n"
        f"store = open_store(pathlib.Path({str(tmp_path / 'data')!r}), {address})\n"
        "print(store.start([start()]).code)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    codes = [process.communicate()[0].strip() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    store = open_store(tmp_path / "data", None if sql_kind == "sqlite" else eval(address))
    assert len({store.open_workbook(code) for code in codes}) == 3
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_everything_in_the_data_folder_is_for_its_owner_alone(tmp_path):
    store = open_store(tmp_path / "data")
    made = store.start([start()])
    store.append(made.workbook, [event(Kind.SITTING_FINISHED)])
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "data", *(tmp_path / "data").iterdir()]
    }
    assert {name for name in modes if name.endswith(("-wal", ".sqlite3", ".key"))}
    assert [name for name, mode in modes.items() if mode & 0o077] == []
    store.close()


def test_sqlite_keeps_its_promises(make_store):
    store = make_store("sqlite")
    with store._database.writing.begin() as connection:
        for pragma, value in (
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("secure_delete", 1),
            ("foreign_keys", 1),
            ("busy_timeout", 10_000),
        ):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_no_code_and_no_key_stands_in_the_database(make_store, tmp_path):
    store = make_store("sqlite")
    made = store.start([start()])
    store.close()
    held = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("workbooks.sqlite3*"))
    key = (tmp_path / "data" / "codes.key").read_text().strip()
    assert made.workbook.encode() in held
    for secret in (made.code.encode(), made.code.replace("-", "").encode(), key.encode(), bytes.fromhex(key)):
        assert secret not in held


def test_a_lost_key_stops_codes_and_nothing_else(make_store, tmp_path):
    store = make_store("sqlite")
    made = store.start([start()])
    key = tmp_path / "data" / "codes.key"
    kept = key.read_bytes()
    key.unlink()
    again = make_store("sqlite")
    for use in (lambda: again.open_workbook(made.code), lambda: again.start([start()])):
        with pytest.raises(StoreFaults) as caught:
            use()
        assert message(caught) == "store.key_missing"
    assert not key.exists()
    assert again.read(made.workbook)
    key.write_bytes(kept)
    assert again.open_workbook(made.code) == made.workbook


@pytest.mark.parametrize(
    ("address", "name"),
    [("mysql://x/y", "cli.database"), ("sqlite://", "cli.database"), ("no address", "cli.database")],
)
def test_an_address_that_cannot_be_used_is_not_repeated(tmp_path, address, name):
    with pytest.raises(StoreFaults) as caught:
        open_store(tmp_path, address)
    assert message(caught) == name
    assert address not in str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "workbooks.sqlite3").write_text("Dear diary, " * 400)
    with pytest.raises(StoreFaults) as caught:
        open_store(tmp_path)
    assert message(caught) == "store.not_a_database"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreFaults) as caught:
        open_store(tmp_path / "file" / "data")
    assert message(caught) == "store.file_refused"


def test_errors_of_the_database_repeat_no_one(make_store, monkeypatch):
    monkeypatch.setattr("tw_kit.store.sql.TRIES", 1)
    store = make_store("sqlite")
    made = store.start([start()])
    with store._database.writing.begin() as connection:
        connection.execute(
            text("CREATE TRIGGER t BEFORE INSERT ON events BEGIN SELECT RAISE(FAIL, 'no ''room'' left'); END")
        )
    with pytest.raises((StoreFailed, StoreFaults)) as caught:
        store.append(made.workbook, [event(Kind.REFLECTION_WRITTEN, factor="growth", text="mes mots")])
    chain, exc = [], caught.value
    while exc is not None:
        chain.append(str(exc))
        exc = exc.__cause__
    assert "mes mots" not in " ".join(chain)
