"""The demo: sample people in a temporary folder, their handouts, and the start page until somebody stops it."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from tw_kit.app import Kit, Order, handouts, sample
from tw_kit.errors import BadInput, Fault, HandoutFailed
from tw_kit.model import Summary
from tw_kit.serve.people import listed
from tw_kit.serve.site import make_application
from tw_kit.serve.stopping import undisturbed

if TYPE_CHECKING:
    from tw_kit.reports.job import Made

HOST = "127.0.0.1"
PORT_MAX = 65_535
SEEKERS = EMPLOYERS = 5
SEED = 7  # people of many kinds, in both languages


@dataclass(frozen=True, slots=True)
class Demo:
    """How a demo is run, and how it speaks.

    Parameters
    ----------
    port : int
        0 is any free port.
    opens_browser : bool
    command : str
        How the reader runs the kit; shown on the page.
    say : callable
        Told each line for whoever started the demo.
    say_open : callable
        Told the address once it answers, for a person to read.
    say_faults : callable
        Told of each person whose handouts could not be made.
    progress : callable
        From a number of people, a context that gives a function to call after each.
    """

    say: Callable[[str], None]
    say_open: Callable[[str], None]
    say_faults: Callable[[Made], None]
    progress: Callable[[int], AbstractContextManager[Callable[[Made], None]]]
    port: int = 0
    opens_browser: bool = True
    command: str = "tw-kit"


def run_demo(kit: Kit, demo: Demo) -> None:
    """Make sample people and their handouts, and serve the start page until asked to stop.

    Says ``handouts FOLDER``, then ``ready URL`` once the page answers. The folder goes away at the end.

    Raises
    ------
    BadInput
        If the port cannot be used; nothing was made then.
    HandoutFailed
        If not a single handout could be made.
    KeyboardInterrupt
        If asked to stop while the handouts are being made.
    """
    sockets = _listening(demo.port)
    folder = Path(tempfile.mkdtemp(prefix="tw-kit-demo-")).resolve()
    try:
        people: list[tuple[str, Summary]] = []
        sample(
            kit,
            folder / "people",
            seekers=SEEKERS,
            employers=EMPLOYERS,
            seed=SEED,
            on_done=lambda path, summary: people.append((path.stem, summary)),
        )
        with demo.progress(len(people)) as advance:
            made = handouts(kit, Order(folder / "handouts"), [folder / "people"], advance)
        for each in made:
            if each.faults:
                demo.say_faults(each)
        if not any(each.files for each in made):
            raise HandoutFailed(Fault("serve.nothing_made"))
        demo.say(f"handouts {folder / 'handouts'}")
        application = make_application(
            listed(people, (path for each in made for path in each.files)), kit.content, demo.command
        )
        # A page that somebody opened, or asked for wrongly, is nobody's business.
        logging.getLogger("tornado").addHandler(logging.NullHandler())
        url = f"http://{HOST}:{sockets[0].getsockname()[1]}/"
        asyncio.run(_serve(HTTPServer(application), sockets, demo, url))
    finally:
        with undisturbed():
            for taken in sockets:
                taken.close()
            shutil.rmtree(folder, ignore_errors=True)


def _listening(port: int) -> list[socket.socket]:
    """The port, taken before any work is done for it."""
    if not 0 <= port <= PORT_MAX:
        raise BadInput(Fault("serve.port_number", str(port)))
    try:
        return bind_sockets(port, HOST, family=socket.AF_INET)
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            raise BadInput(Fault("serve.port_busy", str(port))) from exc
        raise BadInput(Fault("serve.port_refused", str(port), {"reason": exc.strerror or "?"})) from exc


async def _serve(server: HTTPServer, sockets: list[socket.socket], demo: Demo, url: str) -> None:
    """Answer until a signal asks to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signum = getattr(signal, name, None)
        if signum is not None and signal.getsignal(signum) is not signal.SIG_IGN:
            with suppress(NotImplementedError, RuntimeError):  # not on Windows: Ctrl-C raises there
                loop.add_signal_handler(signum, stop.set)
    server.add_sockets(sockets)
    demo.say(f"ready {url}")
    demo.say_open(url)
    if demo.opens_browser and has_window():
        # A thread of its own: some browsers return only when they are closed.
        threading.Thread(target=_open, args=(url,), daemon=True).start()
    with suppress(asyncio.CancelledError):
        await stop.wait()
    server.stop()
    await server.close_all_connections()


def has_window() -> bool:
    """Whether there is a screen for a browser: one in the terminal would take it over."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in shown)


def _open(url: str) -> None:
    with suppress(webbrowser.Error):
        webbrowser.open(url)
