"""Puts the rooms together: picks content, store and language, and offers each job as one function.

The one place that does so; commands and pages call it. Importing it loads no pandas, matplotlib, papermill or
nbconvert: they are imported where handouts are made, in their own processes; and no widgets but for a page.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import platformdirs

from tw_kit.content import LANGUAGES, Content, load_content, packaged_content
from tw_kit.environment import ASSETS, CONTENT, DATA, DATABASE
from tw_kit.errors import BadInput, Fault, HandoutFailed, SummaryFaults, TwKitError, raise_if_any
from tw_kit.live import check_with_plans
from tw_kit.model import Audience, Summary
from tw_kit.paths import is_folder, is_there
from tw_kit.sample import write_sample
from tw_kit.scoring import Pair, View, pair_figures, pair_in_view, profile_figures
from tw_kit.store import find_summaries, open_store, read_summary, write_summary
from tw_kit.store.summary_notes import summary_notes

if TYPE_CHECKING:
    from tw_kit.reports.job import Made
    from tw_kit.store import Store
    from tw_kit.widgets.workbook import WorkbookPage

FORMATS = ("html", "pdf")
KINDS = ("handout", "employer_invitation")
_DATABASE = re.compile(r"sqlite:///.+|postgresql(\+[a-z0-9_]+)?://.+")


class FileFaults(BadInput):
    """Files that cannot be used, each with all its faults."""

    def __init__(self, by_file: Mapping[Path, Sequence[Fault]]) -> None:
        super().__init__(*(fault for faults in by_file.values() for fault in faults))
        self.by_file = {path: tuple(faults) for path, faults in by_file.items()}


@dataclass(frozen=True, slots=True)
class Kit:
    """What every command works with: the choices of its global options.

    Parameters
    ----------
    folder : Path or None
        Content folder; None is the kit's own content.
    data : Path
        Data folder; its `site.yaml`, if there is one, says what is particular to this site.
    database : str or None
        Where answers are stored; None is a file in the data folder.
    """

    folder: Path | None
    data: Path
    database: str | None = None

    @property
    def content(self) -> Content:
        """The content; raises ContentFaults if the folder cannot be used."""
        return load_content(self.folder)


def default_data() -> Path:
    """The data folder of whoever names none; it need not be there."""
    return platformdirs.user_data_path("tw-kit", appauthor=False)


def open_kit(
    content: Path | None = None, data: Path | None = None, database: str | None = None, *, only_reads: bool = False
) -> Kit:
    """A kit from global options.

    Parameters
    ----------
    content, data : Path or None
    database : str or None
    only_reads : bool
        Whether a data folder that is named must be there: nothing will be stored in it.

    Raises
    ------
    BadInput
        If the database address is of no known kind, or the data folder is a file or, where it must be, not there.
    """
    faults = []
    if database is not None and not _DATABASE.fullmatch(database):
        faults.append(Fault("cli.database", "--database"))  # never its value: it may hold a password
    if data is not None and is_there(data) and not is_folder(data):
        faults.append(Fault("cli.not_a_folder", str(data)))
    if data is not None and only_reads and not is_there(data):
        faults.append(Fault("cli.no_data_folder", str(data)))
    raise_if_any(BadInput, faults)
    folder = None if content is None else content.absolute()
    return Kit(folder, (data or default_data()).absolute(), database)


def open_workbooks(kit: Kit) -> Store:
    """The store of the kit's data folder and database; see `tw_kit.store.open_store`."""
    return open_store(kit.data, kit.database)


def now() -> dt.datetime:
    """The time, in UTC: the clock is asked here and nowhere else."""
    return dt.datetime.now(dt.UTC)


def reader_language(environment: Mapping[str, str]) -> str:
    """The language of the person at the command line: ``"fr"`` or ``"en"``, from the first locale variable set."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "fr" if locale.lower().startswith("fr") else "en"


def check(kit: Kit, folder: Path | None) -> tuple[Fault, ...]:
    """Every fault of a content folder, the one given, else the kit's, and of the workshop plans that go with it."""
    return check_with_plans(kit.folder if folder is None else folder)


def content_list(kit: Kit) -> dict[str, Any]:
    """Factors and statements with their marks, in content order, without their words."""
    instrument = kit.content.instrument
    return {
        "content_version": instrument.content_version,
        "factors": [{"id": factor} for factor in instrument.factors],
        "statements": [
            {
                "id": s.id,
                "factor": s.factor,
                "direction": s.direction.value,
                "valence": s.valence.value,
                "private": s.private,
                "core": s.core,
            }
            for s in instrument.statements
        ],
    }


@dataclass(frozen=True, slots=True)
class Scored:
    """What came of one file or a pair.

    Parameters
    ----------
    figures : dict
        For a file or a page; no words.
    notes : mapping of Path to tuple of Fault
        What the reader should know of each file.
    people : tuple of Summary
        The one, or the work seeker and the employer.
    pair : Pair or None
        The two as the view may see them.
    """

    figures: dict[str, Any]
    notes: Mapping[Path, tuple[Fault, ...]]
    people: tuple[Summary, ...]
    pair: Pair | None = None


