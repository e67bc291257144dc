"""What travels to and from a handout process: paths and settings out, file names and faults back. No answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tw_kit.errors import Fault
from tw_kit.reports.files import PREFIX, sweep
from tw_kit.reports.settings import PrintSettings


@dataclass(frozen=True, slots=True)
class Job:
    """One person's handouts to make.

    Parameters
    ----------
    source : Path
        Summary file; its stem names the handouts.
    out : Path
        Folder to write to.
    languages, formats : tuple of str
    keep_notebooks : bool
    settings : PrintSettings
        Content and site; each of `languages` is set in turn.
    mark : str
        Begins the names of unfinished files; no other job's does.
    """

    source: Path
    out: Path
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    keep_notebooks: bool = False
    settings: PrintSettings = field(default_factory=PrintSettings)
    mark: str = PREFIX

    @property
    def targets(self) -> dict[tuple[str, str], Path]:
        """The files to make, by language and format."""
        formats = (*self.formats, "ipynb") if self.keep_notebooks else self.formats
        return {
            (language, name): self.out / f"{self.source.stem}.{language}.{name}"
            for language in self.languages
            for name in formats
        }


@dataclass(frozen=True, slots=True)
class PageJob(Job):
    """A page that is no one's: the invitation. `source` only names it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one job: the files, or the faults for which there are none; and what to know all the same."""

    source: Path
    files: tuple[Path, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()


def remove_parts(job: Job, started: float) -> None:
    """Remove what a process that was stopped has left: unfinished files, and files of a set that is not whole.

    Parameters
    ----------
    job : Job
    started : float
        When its process began, in seconds since the epoch: what is older is not of this run.
    """
    sweep(job.out, job.mark)
    for path in job.targets.values():
        if path.exists() and path.stat().st_mtime >= started - 1:  # some disks keep whole seconds
            path.unlink()
