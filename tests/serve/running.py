"""`tw-kit serve` as a process, and what runs of it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sysconfig
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psutil

T = TypeVar("T")

TW_KIT = Path(sysconfig.get_path("scripts")) / "tw-kit"


@dataclass(frozen=True)
class Running:
    """A server: its port, its data folder, and its process."""

    port: int
    data: Path
    process: psutil.Process
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kernels(self) -> list[psutil.Process]:
        """Its kernels: forked from the zygote, or started beside it."""
        found = []
        for child in self.process.children(recursive=True):
            try:
                command = " ".join(child.cmdline())
                is_kernel = "ipykernel_launcher" in command or "zygote" in " ".join(child.parent().cmdline())
            except (psutil.NoSuchProcess, AttributeError):
                continue
            if is_kernel and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
        return found


@contextmanager
def running(folder: Path, *arguments: str, **environment: str) -> Iterator[Running]:
    """A server on a free port, ended at the end."""
    data = folder / "data"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TW_KIT_")}
    command = [TW_KIT, "serve", "--data", data, "--port", "0", "--no-browser", *arguments]
    log = folder / "server.log"
    with (
        log.open("w") as err,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=err, text=True, env={**inherited, "LC_ALL": "C", **environment}
        ) as process,
    ):
        line = process.stdout.readline()
        assert line.startswith("ready http://127.0.0.1:"), log.read_text()
        yield Running(int(line.rstrip("/\n").rsplit(":", 1)[1]), data, psutil.Process(process.pid), log)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(30)


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run something asynchronous in a thread of its own: Playwright has a loop in the main one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def until(is_so: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something comes to be so in time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
