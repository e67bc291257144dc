"""Many people at once: one bad file, one killed process, and no two people in one process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

import psutil
import pytest

from tests.reports.conftest import Printed, press_servers
from tests.reports.hostile import with_words
from tw_kit.errors import HandoutFailed
from tw_kit.reports.press import Press, make_handouts
from tw_kit.store import write_summary

FOREVER = "work_seeker_never.json"
needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no fifo on this system")


def forks() -> list[psutil.Process]:
    """Processes of this one's press servers: those that make a person's handouts."""
    found = [fork for server in press_servers() for fork in server.children()]
    return [fork for fork in found if fork.status() != psutil.STATUS_ZOMBIE]


def copies(printed: Printed, folder: Path, number: int) -> list[Path]:
    """Some people's files in a folder of their own."""
    folder.mkdir()
    for source in sorted(printed.sources.iterdir())[:number]:
        (folder / source.name).write_bytes(source.read_bytes())
    return sorted(folder.iterdir())


def test_one_bad_file_among_many_is_named_and_the_others_are_made(press, printed, tmp_path):
    people, out = copies(printed, tmp_path / "people", 12), tmp_path / "out"
    out.mkdir()
    good, bad = [p for p in people if p not in people[3:5]], people[3:5]
    bad[0].write_text(bad[0].read_text(encoding="utf-8").replace('"need"', '"must"'), encoding="utf-8")
    bad[1].write_text("{", encoding="utf-8")
    told = []
    made = make_handouts(people, out, languages=["en"], formats=["html"], press=press, on_done=told.append)
    assert [result.source for result in made] == people
    assert sorted(result.source for result in told) == people
    assert {result.source for result in made if result.faults} == set(bad)
    assert {fault.message for fault in made[3].faults} == {"summary.choice_wrong"}
    assert [fault.message for fault in made[4].faults] == ["summary.not_json"]
    assert all(fault.place.startswith("answers.") for fault in made[3].faults)
    assert sorted(out.iterdir()) == [out / f"{path.stem}.en.html" for path in good]


def test_no_summary_is_written_to_and_older_handouts_of_a_bad_one_stay(press, printed, tmp_path):
    (path,), out = copies(printed, tmp_path / "people", 1), tmp_path / "out"
    out.mkdir()
    before = path.read_bytes()
    make_handouts([path], out, languages=["en"], formats=["html"], press=press)
    older = (out / f"{path.stem}.en.html").read_bytes()
    path.write_text("{}", encoding="utf-8")
    (made,) = make_handouts([path], out, languages=["en"], formats=["html"], press=press)
    assert made.faults
    assert (out / f"{path.stem}.en.html").read_bytes() == older
    path.write_bytes(before)


@needs_fifo
def test_a_process_that_is_killed_is_reported_and_the_rest_are_made(press, printed, tmp_path):
    people, out = copies(printed, tmp_path / "people", 5), tmp_path / "out"
    out.mkdir()
    os.mkfifo(people[0].with_name(FOREVER))
    people = sorted([*people, people[0].with_name(FOREVER)])
    done = []

    def kill_the_last_one(made) -> None:
        done.append(made)
        if len(done) == len(people) - 1:
            wait_until(lambda: len(forks()) == 1)
            forks()[0].kill()

    made = make_handouts(people, out, languages=["en"], formats=["html"], press=press, on_done=kill_the_last_one)
    assert [result.source.name for result in made if result.faults] == [FOREVER]
    (fault,) = made[people.index(people[0].with_name(FOREVER))].faults
    assert fault.message == "handout.process_ended"
    assert fault.facts["code"] == -signal.SIGKILL
    assert len(list(out.iterdir())) == len(people) - 1


@needs_fifo
def test_a_file_that_never_ends_is_given_up(printed, tmp_path):
    people, out = copies(printed, tmp_path / "people", 2), tmp_path / "out"
    out.mkdir()
    never = tmp_path / "people" / FOREVER
    os.mkfifo(never)
    with Press(time_max_s=3) as impatient:
        made = make_handouts([never, *people], out, languages=["en"], formats=["html"], press=impatient)
        assert [fault.message for result in made for fault in result.faults] == ["handout.too_slow"]
        assert forks() == []
    with Press(can_fork=False, time_max_s=1) as impatient:
        (gone,) = make_handouts([never], out, press=impatient)
    assert [fault.message for fault in gone.faults] == ["handout.too_slow"]
    assert sorted(path.name for path in out.iterdir()) == sorted(f"{path.stem}.en.html" for path in people)


