"""`tw-kit data` on PostgreSQL; on SQLite it is tested in tests/cli."""

from __future__ import annotations

from tests.workbook.events import event, start
from tw_kit.cli import main
from tw_kit.store import open_store
from tw_kit.workbook import Kind


def test_a_whole_life_on_postgresql(tmp_path, postgres, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    address, data, path = postgres(), tmp_path / "data", tmp_path / "backup.jsonl"
    store = open_store(data, address)
    made = store.start([start()])
    store.append(made.workbook, [event(Kind.REFLECTION_WRITTEN, factor="growth", text="La marée")])
    store.close()

    def run(*arguments):
        code = main(["data", *map(str, arguments), "--data", str(data), "--database", address])
        return code, capsys.readouterr().out

    assert run("backup", path)[0] == 0
    code, receipt = run("erase", made.code)
    assert code == 0
    assert "were vacuumed" in receipt
    assert "Delete its file by" in receipt
    code, said = run("restore", path)
    assert code == 0
    assert said.splitlines()[:2] == ["0 workbooks are there now.", "1 left out: erased since."]
