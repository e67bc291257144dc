"""`tw-kit demo` as a process: what it prints, what it serves, and that nothing stays behind however it is stopped."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tw_kit.serve.kernels.nursery import Nursery

TW_KIT = Path(sysconfig.get_path("scripts")) / "tw-kit"
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="counts processes in /proc")


class Demo:
    """One demo, its own temporary folder, and a mark in the environment that its processes inherit."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.mark = f"DEMO_{uuid.uuid4().hex}"
        kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        self.process = subprocess.Popen(
            [TW_KIT, "demo", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**kept, "TMPDIR": str(folder), "LC_ALL": "C", self.mark: "1"},
        )

    def line(self) -> str:
        return self.process.stdout.readline()

    def stop(self, signum: int) -> tuple[int, str]:
        """Send a signal to the demo alone; its exit code and what it said on stderr."""
        self.process.send_signal(signum)
        _, err = self.process.communicate(timeout=30)
        return self.process.returncode, err

    def living(self) -> list[str]:
        """What still runs of it."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                is_ours = self.mark.encode() in (path / "environ").read_bytes()
                state = (path / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if is_ours and state != "Z":
                found.append((path / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[type[Demo]]:
    """Starts demos; whatever a test leaves is ended."""
    started: list[Demo] = []

    def begin(*arguments: str) -> Demo:
        started.append(Demo(tmp_path, *arguments))
        return started[-1]

    yield begin
    for demo in started:
        if demo.process.poll() is None:
            demo.stop(signal.SIGKILL)
        demo.process.stdout.close()
        demo.process.stderr.close()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@NEEDS_PROC
def test_it_prints_two_lines_serves_ten_people_and_ends_without_a_trace(start, tmp_path):
    port = free_port()
    demo = start("--no-browser", "--port", str(port))
    first, second = demo.line(), demo.line()
    folder = Path(first.removeprefix("handouts ").rstrip("\n"))
    assert first == f"handouts {folder}\n"
    assert folder.is_absolute()
    assert second == f"ready http://127.0.0.1:{port}/\n"
    assert len(list(folder.iterdir())) == 10 * 2 * 2
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for path in ("/", "/handouts", "/health", f"/handouts/{min(p.name for p in folder.iterdir())}"):
        connection.request("GET", path)
        response = connection.getresponse()
        assert (response.status, bool(response.read())) == (200, True)
    connection.close()
    # Those that made the handouts have ended; on Linux, kernels will be forked from one that is ready.
    assert len(demo.living()) == (2 if Nursery.can_fork() else 1)
    assert demo.stop(signal.SIGTERM) == (0, f"Open http://127.0.0.1:{port}/ in a browser. Ctrl-C ends it.\n")
    assert demo.living() == []
    assert list(tmp_path.iterdir()) == []


@NEEDS_PROC
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_and_a_closed_terminal_end_it_too(start, tmp_path, signum):
    demo = start("--no-browser")
    assert demo.line().startswith("handouts ")
    url = urlsplit(demo.line().split()[1])
    with socket.create_connection((url.hostname, url.port)):  # somebody is still reading
        code, err = demo.stop(signum)
    assert (code, err.count("\n")) == (0, 1)  # how to end it, and nothing more
    assert demo.living() == []
    assert list(tmp_path.iterdir()) == []


@NEEDS_PROC
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("is_warm", [False, True])
def test_it_can_be_stopped_while_handouts_are_made(start, tmp_path, signum, is_warm):
    demo = start("--no-browser")
    pattern = "tw-kit-demo-*/handouts/*" if is_warm else "tw-kit-demo-*/people/work_seeker_005.json"
    until = time.monotonic() + 60
    while not list(tmp_path.glob(pattern)):
        assert time.monotonic() < until
        time.sleep(0.01)
    code, err = demo.stop(signum)
    assert (code, err) == (128 + signum, "")
    assert demo.living() == []
    assert list(tmp_path.iterdir()) == []


def test_a_busy_port_is_a_clear_error_before_any_work(start, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = start("--no-browser", "--port", str(port))
        out, err = demo.process.communicate(timeout=30)
    assert (demo.process.returncode, out) == (2, "")
    assert err == (f"Port {port} is in use by another program. Choose another one with --port, or leave --port out.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="a browser is named by $BROWSER")
def test_the_browser_is_opened_once_the_page_answers(tmp_path, monkeypatch, start):
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}.part && mv {seen}.part {seen}\n', encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    demo = start()
    demo.line()
    url = demo.line().split()[1]
    until = time.monotonic() + 20
    while not seen.exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    assert seen.read_text(encoding="utf-8").strip() == url
    assert demo.stop(signal.SIGTERM)[0] == 0
