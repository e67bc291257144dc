"""Sample people, and the handouts of anyone."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tw_kit.app.kit import Kit
from tw_kit.content import LANGUAGES
from tw_kit.errors import BadInput, Fault, HandoutFailed, raise_if_any
from tw_kit.model import Summary
from tw_kit.paths import is_folder, is_there
from tw_kit.sample import write_sample
from tw_kit.store import find_summaries, write_summary
from tw_kit.store.person_files import person_folder

if TYPE_CHECKING:
    from tw_kit.reports.job import Made

FORMATS = ("html", "pdf")
KINDS = ("handout", "employer_invitation")


def sample(
    kit: Kit,
    out: Path,
    *,
    seekers: int,
    employers: int,
    seed: int,
    language: str = "mix",
    on_done: Callable[[Path, Summary], None] = lambda path, summary: None,
) -> int:
    """Sample people as files in a folder; see `tw_kit.sample.write_sample`."""
    return write_sample(
        out,
        kit.content,
        seekers=seekers,
        employers=employers,
        seed=seed,
        language=language,
        on_done=on_done,
    )


@dataclass(frozen=True, slots=True)
class Order:
    """What handouts to make: checked, and nothing made yet.

    Parameters
    ----------
    out : Path
        A folder, absolute.
    languages, formats : tuple of str
    jobs : int or None
        Processes at once; None is one a core.
    keep_notebooks : bool
    """

    out: Path
    languages: tuple[str, ...] = LANGUAGES
    formats: tuple[str, ...] = FORMATS
    jobs: int | None = None
    keep_notebooks: bool = False


def order(out: Path, languages: str, formats: str, jobs: int | None = None, keep_notebooks: bool = False) -> Order:
    """An order from what a person wrote, such as ``"en,fr"`` and ``"html,pdf"``.

    Raises
    ------
    BadInput
        With every language and format that is not known, a number of jobs below 1, and a folder that is a file.
    """
    faults: list[Fault] = []
    chosen: list[tuple[str, ...]] = []
    for option, text, known in (("--lang", languages, LANGUAGES), ("--format", formats, FORMATS)):
        names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
        facts = {"known": ", ".join(known)}
        faults += [Fault("cli.choice", option, {"got": name, **facts}) for name in names if name not in known]
        if not names:
            faults.append(Fault("cli.choice", option, {"got": text, **facts}))
        chosen.append(names)
    if jobs is not None and jobs < 1:
        faults.append(Fault("cli.jobs", "--jobs", {"got": jobs}))
    if is_there(out) and not is_folder(out):
        faults.append(Fault("cli.not_a_folder", str(out)))
    raise_if_any(BadInput, faults)
    return Order(out.absolute(), chosen[0], chosen[1], jobs, keep_notebooks)


def handouts(kit: Kit, wanted: Order, inputs: Sequence[Path], on_done: Callable[[Made], None]) -> list[Made]:
    """Handouts of the people in files and folders: one `Made` each.

    Raises
    ------
    BadInput
        If content, site.yaml or inputs cannot be used, or nothing can be written to the folder. A single file that
        cannot be used is no such fault: it is named in its `Made`.
    """
    from tw_kit.reports import press

    files = find_summaries(inputs)
    _ready(kit, wanted)
    return press.make_handouts(
        files,
        wanted.out,
        languages=wanted.languages,
        formats=wanted.formats,
        jobs=wanted.jobs,
        keep_notebooks=wanted.keep_notebooks,
        content=kit.folder,
        data=kit.data,
        on_done=on_done,
    )


def invitation(kit: Kit, wanted: Order) -> Made:
    """The page that invites employers; raises as `handouts` does."""
    from tw_kit.reports import press

    _ready(kit, wanted)
    return press.make_invitation(
        wanted.out,
        languages=wanted.languages,
        formats=wanted.formats,
        keep_notebooks=wanted.keep_notebooks,
        content=kit.folder,
        data=kit.data,
    )


def _ready(kit: Kit, wanted: Order) -> None:
    """Refuse what would fail for every person, before the first."""
    from tw_kit.reports.site import read_site

    _ = kit.content
    read_site(kit.data / "site.yaml")
    try:
        wanted.out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted.out):
            pass  # a folder may be there and closed to us
    except OSError as exc:
        raise BadInput(Fault("cli.folder_not_writable", str(wanted.out), {"reason": exc.strerror or "?"})) from exc


def handout_bytes(kit: Kit, workbook: str, summary: Summary, language: str, file_format: str) -> bytes:
    """One handout of one person, as the bytes of a file. Nothing of it stays on the disk.

    Parameters
    ----------
    kit : Kit
    workbook : str
        Whose files they are while they are made: should this process be killed then, erasing the person removes them.
    summary : Summary
    language, file_format : str

    Raises
    ------
    HandoutFailed
        If it cannot be made.
    """
    from tw_kit.reports import press

    try:
        mine = person_folder(kit.data, workbook)
        mine.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.ExitStack() as undo, tempfile.TemporaryDirectory(dir=mine) as name:
            undo.callback(_removed_if_empty, mine)
            folder = Path(name)
            source = folder / "summary.json"
            write_summary(summary, source)
            made = press.make_handouts(
                [source],
                folder,
                languages=(language,),
                formats=(file_format,),
                jobs=1,
                content=kit.folder,
                data=kit.data,
            )[0]
            raise_if_any(HandoutFailed, made.faults)
            return made.files[0].read_bytes()
    except OSError as exc:
        raise HandoutFailed(Fault("handout.cannot_start", "", {"reason": exc.strerror or "?"})) from exc


def _removed_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):  # there may be other files of this person
        folder.rmdir()
