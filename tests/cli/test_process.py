"""The command as a process: what it imports, how fast it answers, what it prints under a poor locale."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from tw_kit.cli.say import BAR_AFTER, Voice
from tw_kit.content import load_content
from tw_kit.sample import write_sample

HEAVY = (
    *("pandas", "matplotlib", "papermill", "nbconvert", "scipy", "IPython", "tornado"),
    *("ipywidgets", "anywidget", "traitlets", "segno"),
)
TW_KIT = Path(sysconfig.get_path("scripts")) / "tw-kit"


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("module", ["tw_kit.app", "tw_kit.cli", "tw_kit.cli.run"])
def test_importing_loads_nothing_heavy(module):
    loaded = json.loads(python(f"import sys, json, {module}; print(json.dumps(sorted(sys.modules)))"))
    assert module in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_help_is_there_well_under_a_second():
    """In processor time: other work on the machine is not counted."""

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    times = []
    for _ in range(3):
        before = spent()
        subprocess.run([TW_KIT, "--help"], capture_output=True, check=True)
        times.append(spent() - before)
    assert min(times) < 0.9


def test_output_is_utf8_whatever_the_locale(tmp_path):
    folder = tmp_path / "né à Chéticamp"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = subprocess.run([TW_KIT, "sample", folder], capture_output=True, env=environment, check=True)
    assert ran.stdout.decode("utf-8") == f"10 people in {folder}\n"


def test_words_with_accents_come_out_under_a_poor_locale():
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    read = subprocess.run([TW_KIT, "content", "list"], capture_output=True, env=environment, check=True)
    assert "’" in read.stdout.decode("utf-8")


def test_a_long_path_is_not_wrapped(tmp_path):
    folder = tmp_path / ("long " * 30)
    environment = {**os.environ, "COLUMNS": "40", "LC_ALL": "C"}
    ran = subprocess.run([TW_KIT, "sample", folder], capture_output=True, env=environment, text=True, check=True)
    assert ran.stdout == f"10 people in {folder}\n"


def test_a_file_name_that_is_no_utf8_comes_out_as_it_is(tmp_path):
    folder = os.fsencode(tmp_path) + b"/\xff\xfe"
    try:
        Path(os.fsdecode(folder)).mkdir()
    except OSError:
        pytest.skip("this disk has UTF-8 names only")
    ran = subprocess.run([TW_KIT, "sample", folder], capture_output=True, check=True)
    assert ran.stdout == b"10 people in " + folder + b"\n"


def test_a_reader_that_goes_away_is_no_traceback():
    process = subprocess.Popen([TW_KIT, "content", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(20) == 1
    process.stderr.close()


def test_ctrl_c_ends_quietly_with_130(tmp_path):
    process = subprocess.Popen(
        [TW_KIT, "sample", tmp_path / "out", "--seekers", "90000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not (tmp_path / "out" / "work_seeker_00001.json").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_many_people_are_written_one_at_a_time(tmp_path):
    """20,000 people take some seconds: a tenth of them may not take one."""
    started = time.process_time()
    write_sample(tmp_path, load_content(), seekers=1000, employers=1000, seed=1)
    assert time.process_time() - started < 3


class _Terminal:
    """Stands in for stderr: a terminal, or not."""

    def __init__(self, is_terminal: bool) -> None:
        self.is_terminal, self.written = is_terminal, ""
        self.encoding = "utf-8"

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(
    ("is_terminal", "takes", "is_shown"), [(True, 0.6, True), (True, 0.0, False), (False, 0.6, False)]
)
def test_a_bar_is_drawn_in_a_terminal_when_the_work_takes_longer(monkeypatch, is_terminal, takes, is_shown):
    terminal = _Terminal(is_terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("tw_kit.cli.say.BAR_AFTER", 0.1)
    with Voice("en").progress("cli.progress_handouts", 4) as advance:
        advance("whatever is told")
        time.sleep(takes)
        advance()
    assert ("Handouts" in terminal.written) is is_shown
    assert ("1/4" in terminal.written) is is_shown
    written = terminal.written
    time.sleep(0.2)
    assert terminal.written == written


def test_the_wait_for_a_bar_is_a_second():
    assert BAR_AFTER == 1.0
