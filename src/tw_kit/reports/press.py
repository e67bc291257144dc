"""Many handouts, quickly and apart: one short-lived process a person.

A server process (`server.py`) imports everything once and makes one page of no one; each person is then a fork of it.
Their data are never in the memory of another's process, nor in this one, which handles paths only. Where there is no
fork (Windows), each process starts afresh: slow, and the same otherwise.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol, Self

from tw_kit.errors import Fault, HandoutFailed
from tw_kit.reports.files import PREFIX, sweep, sweep_stale
from tw_kit.reports.job import Job, Made, PageJob, remove_parts
from tw_kit.reports.server import READY, TIME_MAX_S
from tw_kit.reports.settings import PrintSettings

__all__ = ["Made", "Press", "make_handouts", "make_invitation"]

_TRIES = 2  # servers in a row that may end without having made a single handout


class _Ended(Exception):
    """The server has ended, with this exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Makers(Protocol):
    """What makes handouts: a warm server, or fresh processes."""

    def results(self, todo: Sequence[Job], jobs: int) -> Iterator[tuple[int, Made]]:
        """The jobs' numbers and results, in the order of completion."""

    def close(self) -> None:
        """End all its processes."""


def _environment(scratch: str) -> dict[str, str]:
    """What handout processes inherit: none of our own variables, one thread for numpy, temporary files apart."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TW_KIT_")}
    kept |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    kept |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch)
    return kept | {"MPLBACKEND": "svg"}


@contextlib.contextmanager
def _startable() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise HandoutFailed(Fault("handout.cannot_start", "", {"reason": exc.strerror or str(exc)[:200]})) from exc


def _scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for whatever the libraries of handout processes put in temporary files."""
    with _startable():
        return tempfile.TemporaryDirectory(prefix="tw-kit-press-", ignore_cleanup_errors=True)


def _python(call: str) -> list[str]:
    """A command that calls a function of `server`, with this process's import path.

    `__main__` is not imported again, as multiprocessing would: a script without a guard and a prompt may make handouts.
    """
    paths = [str(Path(path).absolute()) for path in sys.path]
    code = f"import sys; sys.path[:] = {paths!r}; from tw_kit.reports import server; server.{call}"
    return [sys.executable, "-c", code]


class _Server:
    """A warm server process and the link to it."""

    def __init__(self, content: Path | None, time_max_s: float) -> None:
        self._time_max_s = time_max_s
        self._scratch = _scratch()
        self._said = Path(self._scratch.name) / "said.txt"
        ours, theirs = socket.socketpair()
        call = f"serve({theirs.fileno()}, {self._scratch.name!r}, {str(content or '')!r})"
        with contextlib.ExitStack() as undo, ours, theirs, _startable(), self._said.open("wb") as said:
            undo.callback(self._scratch.cleanup)
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and code
                _python(call),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                pass_fds=[theirs.fileno()],
                env=_environment(self._scratch.name),
                start_new_session=True,  # Ctrl-C is for us; we then close the link
            )
            self._link = Connection(ours.detach())
            undo.pop_all()
        self._is_ready = False

    def results(self, todo: Sequence[Job], jobs: int) -> Iterator[tuple[int, Made]]:
        """The jobs' numbers and results, in the order of completion.

        Raises
        ------
        HandoutFailed
            If the server could not start.
        _Ended
            If it ended too early.
        """
        try:
            if not self._is_ready:
                self._is_ready = self._link.recv() == READY
            self._link.send((todo, jobs, self._time_max_s))
            for _ in todo:
                yield self._link.recv()
        except (EOFError, OSError) as exc:
            code, words = self._process.wait(), self._last_words()
            if not self._is_ready and code > 0:
                raise HandoutFailed(Fault("handout.cannot_start", "", {"reason": words})) from exc
            raise _Ended(code) from exc

    def _last_words(self) -> str:
        """The last line on its standard error: what kept it from starting."""
        lines = self._said.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line[:200] for line in reversed(lines) if line.strip()), "?")

    def close(self) -> None:
        """End it and all its forks."""
        self._link.close()
        try:
            if self._process.poll() is None:
                self._process.wait(5)
        except subprocess.TimeoutExpired:
            pass
        if self._process.returncode != 0:  # it could not end its forks itself
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._scratch.cleanup()


