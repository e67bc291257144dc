"""What runs in a handout process. Importing this module warms it: libraries, templates, typeface, words."""

from __future__ import annotations

import logging
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import papermill

from tw_kit.content import load_content
from tw_kit.errors import Fault, HandoutFailed, TwKitError
from tw_kit.model import Audience
from tw_kit.reports import chart, engine
from tw_kit.reports.exporter_html import HandoutHTMLExporter
from tw_kit.reports.exporter_pdf import HandoutPDFExporter
from tw_kit.reports.job import Job, Made, PageJob
from tw_kit.reports.printable import drawable
from tw_kit.reports.settings import PrintSettings
from tw_kit.store import read_summary

NOTEBOOKS = Path(__file__).parent / "notebooks"
HANDOUT = {
    Audience.WORK_SEEKER: NOTEBOOKS / "handout_work_seeker.ipynb",
    Audience.EMPLOYER: NOTEBOOKS / "handout_employer.ipynb",
}
INVITATION = NOTEBOOKS / "employer_invitation.ipynb"

_log = logging.getLogger(__name__)


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


def _write(path: Path, made: str | bytes) -> Path:
    """Write a file whole or not at all."""
    data = made.encode("utf-8") if isinstance(made, str) else made
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".tw-kit-", delete=False) as file:
            file.write(data)
        Path(file.name).chmod(0o600)
        Path(file.name).replace(path)
    except OSError as exc:
        raise HandoutFailed(Fault("handout.not_writable", str(path), {"reason": exc.strerror or "?"})) from exc
    return path


def _pages(job: Job) -> list[tuple[Path, str | bytes]]:
    """Everything of one job, made before any of it is written."""
    pages: list[tuple[Path, str | bytes]] = []
    for language in job.languages:
        os.environ["TW_KIT_LANG"] = language
        if isinstance(job, PageJob):
            notebook, parameters = INVITATION, {"language": language}
        else:
            summary = read_summary(job.source, load_content(PrintSettings.from_environment().content))
            notebook, parameters = HANDOUT[summary.audience], {"summary_path": str(job.source.absolute())}
        node = executed(notebook, parameters)
        name = f"{job.source.stem}.{language}"
        for file_format in job.formats:
            made, _ = _exporter(file_format).from_notebook_node(node)
            pages.append((job.out / f"{name}.{file_format}", made))
        if job.keep_notebooks:
            pages.append((job.out / f"{name}.ipynb", nbformat.writes(node) + "\n"))
    return pages


def run(job: Job) -> Made:
    """Make one person's handouts; faults are returned, never raised."""
    try:
        return Made(job.source, tuple(_write(path, made) for path, made in _pages(job)), ())
    except TwKitError as exc:
        return Made(job.source, (), exc.faults)
    except Exception as exc:
        _log.debug("handout failed: %s", type(exc).__name__)
        return Made(job.source, (), (Fault("handout.unexpected", "", {"reason": type(exc).__name__}),))


def _warm() -> None:
    """Do once, for no one, what every job would otherwise do again."""
    engine.shell()
    drawable("→")
    for notebook in HANDOUT.values():
        _checked(notebook, frozenset({"summary_path"}))
    _ = _exporter("html").template, _exporter("pdf")
    nobody = chart.Row("–", 1, 1, 1, 1, 1, 1, 1, 1, 1)
    chart.factor_picture([nobody], chart.Headings("–", "–", "–", "–", "–"))
    try:
        load_content(PrintSettings.from_environment().content)
    except TwKitError:
        _log.debug("content is faulty; each job says so")


_warm()
