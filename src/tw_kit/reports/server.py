"""The warm process behind a `Press`: it imports everything once, then forks a process for each person.

It has one thread, handles paths only, and is nobody's: each person's answers are read in a fork, which makes that
person's handouts and ends. It ends itself, with all its forks, when the process that started it closes the link or is
killed.
"""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import signal
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path

from tw_kit.errors import Fault
from tw_kit.reports.job import Job, Made, remove_parts

READY = "ready"
REAP_S = 0.02  # a process that has answered is gone in less
TIME_MAX_S = 120.0  # a handout takes a fifth of a second; a file that takes this long never ends


@dataclass(frozen=True, slots=True)
class _Fork:
    number: int
    job: Job
    pid: int
    reply: Connection
    started: float  # seconds since the epoch


def serve(link_number: int, scratch: str, content: str) -> None:
    """Warm up, say so, and make what is ordered until the link closes.

    Parameters
    ----------
    link_number : int
        File descriptor of the link.
    scratch : str
        A folder of this process alone; it is removed at the end.
    content : str
        Content folder to read before any work; empty for the kit's own.
    """
    gc.disable()  # forks are short, and a collection would touch, and so copy, every page they share
    link = Connection(link_number)
    try:
        from tw_kit.reports import worker

        worker.warm(Path(content) if content else None)
        gc.collect()
        gc.freeze()
        link.send(READY)
        while True:
            todo, jobs, time_max_s = link.recv()
            _make(link, todo, jobs, time_max_s)
    except (EOFError, ConnectionError):  # nobody is waiting for anything any more
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(0)  # to take all the libraries down in order would take a tenth of a second


def _make(link: Connection, todo: Sequence[Job], jobs: int, time_max_s: float) -> None:
    """Run the jobs, at most `jobs` at once, and tell of each when it is done."""
    waiting = deque(enumerate(todo))
    running: dict[Connection, _Fork] = {}
    ending: list[int] = []  # processes that have answered: while they end, the next ones work
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                fork = _fork(*waiting.popleft(), [link, *running])
                running[fork.reply] = fork
            until = min(fork.started for fork in running.values()) + time_max_s
            ready = wait([link, *running], REAP_S if ending else max(0.0, until - time.time()))
            if link in ready:
                raise EOFError  # nothing is said to us during a run: it was closed
            for reply in [*running]:
                fork = running[reply]
                if reply in ready:
                    made = _answer(fork)
                    if made is None:
                        made = _failed(fork.job, Fault("handout.process_ended", "", {"code": _end(fork)}))
                    else:
                        ending.append(fork.pid)
                elif time.time() - fork.started >= time_max_s:
                    _end(fork)
                    made = _failed(fork.job, Fault("handout.too_slow", "", {"seconds": round(time_max_s)}))
                else:
                    continue
                del running[reply]
                link.send((fork.number, made))
            ending = [pid for pid in ending if os.waitpid(pid, os.WNOHANG) == (0, 0)]
        for pid in ending:
            os.waitpid(pid, 0)
    finally:
        for fork in running.values():
            _end(fork)


def _fork(number: int, job: Job, others: Sequence[Connection]) -> _Fork:
    receiving, sending = Pipe(duplex=False)
    started = time.time()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            for other in (receiving, *others):
                other.close()  # a fork that holds the link would hide that the server has died
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library's warning may quote a person's words
            sending.send(_run(job))
            code = 0
        finally:
            os._exit(code)
    sending.close()
    return _Fork(number, job, pid, receiving, started)


def _run(job: Job) -> Made:
    from tw_kit.reports import worker

    return worker.run(job)


def _answer(fork: _Fork) -> Made | None:
    """What a process says of its job, or None when it has ended without a word."""
    try:
        made: Made = fork.reply.recv()
    except (EOFError, OSError):
        return None
    fork.reply.close()
    return made


def _failed(job: Job, fault: Fault) -> Made:
    return Made(job.source, (), (fault,))


def _end(fork: _Fork) -> int:
    """End a process that has not answered; nothing that it wrote stays. Returns its exit code."""
    fork.reply.close()
    os.kill(fork.pid, signal.SIGKILL)
    _, status = os.waitpid(fork.pid, 0)
    remove_parts(fork.job, fork.started)
    return os.waitstatus_to_exitcode(status)


def once() -> None:
    """Make one person's handouts in a fresh process, where there is no fork: job in, result out, as pickles."""
    job = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the process that started this one
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answer:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        answer.write(pickle.dumps(_run(job)))