class _Fresh:
    """A new Python for each person."""

    def __init__(self, time_max_s: float) -> None:
        self._time_max_s = time_max_s
        self._scratch = _scratch()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_closed = False

    def results(self, todo: Sequence[Job], jobs: int) -> Iterator[tuple[int, Made]]:
        """The jobs' numbers and results, in the order of completion."""
        with ThreadPoolExecutor(jobs) as threads:
            try:
                numbers = {threads.submit(self._made, job): number for number, job in enumerate(todo)}
                for done in as_completed(numbers):
                    yield numbers[done], done.result()
            except BaseException:
                self.close()
                raise

    def _made(self, job: Job) -> Made:
        if self._is_closed:
            return Made(job.source, (), ())
        started = time.time()
        with _startable():
            process = subprocess.Popen(  # noqa: S603  # our own interpreter and code
                _python("once()"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(self._scratch.name),
            )
        self._running.add(process)
        fault = None
        try:
            answer, _ = process.communicate(pickle.dumps(job), self._time_max_s)
        except subprocess.TimeoutExpired:
            process.kill()
            answer, _ = process.communicate()
            fault = Fault("handout.too_slow", "", {"seconds": round(self._time_max_s)})
        self._running.discard(process)
        if fault is None and process.returncode == 0:
            made: Made = pickle.loads(answer)  # noqa: S301  # from our own process
            return made
        remove_parts(job, started)
        return Made(job.source, (), (fault or Fault("handout.process_ended", "", {"code": process.returncode}),))

    def close(self) -> None:
        """End all its processes."""
        self._is_closed = True
        for process in list(self._running):
            process.kill()
        self._scratch.cleanup()


class Press:
    """Makes handouts; a context manager, which starts to warm up at once and may be used for several runs.

    Parameters
    ----------
    content : Path or None
        The content folder that is read once for all; None is the kit's own.
    can_fork : bool
        Whether processes are forked from a warm one, or started afresh.
    time_max_s : float
        Seconds after which a person's handouts are given up.
    """

    def __init__(
        self, content: Path | None = None, *, can_fork: bool = hasattr(os, "fork"), time_max_s: float = TIME_MAX_S
    ) -> None:
        self._content = None if content is None else content.absolute()
        self._can_fork = can_fork
        self._time_max_s = time_max_s
        self._lock = threading.Lock()  # one run at a time: a program may share a press among its threads
        self._makers: _Makers | None = self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes; a further run starts new ones."""
        makers, self._makers = self._makers, None
        if makers is not None:
            makers.close()

    def _started(self) -> _Makers:
        return _Server(self._content, self._time_max_s) if self._can_fork else _Fresh(self._time_max_s)

    def run(self, todo: Sequence[Job], jobs: int, on_done: Callable[[Made], None]) -> list[Made]:
        """Run jobs, at most `jobs` at once; results in the order of `todo`.

        Raises
        ------
        HandoutFailed
            If no process can be started. What goes wrong with one job is in its result.
        """
        with self._lock:
            return self._run(todo, jobs, on_done)

    def _run(self, todo: Sequence[Job], jobs: int, on_done: Callable[[Made], None]) -> list[Made]:
        mark = f"{PREFIX}{secrets.token_hex(8)}-"
        folders = {job.out for job in todo}
        todo = [replace(job, mark=f"{mark}{number}-") for number, job in enumerate(todo)]
        made: dict[int, Made] = {}

        def tell(number: int, result: Made) -> None:
            made[number] = result
            on_done(result)

        for folder in folders:
            sweep_stale(folder)
        try:
            tries = 0
            while len(made) < len(todo):
                before, left = len(made), [number for number in range(len(todo)) if number not in made]
                self._makers = self._makers or self._started()
                try:
                    for number, result in self._makers.results([todo[number] for number in left], jobs):
                        tell(left[number], result)
                except _Ended as exc:
                    self.close()
                    tries = 0 if len(made) > before else tries + 1
                    if tries == _TRIES:
                        for number in left:
                            fault = Fault("handout.process_ended", "", {"code": exc.code})
                            tell(number, Made(todo[number].source, (), (fault,)))
        except BaseException:
            self.close()
            raise
        finally:
            for folder in folders:
                sweep(folder, mark)
        return [made[number] for number in range(len(todo))]


def _nothing(_: Made) -> None:
    pass


def _cores() -> int:
    """Cores that this process may use: in a container often fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make_handouts(
    inputs: Sequence[Path],
    out: Path,
    *,
    languages: Sequence[str] = ("en", "fr"),
    formats: Sequence[str] = ("html", "pdf"),
    jobs: int | None = None,
    keep_notebooks: bool = False,
    content: Path | None = None,
    data: Path | None = None,
    on_done: Callable[[Made], None] = _nothing,
    press: Press | None = None,
) -> list[Made]:
    """Handouts of many people: for each, ``STEM.LANG.EXT`` in `out`.

    Parameters
    ----------
    inputs : sequence of Path
        Summary files with different stems.
    out : Path
        A folder that is there. Files of the same name are replaced; a person's are written whole, and all or none.
    languages, formats : sequence of str
        ``"en"``, ``"fr"``; ``"html"``, ``"pdf"``.
    jobs : int or None
        Processes at once; None is one a core.
    keep_notebooks : bool
        Whether to leave the executed notebooks, ``STEM.LANG.ipynb``. They hold the person's answers.
    content, data : Path or None
        The content folder and the data folder (for site.yaml).
    on_done : callable
        Told of each person when it is done, in the order of completion.
    press : Press or None
        One that is warm already, for programs that make handouts more than once; None starts and ends one.

    Returns
    -------
    list of Made
        One for each input, in its order. A faulty input is named in its `faults` and leaves no file; the others are
        made all the same.

    Raises
    ------
    HandoutFailed
        If no process can be started.
    """
    settings = _settings(content, data)
    todo = [
        Job(path.absolute(), out.absolute(), tuple(languages), tuple(formats), keep_notebooks, settings)
        for path in inputs
    ]
    return _run(press, content, todo, jobs or _cores(), on_done, named=inputs)


def make_invitation(
    out: Path,
    *,
    languages: Sequence[str] = ("en", "fr"),
    formats: Sequence[str] = ("html", "pdf"),
    keep_notebooks: bool = False,
    content: Path | None = None,
    data: Path | None = None,
    press: Press | None = None,
) -> Made:
    """The invitation for employers: ``employer_invitation.LANG.EXT`` in `out`, from the site's own file."""
    name = Path("employer_invitation")
    settings = _settings(content, data)
    job = PageJob(name, out.absolute(), tuple(languages), tuple(formats), keep_notebooks, settings)
    return _run(press, content, [job], 1, _nothing, named=[name])[0]


def _settings(content: Path | None, data: Path | None) -> PrintSettings:
    return PrintSettings(
        content=None if content is None else content.absolute(), data=None if data is None else data.absolute()
    )


def _run(
    press: Press | None,
    content: Path | None,
    todo: Sequence[Job],
    jobs: int,
    on_done: Callable[[Made], None],
    named: Sequence[Path],
) -> list[Made]:
    """Run with the given press, or with one for this run alone; results name the inputs as the caller did."""
    as_named = {job.source: name for job, name in zip(todo, named, strict=True)}

    def told(made: Made) -> Made:
        return replace(made, source=as_named[made.source])

    if not todo:
        return []
    with contextlib.ExitStack() as stack:
        press = press or stack.enter_context(Press(content))
        return [told(made) for made in press.run(todo, jobs, lambda made: on_done(told(made)))]
