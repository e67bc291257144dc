"""Ending cleanly: a request to stop becomes an exception, and what cleans up is not stopped."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

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
