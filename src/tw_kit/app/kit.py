"""What every command and page works with: content, data folder and database, as somebody chose them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from tw_kit.content import Content, load_content
from tw_kit.environment import CONTENT, DATA, DATABASE
from tw_kit.errors import BadInput, Fault, raise_if_any
from tw_kit.paths import is_folder, is_there
from tw_kit.store import open_store

if TYPE_CHECKING:
    from tw_kit.store import Store

_DATABASE = re.compile(r"sqlite:///.+|postgresql(\+[a-z0-9_]+)?://.+")


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


def kit_from(environment: Mapping[str, str]) -> Kit:
    """The kit that environment variables name (`tw_kit.environment`); raises as `open_kit` does."""
    content, data = environment.get(CONTENT), environment.get(DATA)
    return open_kit(Path(content) if content else None, Path(data) if data else None, environment.get(DATABASE) or None)