@needs_fifo
def test_a_server_that_is_killed_is_replaced_and_everyone_is_made(printed, tmp_path):
    people, out = copies(printed, tmp_path / "people", 4), tmp_path / "out"
    out.mkdir()
    killed = []

    def kill_the_server(made) -> None:
        if not killed:
            (server,) = (c for c in psutil.Process().children() if c.pid not in before)
            killed.append(server.pid)
            server.kill()

    before = {child.pid for child in psutil.Process().children()}
    made = make_handouts(people, out, languages=["en"], formats=["html"], jobs=1, on_done=kill_the_server)
    assert [result.faults for result in made] == [()] * len(people)
    assert len(killed) == 1
    assert {child.pid for child in psutil.Process().children()} == before


def test_a_server_that_cannot_start_says_why(printed, tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "typst.py").write_text("raise ImportError('typst is not for this machine')", encoding="utf-8")
    monkeypatch.syspath_prepend(broken)
    with pytest.raises(HandoutFailed) as caught:
        make_handouts([next(printed.sources.iterdir())], tmp_path)
    (fault,) = caught.value.faults
    assert fault.message == "handout.cannot_start"
    assert "typst is not for this machine" in str(fault.facts["reason"])


def test_a_program_that_gives_up_leaves_no_process(printed, tmp_path):
    class Enough(Exception):
        pass

    def give_up(made) -> None:
        raise Enough

    before = {child.pid for child in psutil.Process().children()}
    with pytest.raises(Enough):
        make_handouts(sorted(printed.sources.iterdir()), tmp_path, on_done=give_up)
    assert {child.pid for child in psutil.Process().children()} == before
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_nobody_is_made_at_once(press, tmp_path):
    assert make_handouts([], tmp_path, press=press) == []


def test_sources_are_named_as_the_caller_named_them_and_may_be_relative(press, printed, tmp_path, monkeypatch):
    copies(printed, tmp_path / "people", 1)
    monkeypatch.chdir(tmp_path)
    source = next(Path("people").iterdir())
    (made,) = make_handouts([source], Path(), languages=["en"], formats=["html"], press=press)
    assert made.source == source
    assert made.files == (tmp_path / f"{source.stem}.en.html",)


