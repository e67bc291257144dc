"""`tw-kit doctor`, as the person meets it who sets a computer up for a workshop."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from sqlalchemy import create_engine, text

from tests.workbook.events import start
from tw_kit.content.load import PACKAGED
from tw_kit.model import Audience
from tw_kit.store import open_store
from tw_kit.store.tables import SCHEMA_VERSION

TW_KIT = Path(sysconfig.get_path("scripts")) / "tw-kit"
LINE = re.compile(r"([✓!✗]) ([^:]+) ?: (.*)")


def read(ran) -> dict[str, tuple[str, str]]:
    """What was said of each thing: its mark and the rest of its line."""
    assert ran.err == ""
    lines = ran.out.split("\n")
    assert (lines[-3], lines[-1]) == ("", "")
    found = [LINE.fullmatch(line) for line in lines[:-3]]
    assert all(found), ran.out
    return {match[2].strip(): (match[1], match[3]) for match in found}


@pytest.fixture
def data(tmp_path) -> Path:
    """A data folder with one workbook in it."""
    folder = tmp_path / "data"
    store = open_store(folder)
    store.start([start(Audience.WORK_SEEKER, "fr")])
    store.close()
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file that lasts, with what is in it; SQLite's two helpers come and go."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
        if not path.name.endswith(("-wal", "-shm"))
    }


def test_a_computer_that_is_ready(run, data):
    ran = run("doctor", "--data", data)
    said = read(ran)
    assert ran.code == 0, ran.out
    assert list(said) == [
        *("Versions", "Words", "Data folder", "Database", "Key of the codes"),
        *("Disk", "Room on the disk", "Port", "Browser", "PDF"),
    ]
    assert [name for name, (mark, _) in said.items() if mark == "✗"] == []
    assert said["Data folder"] == ("✓", f"{data}, closed to others")
    assert said["Database"] == ("✓", str(data / "workbooks.sqlite3"))
    assert said["Key of the codes"][1].startswith(str(data / "codes.key"))
    python = ".".join(map(str, sys.version_info[:3]))
    assert re.fullmatch(
        rf"tw-kit [\d.]+, Python {python}, voila [\d.]+, ipykernel [\d.]+, anywidget [\d.]+, .*", said["Versions"][1]
    )
    assert said["Words"] == ("✓", "content version 1, with 8 factors")
    assert said["PDF"] == ("✓", "handouts can be made as PDF")


def test_nothing_is_made_or_changed(run, data, tmp_path):
    before = tree(tmp_path)
    assert run("doctor", "--data", data).code == 0
    assert run("doctor", "--data", tmp_path / "new" / "folder").code == 0
    assert tree(tmp_path) == before


def test_before_the_first_workbook_it_says_what_will_be_made(run, tmp_path):
    folder = tmp_path / "new" / "folder"
    said = read(run("doctor", "--data", folder))
    assert said["Data folder"] == ("✓", f"{folder} (made with the first workbook)")
    assert said["Database"] == ("✓", f"{folder / 'workbooks.sqlite3'} (made with the first workbook)")
    assert said["Key of the codes"] == ("✓", f"{folder / 'codes.key'} (made with the first workbook)")


def test_the_usual_data_folder_is_looked_at_where_none_is_named(run, tmp_path):
    assert str(tmp_path / "home" / "tw-kit") in read(run("doctor"))["Data folder"][1]


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_in_place_of_the_data_folder(run, tmp_path, below):
    (tmp_path / "file").write_text("", encoding="utf-8")
    folder = tmp_path / "file" / below
    ran = run("doctor", "--data", folder)
    said = read(ran)
    assert ran.code == 1
    reason = f"nothing can be saved in {folder} (Not a directory). Name another folder with --data."
    assert said["Data folder"] == ("✗", reason)
    assert {"Database", "Disk", "Key of the codes", "Room on the disk"} & said.keys() == set()
    assert said["PDF"][0] == "✓"
    assert ran.out.endswith("Workbooks cannot be run yet. Mend the lines marked “✗”, then run this command again.\n")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here")
def test_a_folder_that_not_even_root_may_write_into(run):
    ran = run("doctor", "--data", "/proc/tw-kit")
    assert ran.code == 1
    assert read(ran)["Data folder"][0] == "✗"


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
@pytest.mark.parametrize(
    ("file", "name", "mode"),
    [("", "Data folder", 0o755), ("workbooks.sqlite3", "Database", 0o640), ("codes.key", "Key of the codes", 0o604)],
)
def test_what_others_can_read_is_told_with_the_command_that_closes_it(run, data, file, name, mode):
    (data / file).chmod(mode)
    ran = run("doctor", "--data", data)
    mark, rest = read(ran)[name]
    assert (ran.code, mark) == (0, "!")
    command = rest.rpartition(": ")[2]
    assert command.startswith("chmod ")
    subprocess.run(command, shell=True, check=True)
    assert read(run("doctor", "--data", data))[name][0] == "✓"


def newer(data):
    engine = create_engine(f"sqlite:///{data / 'workbooks.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '99'"))
    engine.dispose()


def damaged(data):
    """Write over a page in the middle, as a failing disk does."""
    file = data / "workbooks.sqlite3"
    whole = bytearray(file.read_bytes())
    whole[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    file.write_bytes(whole)


def other_key(data):
    (data / "codes.key").write_text("ab" * 32 + "\n", encoding="ascii")


@pytest.mark.parametrize(
    ("happened", "name", "told"),
    [
        (lambda data: (data / "workbooks.sqlite3").write_text("garbage"), "Database", "this file is not a database"),
        (damaged, "Database", "is damaged. Stop the kit, put a copy of this file aside, then restore a backup"),
        (newer, "Database", f"The database is of version 99, and this kit knows {SCHEMA_VERSION}. Update the kit."),
        (lambda data: (data / "codes.key").unlink(), "Key of the codes", "the key of the codes is missing"),
        (other_key, "Key of the codes", "this key belongs to other codes than those in the database"),
        (lambda data: (data / "codes.key").write_text("?"), "Key of the codes", "this file is not a key of codes"),
        (lambda data: (data / "site.yaml").write_text("colour: teal"), "Site file", "the key “colour” does not belong"),
    ],
)
def test_what_keeps_workbooks_from_running(run, data, happened, name, told):
    happened(data)
    ran = run("doctor", "--data", data)
    mark, rest = read(ran)[name]
    assert (ran.code, mark) == (1, "✗")
    assert told in rest


def test_a_content_folder_with_faults(run, data, tmp_path):
    own = tmp_path / "our content"
    own.mkdir()
    ran = run("doctor", "--data", data, "--content", own)
    mark, rest = read(ran)["Words"]
    assert (ran.code, mark) == (1, "✗")
    assert rest.startswith("content.yaml: this file is missing.")
    assert rest.endswith(f"tw-kit content check '{own}'")


def test_a_site_file_that_is_good_is_named(run, data):
    (data / "site.yaml").write_text(yaml.safe_dump({"paper": "a4"}), encoding="utf-8")
    assert read(run("doctor", "--data", data))["Site file"] == ("✓", str(data / "site.yaml"))


@pytest.mark.parametrize(
    "url", ["postgresql://me:s3cret@127.0.0.1:1/x", "postgresql://me:s3cret@host:port/x", "mysql://me:s3cret@h/x"]
)
def test_a_server_that_cannot_be_reached_and_an_address_that_cannot_be_read(run, data, url):
    ran = run("doctor", "--data", data, "--database", url)
    assert (ran.code, read(ran)["Database"][0]) == (1, "✗")
    assert "s3cret" not in ran.out


def test_the_disk_of_a_database_elsewhere_is_the_one_that_counts(run, data, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = run("doctor", "--data", data, "--database", f"sqlite:///{tmp_path / 'file' / 'ours.sqlite3'}")
    assert (ran.code, read(ran)["Disk"][0]) == (1, "✗")
    assert str(tmp_path / "file") in read(ran)["Disk"][1]


def test_a_port_that_is_taken(run, data):
    with closing(socket.socket()) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8766))
            taken.listen()
        except OSError:
            pass  # a kit runs on this machine: it is taken all the same
        ran = run("doctor", "--data", data)
    mark, rest = read(ran)["Port"]
    assert (ran.code, mark) == (0, "!")
    assert re.fullmatch(r"8766 is taken, .* tw-kit serve --port 87\d\d", rest)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no /dev/shm here")
def test_a_folder_in_memory_is_told_and_workbooks_run_all_the_same(run):
    ran = run("doctor", "--data", "/dev/shm/tw-kit-of-a-test")
    assert (ran.code, read(ran)["Disk"][0]) == (0, "!")
    assert "is only in memory" in read(ran)["Disk"][1]


def test_it_speaks_french(run, data):
    (data / "workbooks.sqlite3").write_text("garbage", encoding="utf-8")
    ran = run("doctor", "--data", data, language="fr_CA.UTF-8")
    said = read(ran)
    assert list(said)[:4] == ["Versions", "Textes", "Dossier de données", "Base de données"]
    assert said["Base de données"][1].endswith("ce fichier n’est pas une base de données. Choisissez-en un autre.")
    assert ran.out.endswith("Réglez les lignes marquées « ✗ », puis relancez cette commande.\n")


def test_a_name_that_would_turn_the_terminal_around_is_written_out(run, tmp_path):
    ran = run("doctor", "--data", tmp_path / "a\x1b[31m\u202eb")
    assert "\x1b" not in ran.out and "\u202e" not in ran.out
    assert "\\u001b[31m\\u202eb" in ran.out


@pytest.mark.parametrize(
    ("environment", "mark"),
    [
        ({"BROWSER": "true", "PATH": "/usr/bin:/bin"}, "✓"),
        ({"PATH": "/nowhere"}, "!"),
        ({"PATH": "/nowhere", "DISPLAY": ":99"}, "!"),
    ],
)
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a browser")
def test_a_browser(tmp_path, environment, mark):
    kept = {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    ran = subprocess.run([TW_KIT, "doctor"], env={**kept, **environment}, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    (line,) = [line for line in ran.stdout.splitlines() if "Browser: " in line]
    assert line[0] == mark


def test_it_is_quick_and_leaves_no_line_on_stderr(tmp_path):
    """In processor time: other work on the machine is not counted."""
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    before = time.perf_counter(), os.times()
    ran = subprocess.run([TW_KIT, "doctor"], env=environment, capture_output=True, text=True, check=False)
    used = os.times()
    assert ran.stderr == ""
    spent = used.children_user + used.children_system - before[1].children_user - before[1].children_system
    assert spent < 3


def test_its_words_are_all_used():
    """Each text of doctor.yaml is one that a finding names, and no finding names another."""
    texts = yaml.safe_load((PACKAGED / "texts" / "doctor.yaml").read_text(encoding="utf-8"))
    ids = {each.removeprefix("doctor.") for each in texts if each.startswith("doctor.") and ".end." not in each}
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGED.parent / "doctor").glob("*.py"))
    named = set(re.findall(r'Finding\(\s*"([a-z_.]+)"', sources))
    named |= {f"disk.{kind}" for kind in ("memory", "network", "container")}
    assert ids == named
