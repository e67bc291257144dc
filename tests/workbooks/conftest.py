"""A real server on a data folder of its own, as a person starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest


@dataclass(frozen=True)
class Served:
    """A server: where it is, where it keeps things, and its process."""

    url: str
    data: Path
    process: psutil.Process

    def kill_kernels(self) -> int:
        """End every kernel at once, as a computer that runs out of memory would; gives how many there were."""
        zygotes = [each for each in self.process.children() if "zygote" in " ".join(each.cmdline())]
        assert zygotes, "kernels are forked from a zygote"
        kernels = [kernel for zygote in zygotes for kernel in zygote.children()]
        for kernel in kernels:
            kernel.kill()
        return len(kernels)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("data")
    command = [str(Path(sys.executable).parent / "tw-kit"), "serve", "--data", str(data), "--port", "0", "--no-browser"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TW_KIT_")}
    log = (data.parent / "server.log").open("w")
    with log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment) as process:
        assert process.stdout is not None
        url = next(line.split()[1] for line in process.stdout if line.startswith("ready "))
        yield Served(url.rstrip("/"), data, psutil.Process(process.pid))
        process.send_signal(signal.SIGINT)
