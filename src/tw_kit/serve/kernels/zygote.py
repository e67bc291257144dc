"""The process that kernels are forked from: imports everything once, has one thread, and holds nobody's answers.

It is told over a socket which kernels to start, one JSON object a line, and tells which have started and ended. It
ends, and every kernel with it, when the process at the other end closes the socket or is killed.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import random
import selectors
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

READY = "ready"
_LINE_MAX = 1_000_000  # bytes of an order: it holds an environment
_PR_SET_PDEATHSIG = 1  # Linux: a signal for when the parent has died

# What a workbook's kernel imports sooner or later. debugpy alone costs a quarter of a second and is never cached.
_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.historyapp",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "anywidget",
    "ipywidgets",
    "segno",
    "tw_kit.app",
    "tw_kit.sitting",
    "tw_kit.store.sql",
    "tw_kit.widgets.workbook",
)


def serve(link_number: int, content: str) -> NoReturn:
    """Import everything, say so, and fork kernels until the link closes.

    Parameters
    ----------
    link_number : int
        File descriptor of the link.
    content : str
        Content folder to read before any kernel; empty for the kit's own. One that cannot be used is left to the
        kernels, which say why.
    """
    link = socket.socket(fileno=link_number)
    for name in _MODULES:
        importlib.import_module(name)
    _read(Path(content) if content else None)
    gc.collect()
    gc.freeze()  # a collection in a fork would touch, and so copy, all that it shares with the others
    running: set[int] = set()
    try:
        _work(link, running)
    except (EOFError, ConnectionError):  # nobody is there any more
        for pid in running:
            _kill(pid)
    os._exit(0)


def _read(folder: Path | None) -> None:
    """Read, once for all kernels, what each would read: words, and the page's own files as they are now."""
    from tw_kit.content import load_content
    from tw_kit.errors import TwKitError
    from tw_kit.model import Audience
    from tw_kit.widgets.assets import asset_urls

    try:
        content = load_content(folder)
    except TwKitError:
        return
    for audience in Audience:
        asset_urls("/", content, audience)


def _work(link: socket.socket, running: set[int]) -> None:
    """Take orders and notice ends, one after the other; raises EOFError when the link is closed."""
    ended, wakes = socket.socketpair()
    wakes.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda signum, frame: None)
    inherited = [link, ended, wakes]
    _tell(link, {"said": READY})
    with selectors.DefaultSelector() as selector:
        selector.register(link, selectors.EVENT_READ)
        selector.register(ended, selectors.EVENT_READ)
        inherited_fds = [each.fileno() for each in inherited] + [selector.fileno()]
        unread = b""
        while True:
            ready = {key.fileobj for key, _ in selector.select()}
            if ended in ready:
                ended.recv(4096)
            for pid, code in _reaped(running):
                running.discard(pid)
                _tell(link, {"ended": pid, "code": code})
            if link in ready:
                unread += _received(link)
                *lines, unread = unread.split(b"\n")
                for line in lines:
                    order = json.loads(line)
                    pid = _fork(order, inherited_fds)
                    running.add(pid)
                    _tell(link, {"started": order["number"], "pid": pid})


def _received(link: socket.socket) -> bytes:
    data = link.recv(_LINE_MAX)
    if not data:
        raise EOFError
    return data


def _tell(link: socket.socket, message: dict[str, Any]) -> None:
    link.sendall(json.dumps(message).encode() + b"\n")


def _reaped(running: set[int]) -> list[tuple[int, int]]:
    """The processes that have ended, with their exit codes."""
    found = []
    for pid in running:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            found.append((pid, os.waitstatus_to_exitcode(status)))
    return found


def _kill(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)  # with whatever it has started itself
    except (ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def _fork(order: dict[str, Any], inherited_fds: list[int]) -> int:
    """Start a kernel; gives its process id."""
    if threading.active_count() != 1:  # a lock held by a thread that is not in the fork is held for ever
        raise RuntimeError("a process with threads is not forked")
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            _become_kernel(order, inherited_fds, parent)
            code = 0
        finally:
            os._exit(code)
    return pid


def _become_kernel(order: dict[str, Any], inherited_fds: list[int], parent: int) -> None:
    """In the fork: leave everything of the zygote, and be a kernel until it is told to end."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in inherited_fds:
        os.close(number)  # a fork that holds the link would hide that the server has died
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return  # it died before we asked to be told
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(  # type: ignore[no-untyped-call]
        ["-f", order["connection_file"], "--HistoryManager.enabled=False", "--IPKernelApp.log_level=ERROR", "--quiet"]
    )
    from ipywidgets import register_comm_target

    register_comm_target()  # ipywidgets does so when it is imported, and there was no kernel then
    app.start()  # type: ignore[no-untyped-call]
