"""What runs in a handout process: notebooks by papermill, pages by nbconvert and Typst."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import papermill

from tw_kit.content import LANGUAGES, load_content
from tw_kit.errors import Fault, HandoutFailed, TwKitError
from tw_kit.model import Audience, Response, Summary
from tw_kit.reports.exporter_html import HandoutHTMLExporter
from tw_kit.reports.exporter_pdf import HandoutPDFExporter, fonts
from tw_kit.reports.files import write_all
from tw_kit.reports.job import Job, Made, PageJob
from tw_kit.reports.printable import drawable
from tw_kit.reports.settings import PrintSettings
from tw_kit.store import read_summary, write_summary
from tw_kit.store.summary_notes import summary_notes

NOTEBOOKS = Path(__file__).parent / "notebooks"
HANDOUT = {
    Audience.WORK_SEEKER: NOTEBOOKS / "handout_work_seeker.ipynb",
    Audience.EMPLOYER: NOTEBOOKS / "handout_employer.ipynb",
}
INVITATION = NOTEBOOKS / "employer_invitation.ipynb"


@cache
def _exporter(file_format: str) -> Any:
    exporters: dict[str, Any] = {"html": HandoutHTMLExporter, "pdf": HandoutPDFExporter}
    return exporters[file_format]()


@cache
def _checked(notebook: Path, names: frozenset[str]) -> Path:
    """The notebook, if its parameters are just these; papermill itself only warns of a misspelt one."""
    found = papermill.inspect_notebook(str(notebook)).keys()
    if found != names:
        facts = {"got": ", ".join(found) or "–", "expected": ", ".join(sorted(names))}
        raise HandoutFailed(Fault("handout.parameters_differ", notebook.name, facts))
    return notebook


def executed(notebook: Path, parameters: dict[str, str]) -> Any:
    """A notebook run with its parameters by papermill, in this process; nothing is written.

    Raises
    ------
    TwKitError
        What the notebook raised, or HandoutFailed for any other error in it.
    """
    try:
        return papermill.execute_notebook(
            str(_checked(notebook, frozenset(parameters))),
            None,
            parameters=parameters,
            engine_name="tw-kit",
            report_mode=True,
            progress_bar=False,
        )
    except TwKitError:
        raise
    except Exception as exc:
        # Only the name of the class: its message may hold a participant's words.
        raise HandoutFailed(Fault("handout.notebook_failed", "", {"reason": type(exc).__name__})) from exc


def _pages(job: Job, audience: Audience | None) -> list[tuple[Path, bytes]]:
    """Everything of one job, made before any of it is written."""
    pages: list[tuple[Path, bytes]] = []
    for language in job.languages:
        os.environ |= replace(job.settings, language=language).as_environment()
        node = executed(*_notebook(job, audience, language))
        for file_format in job.formats:
            made, _ = _exporter(file_format).from_notebook_node(node)
            data = made.encode("utf-8") if isinstance(made, str) else made
            pages.append((job.targets[language, file_format], data))
        if job.keep_notebooks:
            pages.append((job.targets[language, "ipynb"], f"{nbformat.writes(node)}\n".encode()))
    return pages


def _notebook(job: Job, audience: Audience | None, language: str) -> tuple[Path, dict[str, str]]:
    """Which notebook is run, with which parameters; the invitation is of nobody."""
    if audience is None:
        return INVITATION, {"language": language}
    return HANDOUT[audience], {"summary_path": str(job.source)}


def run(job: Job) -> Made:
    """Make one person's handouts, in a process that does nothing else; faults are returned, never raised."""
    try:
        if isinstance(job, PageJob):
            return Made(job.source, write_all(_pages(job, None), job.mark), ())
        content = load_content(job.settings.content)
        summary = read_summary(job.source, content)
        pages = _pages(job, summary.audience)
        return Made(job.source, write_all(pages, job.mark), (), summary_notes(summary, content))
    except TwKitError as exc:
        return Made(job.source, (), exc.faults)
    except Exception as exc:
        return Made(job.source, (), (Fault("handout.unexpected", "", {"reason": type(exc).__name__}),))


def warm(content: Path | None) -> None:
    """Do once, for no one, all that every job would otherwise do again, but for Typst, which starts threads.

    Parameters
    ----------
    content : Path or None
        The content folder that will be asked for.
    """
    with tempfile.TemporaryDirectory(prefix="tw-kit-warm-") as folder, contextlib.suppress(TwKitError):
        out, settings = Path(folder), PrintSettings(content=content)
        head = load_content(content).head
        for audience in Audience:
            nobody = Summary(head.content_version, "en", dt.date(2026, 1, 1), Response(audience))
            write_summary(nobody, out / "nobody.json")
            for language in LANGUAGES:
                gc.freeze()  # IPython collects garbage before each notebook, and need not look at what stays
                _pages(Job(out / "nobody.json", out, (language,), ("html",), settings=settings), audience)
    _exporter("pdf")
    drawable("→"), fonts()