def test_threads_may_share_a_press(press, printed, tmp_path):
    sources, results = sorted(printed.sources.iterdir())[:3], {}

    def make(source: Path) -> None:
        results[source] = make_handouts([source], tmp_path, languages=["en"], formats=["html"], press=press)

    threads = [threading.Thread(target=make, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {source: [made.source for made in results[source]] for source in sources} == {s: [s] for s in sources}
    assert all(made.faults == () for source in sources for made in results[source])


@pytest.mark.parametrize("can_fork", [True, False])
def test_without_a_python_or_a_temporary_folder_it_says_so(printed, tmp_path, monkeypatch, can_fork):
    source = next(printed.sources.iterdir())
    with monkeypatch.context() as patch, pytest.raises(HandoutFailed) as caught:
        patch.setattr("sys.executable", str(tmp_path / "gone"))
        with Press(can_fork=can_fork) as press:
            make_handouts([source], tmp_path, press=press)
    assert [fault.message for fault in caught.value.faults] == ["handout.cannot_start"]
    with monkeypatch.context() as patch, pytest.raises(HandoutFailed) as caught:
        patch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
        Press(can_fork=can_fork)
    assert [fault.message for fault in caught.value.faults] == ["handout.cannot_start"]
    assert list(tmp_path.iterdir()) == []


SPY = """
import os, sys, logging
log = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
def seen(event, args):
    if event == "open" and str(args[0]).endswith(".json") and {people!r} in str(args[0]):
        os.write(log, f"open {{os.getpid()}} {{os.path.basename(args[0])}}\\n".encode())
    elif event == "os.putenv":
        os.write(log, b"environment " + args[0] + b"=" + args[1] + b"\\n")
    elif event in ("os.fork", "subprocess.Popen", "os.system", "os.exec", "socket.connect"):
        os.write(log, f"{{event}} {{os.getpid()}}\\n".encode())
if os.environ.get("SPIED"):
    sys.addaudithook(seen)
    logging.basicConfig(filename={records!r}, level=1)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_two_peoples_answers_never_meet_and_nothing_of_them_stays_behind(printed, tmp_path, monkeypatch, caplog):
    """Every handout process is watched from its first line: what it opens, logs, puts in the environment."""
    secret = "Zibbelquax"
    folders = {name: tmp_path / name for name in ("people", "out", "home", "temporary", "spy")}
    for folder in folders.values():
        folder.mkdir()
    for stem, summary in list(printed.people.items())[::2]:
        write_summary(with_words(summary, secret), folders["people"] / f"{stem}.json")
    log, records = tmp_path / "spy.log", tmp_path / "records.log"
    spy = SPY.format(log=str(log), people=str(folders["people"]), records=str(records))
    (folders["spy"] / "sitecustomize.py").write_text(spy, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folders["spy"]) + os.pathsep + os.environ.get("PYTHONPATH", ""))
    monkeypatch.setenv("SPIED", "1")
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(folders["home"]))
    monkeypatch.setattr("tempfile.tempdir", str(folders["temporary"]))
    before = dict(os.environ)
    caplog.set_level(1)

    with Press() as press:
        made = make_handouts(sorted(folders["people"].iterdir()), folders["out"], press=press)
        (server,) = (c for c in psutil.Process().children() if str(folders["temporary"]) in " ".join(c.cmdline()))
        memory = everything_in_memory(server.pid)
        threads = server.num_threads()

    assert [result.faults for result in made] == [()] * len(made)
    readers, read = defaultdict(set), Counter()
    for line in log.read_text(encoding="utf-8").splitlines():
        kind, *rest = line.split()
        if kind == "open":
            readers[int(rest[0])].add(rest[1])
            read[rest[1]] += 1
    assert set(read) == {path.name for path in folders["people"].iterdir()}
    assert all(len(files) == 1 for files in readers.values()), "a process has read two people's files"
    assert len(readers) == len(read), "two processes have read one person's file"
    assert server.pid not in readers
    assert os.getpid() not in readers
    assert threads == 1, "a process with threads cannot be forked safely"
    assert memory is None or secret.encode() not in memory

    text = log.read_text(encoding="utf-8")
    assert "environment TW_KIT_LANG=fr" in text, "the environment was not watched"
    assert "socket.connect" not in text
    assert {line.split()[1] for line in text.splitlines() if line.startswith("os.fork")} == {str(server.pid)}
    started = [line.split() for line in text.splitlines() if line.startswith(("subprocess", "os.system", "os.exec"))]
    assert {pid for _, pid in started} <= {str(server.pid)}, "a person's process has started another one"
    assert secret not in text
    assert records.stat().st_size > 0, "the records were not watched"
    assert secret not in records.read_text(encoding="utf-8")
    assert secret not in caplog.text
    assert dict(os.environ) == before
    assert list(folders["temporary"].iterdir()) == []
    for path in folders["home"].rglob("*"):
        assert path.is_dir() or secret.encode() not in path.read_bytes(), path
    assert all(secret not in str(result) for result in made)
    assert all(path.suffix == ".pdf" or secret in path.read_text("utf-8") for path in folders["out"].iterdir())


def everything_in_memory(pid: int) -> bytes | None:
    """The memory of a process, where this system shows it."""
    try:
        areas = [line.split() for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()]
        parts = []
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            for area in areas:
                low, high = (int(end, 16) for end in area[0].split("-"))
                if area[1].startswith("rw"):
                    memory.seek(low)
                    parts.append(memory.read(high - low))
    except OSError:
        return None
    return b"".join(parts)


PROGRAM = """
import sys, time
from pathlib import Path
from tw_kit.reports.press import make_handouts
print("started", flush=True)
try:
    make_handouts(
        sorted(Path(sys.argv[1]).iterdir()), Path(sys.argv[2]), languages=["en"], jobs=2,
        on_done=lambda made: print("done", flush=True),
    )
except KeyboardInterrupt:
    sys.exit(130)
"""


@needs_fifo
def test_a_program_that_is_interrupted_ended_or_killed_takes_all_its_processes_with_it(printed, tmp_path):
    (tmp_path / "program.py").write_text(f"if __name__ == '__main__':\n{indented(PROGRAM)}", encoding="utf-8")
    running = {}
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        home = tmp_path / signum.name
        home.mkdir()
        people = copies(printed, home / "people", 3)
        os.mkfifo(people[0].with_name(FOREVER))
        (home / "out").mkdir()
        (home / "temporary").mkdir()
        command = [sys.executable, str(tmp_path / "program.py"), str(home / "people"), str(home / "out")]
        environment = os.environ | {"TMPDIR": str(home / "temporary")}
        running[signum] = (
            home,
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True),
        )
    for signum, (home, program) in running.items():
        assert program.stdout is not None
        assert [program.stdout.readline().strip() for _ in range(4)] == ["started", "done", "done", "done"]
        (server,) = psutil.Process(program.pid).children()
        wait_until(lambda server=server: len(server.children()) == 1)
        family = [server, *server.children()]
        program.send_signal(signum)
        assert program.wait(20) == {signal.SIGINT: 130}.get(signum, -signum)
        program.stdout.close()
        _, alive = psutil.wait_procs(family, timeout=20)
        assert alive == []
        assert sorted(path.suffix for path in (home / "out").iterdir()) == [".html"] * 3 + [".pdf"] * 3
        wait_until(lambda home=home: list((home / "temporary").iterdir()) == [])


def indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


def wait_until(condition, timeout_s: float = 10) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
