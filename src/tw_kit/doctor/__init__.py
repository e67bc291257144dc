"""The doctor: looks at everything that a workbook needs before people come, one finding each, and changes nothing.

It asks no other machine than a database server that was named.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tw_kit.doctor.finding import Finding, Level

__all__ = ["Finding", "Level", "examine"]


def examine(
    *, data: Path, database: str | None, content: Path | None, host: str, port: int, has_window: bool
) -> Iterator[Finding]:
    """Look at one thing after another.

    Parameters
    ----------
    data : Path
        Data folder, absolute; need not be there.
    database : str or None
        The address of a database; None is a file in the data folder.
    content : Path or None
        Content folder; None is the kit's own.
    host : str
    port : int
        Where pages are served.
    has_window : bool
        Whether there is a screen for a browser.

    Yields
    ------
    Finding
    """
    from tw_kit.doctor import machine
    from tw_kit.doctor.database import database_and_key, sqlite_file
    from tw_kit.doctor.folder import data_folder, disk, free_room, room
    from tw_kit.store.opening import DATABASE_FILE

    yield machine.versions()
    yield machine.words(content)
    folder = data_folder(data)
    yield folder
    if folder.level is not Level.BAD:  # else each of these would say the same once more
        found = machine.site(data / "site.yaml")
        if found is not None:
            yield found
        url = f"sqlite:///{data / DATABASE_FILE}" if database is None else database
        yield from database_and_key(url, data)
        file = sqlite_file(url)
        if file is not None:
            yield disk(file.parent)
        yield room(free_room(data))
    yield machine.port(host, port)
    yield machine.browser(has_window)
    yield machine.pdf()
