"""One web server on this machine: its port, its loop, and its clean end."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tornado.httpserver import HTTPServer

from tw_kit.errors import BadInput, Fault

if TYPE_CHECKING:
    from tornado.web import Application

    from tw_kit.serve.embed import Workbooks

HOST = "127.0.0.1"
PORT = 8766  # of `tw-kit serve`, always the same, so that a bookmark works
PORT_MAX = 65_535
BODY_MAX = 32_000_000  # bytes of what is sent: above what a page takes, so that the page can say so


@dataclass(frozen=True, slots=True)
class Opening:
    """How a server tells that it answers.

    Parameters
    ----------
    say : callable
        Told each line for whoever started it.
    say_open : callable
        Told the address once it answers, for a person to read.
    opens_browser : bool
    """

    say: Callable[[str], None]
    say_open: Callable[[str], None]
    opens_browser: bool = True


def listening(port: int) -> list[socket.socket]:
    """The port, taken before any work is done for it; 0 is any free one.

    Raises
    ------
    BadInput
        If it cannot be had.
    """
    if not 0 <= port <= PORT_MAX:
        raise BadInput(Fault("serve.port_number", str(port)))
    try:
        taken = socket.create_server((HOST, port))
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            if port == PORT:
                raise BadInput(Fault("serve.port_busy_usual", str(port), {"other": port + 1})) from exc
            raise BadInput(Fault("serve.port_busy", str(port))) from exc
        raise BadInput(Fault("serve.port_refused", str(port), {"reason": exc.strerror or "?"})) from exc
    taken.setblocking(False)
    return [taken]


def answer_until_stopped(
    application: Application, sockets: list[socket.socket], opening: Opening, workbooks: Workbooks
) -> None:
    """Serve until a signal asks to stop; says ``ready URL`` once the pages answer.

    Parameters
    ----------
    application : Application
    sockets : list of socket
        From `listening`.
    opening : Opening
    workbooks : Workbooks
        Its kernels are ended before this returns.
    """
    # A page that somebody opened, or asked for wrongly, is nobody's business.
    logging.getLogger("tornado").addHandler(logging.NullHandler())
    asyncio.run(_answer(application, sockets, opening, workbooks))


async def _answer(
    application: Application, sockets: list[socket.socket], opening: Opening, workbooks: Workbooks
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signum = getattr(signal, name, None)
        if signum is not None and signal.getsignal(signum) is not signal.SIG_IGN:
            with suppress(NotImplementedError, RuntimeError):  # not on Windows: Ctrl-C raises there
                loop.add_signal_handler(signum, stop.set)
    server = HTTPServer(application, max_body_size=BODY_MAX)
    workbooks.start()
    server.add_sockets(sockets)
    url = f"http://{HOST}:{sockets[0].getsockname()[1]}/"
    opening.say(f"ready {url}")
    opening.say_open(url)
    if opening.opens_browser and has_window():
        # A thread of its own: some browsers return only when they are closed.
        threading.Thread(target=_open, args=(url,), daemon=True).start()
    try:
        with suppress(asyncio.CancelledError):
            await stop.wait()
    finally:
        server.stop()
        await server.close_all_connections()
        await workbooks.stop()


def has_window() -> bool:
    """Whether there is a screen for a browser: one in the terminal would take it over."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in shown)


def _open(url: str) -> None:
    with suppress(webbrowser.Error):
        webbrowser.open(url)
