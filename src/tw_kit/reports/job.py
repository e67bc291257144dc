"""What travels to and from a handout process: paths and settings out, file names and faults back. No answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tw_kit.errors import Fault


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
    """

    source: Path
    out: Path
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    keep_notebooks: bool = False


@dataclass(frozen=True, slots=True)
class PageJob(Job):
    """A page that is no one's: the invitation. `source` only names it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one job: the files, or the faults for which there are none."""

    source: Path
    files: tuple[Path, ...]
    faults: tuple[Fault, ...]
