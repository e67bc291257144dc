"""Many handouts, quickly and apart: one short-lived process a person.

A server process (the standard library's `forkserver`: one thread, no sockets of a kernel) imports everything once and
draws one picture of no one; each person is then a fork of it. Their data are never in the memory of another's
process, nor in this one, which handles paths only. Where there is no fork (Windows), each process starts afresh: slow,
and the same otherwise.
"""

from __future__ import annotations

import multiprocessing as mp
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from tw_kit.errors import Fault
from tw_kit.reports.job import Job, Made, PageJob
from tw_kit.reports.settings import PrintSettings

__all__ = ["Made", "make_handouts", "make_invitation"]


@dataclass(slots=True)
class _Running:
    job: Job
    process: mp.process.BaseProcess
    reply: Connection


def _context() -> Any:
    """How processes start here: forked from a warm single-threaded server where the system can."""
    methods = mp.get_all_start_methods()
    context = mp.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["__main__", "tw_kit.reports.worker"])
    return context


@contextmanager
def _environment(settings: PrintSettings) -> Iterator[None]:
    """What the server process inherits: which content to warm, and one thread for numpy (a fork copies one)."""
    wanted = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "svg"}
    wanted |= settings.as_environment()
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _entry(job: Job | PageJob, reply: Connection) -> None:
    """Runs in the new process; `worker` is already imported there."""
    from tw_kit.reports.worker import run

    reply.send(run(job))
    reply.close()


def _start(context: Any, job: Job) -> _Running:
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_entry, args=(job, sending), daemon=True)
    process.start()
    sending.close()
    return _Running(job, process, receiving)


def _finished(running: _Running) -> Made:
    """What came of a job whose process has answered or ended."""
    try:
        made: Made = running.reply.recv()
    except EOFError:
        running.process.join()
        code = running.process.exitcode or 0
        made = Made(running.job.source, (), (Fault("handout.process_ended", "", {"code": code}),))
    finally:
        running.reply.close()
    running.process.join()
    return made


def _run_all(todo: Sequence[Job], jobs: int, settings: PrintSettings, on_done: Callable[[Made], None]) -> list[Made]:
    """Run the jobs, at most `jobs` at once; results in the order of `todo`."""
    made: dict[Path, Made] = {}
    waiting = list(reversed(todo))
    running: list[_Running] = []
    with _environment(settings):
        context = _context()
        try:
            while waiting or running:
                while waiting and len(running) < jobs:
                    running.append(_start(context, waiting.pop()))
                ready = set(wait([each.reply for each in running]))
                for each in [r for r in running if r.reply in ready]:
                    running.remove(each)
                    result = _finished(each)
                    made[result.source] = result
                    on_done(result)
        finally:
            for each in running:
                each.process.terminate()
                each.process.join()
    return [made[job.source] for job in todo]


def _nothing(_: Made) -> None:
    pass


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
) -> list[Made]:
    """Handouts of many people: for each, ``STEM.LANG.EXT`` in `out`.

    Parameters
    ----------
    inputs : sequence of Path
        Summary files with different stems.
    out : Path
        A folder that is there. Files of the same name are replaced; a file is written whole or not at all.
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

    Returns
    -------
    list of Made
        One for each input, in its order. A faulty input is named in its `faults` and leaves no file; the others are
        made all the same.
    """
    settings = PrintSettings(content=content, data=data)
    todo = [Job(path, out, tuple(languages), tuple(formats), keep_notebooks) for path in inputs]
    return _run_all(todo, jobs or os.cpu_count() or 1, settings, on_done)


def make_invitation(
    out: Path,
    *,
    languages: Sequence[str] = ("en", "fr"),
    formats: Sequence[str] = ("html", "pdf"),
    keep_notebooks: bool = False,
    content: Path | None = None,
    data: Path | None = None,
) -> Made:
    """The invitation for employers: ``employer_invitation.LANG.EXT`` in `out`, from the site's own file."""
    settings = PrintSettings(content=content, data=data)
    job = PageJob(Path("employer_invitation"), out, tuple(languages), tuple(formats), keep_notebooks)
    return _run_all([job], 1, settings, _nothing)[0]
