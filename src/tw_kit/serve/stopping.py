"""Ending cleanly: a request to stop becomes an exception, and no process stays behind."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any, NoReturn

_REQUESTS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Stopped(KeyboardInterrupt):
    """Somebody asked this program to stop.

    Parameters
    ----------
    signum : int
        The signal; by custom, the exit code is 128 more.
    """

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.exit_code = 128 + signum


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Turn Ctrl-C, TERM and a closed terminal into `Stopped`, once: what cleans up after it is not stopped again.

    A signal that the parent process had ignored, as nohup does, stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {signum: signal.getsignal(signum) for signum in _REQUESTS}
    ours = [signum for signum, handler in before.items() if handler is not signal.SIG_IGN]

    def stop(signum: int, frame: FrameType | None) -> NoReturn:
        for each in ours:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(signum)

    for signum in ours:
        signal.signal(signum, stop)
    try:
        yield
    finally:
        for signum in ours:
            signal.signal(signum, before[signum])


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let what cleans up come to its end: a request to stop is passed over meanwhile."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {signum: signal.signal(signum, signal.SIG_IGN) for signum in _REQUESTS}
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


@contextlib.contextmanager
def no_process_left() -> Iterator[None]:
    """End every process that was started inside, whatever happens: workers, and the server that forks them."""
    try:
        yield
    finally:
        with undisturbed():
            for child in multiprocessing.active_children():
                child.kill()
                child.join()
            _end_fork_server()


def _end_fork_server() -> None:
    """End multiprocessing's helper processes now; left alone, they end some time after this one.

    They have no public way to be ended; where a Python names them otherwise, they end by themselves.
    """
    server = _helper("multiprocessing.forkserver", "_forkserver")
    pid = getattr(server, "_forkserver_pid", None)
    if pid is not None:
        with contextlib.suppress(OSError, AttributeError):
            os.kill(pid, signal.SIGKILL)
            server._stop()
    with contextlib.suppress(OSError, AttributeError):
        _helper("multiprocessing.resource_tracker", "_resource_tracker")._stop()


def _helper(module: str, name: str) -> Any:
    """A helper of multiprocessing, if it was ever imported."""
    return getattr(sys.modules.get(module), name, None)
