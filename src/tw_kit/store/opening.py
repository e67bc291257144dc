"""Opens the store that a data folder and an address name. SQLAlchemy is imported here, when a store is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tw_kit.errors import Fault, StoreFaults
from tw_kit.store.codes import CodeKey

if TYPE_CHECKING:
    from tw_kit.store.interface import Store

DATABASE_FILE = "workbooks.sqlite3"
KEY_FILE = "codes.key"
ERASED_FILE = "erased_codes.txt"


def open_store(data: Path, database: str | None = None) -> Store:
    """The store of a data folder.

    Parameters
    ----------
    data : Path
        Made if it is not there, for its owner alone. The key of the codes is in it, whatever the database.
    database : str or None
        ``sqlite:///file`` or ``postgresql://user@host/name``; None is a SQLite file in the data folder.

    Raises
    ------
    StoreFaults
        If folder or address cannot be used, or the database's schema is newer than this kit.
    StoreFailed
        If the database cannot be reached.
    """
    from tw_kit.store.sql import SqlStore

    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as exc:
        raise StoreFaults(Fault("store.file_refused", str(data), {"reason": exc.strerror or "?"})) from exc
    url = f"sqlite:///{data.absolute() / DATABASE_FILE}" if database is None else database
    return SqlStore(url, CodeKey(data / KEY_FILE), data / ERASED_FILE)