def score(kit: Kit, paths: Sequence[Path], view: str | None) -> Scored:
    """Figures of one person, or of a work seeker and an employer in either order.

    Raises
    ------
    FileFaults
        If files cannot be used; all their faults are listed.
    BadInput
        If there are not one or two files, the view is unknown, or both files are of the same side.
    """
    views = [v.value for v in View]
    if len(paths) not in (1, 2):
        raise BadInput(Fault("score.how_many", "", {"got": len(paths)}))
    if view is not None and view not in views:
        raise BadInput(Fault("cli.choice", "--view", {"got": view, "known": ", ".join(views)}))
    read = _read_all(kit, paths)
    notes = {path: summary_notes(summary, kit.content) for path, summary in zip(paths, read, strict=True)}
    instrument = kit.content.instrument
    if len(read) == 1:
        return Scored(profile_figures(instrument, read[0].response), notes, tuple(read))
    first, second = read
    if first.audience is second.audience:
        facts = {"first": str(paths[0]), "second": str(paths[1])}
        raise BadInput(Fault(f"score.both_{first.audience.value}", "", facts))
    seeker, employer = (first, second) if first.audience is Audience.WORK_SEEKER else (second, first)
    shown = View.PRACTITIONER if view is None else View(view)
    return Scored(
        figures=pair_figures(instrument, seeker.response, employer.response, shown),
        notes=notes,
        people=(seeker, employer),
        pair=pair_in_view(instrument, seeker.response, employer.response, shown),
    )


def _read_all(kit: Kit, paths: Sequence[Path]) -> list[Summary]:
    read: list[Summary] = []
    faulty: dict[Path, Sequence[Fault]] = {}
    for path in paths:
        try:
            read.append(read_summary(path, kit.content))
        except SummaryFaults as exc:
            faulty[path] = exc.faults
    if faulty:
        raise FileFaults(faulty)
    return read


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


def handout_bytes(kit: Kit, summary: Summary, language: str, file_format: str) -> bytes:
    """One handout of one person, as the bytes of a file. Nothing of it stays on the disk.

    Parameters
    ----------
    kit : Kit
    summary : Summary
    language, file_format : str

    Raises
    ------
    HandoutFailed
        If it cannot be made.
    """
    from tw_kit.reports import press

    try:
        with tempfile.TemporaryDirectory(prefix="tw-kit-handout-") as name:  # 0700
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


def kit_from(environment: Mapping[str, str]) -> Kit:
    """The kit that environment variables name (`tw_kit.environment`); raises as `open_kit` does."""
    content, data = environment.get(CONTENT), environment.get(DATA)
    return open_kit(Path(content) if content else None, Path(data) if data else None, environment.get(DATABASE) or None)


def workbook_page(audience: str, environment: Mapping[str, str] = os.environ) -> WorkbookPage:
    """The workbook page of one side, to be the last line of a notebook's cell.

    Parameters
    ----------
    audience : str
        ``"work_seeker"`` or ``"employer"``.
    environment : mapping
        Says which content, data folder and database (`tw_kit.environment`), and, under Voila, what address the page
        was opened with.

    Returns
    -------
    WorkbookPage
        Always one: where it cannot work, it says why in both languages.
    """
    from tw_kit.sitting import Sitting, first_view, words_of
    from tw_kit.widgets.assets import asset_urls
    from tw_kit.widgets.workbook import WorkbookPage

    side = Audience(audience)
    is_page = environment.get("SERVER_SOFTWARE", "").startswith("voila")
    asked = parse_qs(environment.get("QUERY_STRING", "")).get("lang", [""])[0] if is_page else ""
    view = first_view(side, host="page" if is_page else "notebook", asked_language=asked)
    content, sitting, assets = packaged_content(), None, None
    try:
        kit = kit_from(environment)
        content = kit.content
        if prefix := environment.get(ASSETS):
            assets = asset_urls(prefix, content, side)
        sitting = Sitting(
            content=content,
            store=open_workbooks(kit),
            audience=side,
            view=view,
            now=lambda: now().astimezone(),  # the day of a handout is that of the place
            make_handout=partial(handout_bytes, kit),
            base_url=environment.get("VOILA_REQUEST_URL"),
        )
    except TwKitError as exc:
        view["trouble"] = {language: content.sentence(exc.faults[0], language) for language in LANGUAGES}
    return WorkbookPage(sitting, view=view, words=None if assets else words_of(content, side), assets=assets)


def side_of_code(store: Store, code: str) -> Audience:
    """Whose workbook a code opens: a work seeker's or an employer's.

    Raises
    ------
    StoreFaults
        If it opens none.
    """
    return Audience(store.export(store.open_workbook(code)).audience)
