"""Files in the data folder that were made for one person, found by name alone.

Whatever the kit makes for a person (handouts, caches, exports) goes into `person_folder`. What people put beside it
under a name with the code or the workbook in it is found too.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tw_kit.errors import Fault
from tw_kit.store.codes import folded

PEOPLE = "people"
_WORKBOOK = re.compile(r"[0-9a-f]{32}")
_TOKEN = re.compile(r"[^\W_]+")


def person_folder(data: Path, workbook: str) -> Path:
    """Where the files made for a workbook belong; not made here."""
    return data / PEOPLE / workbook


def _is_named(name: str, names: set[str]) -> bool:
    """Whether a run of the name's parts, put together, is one of the names."""
    parts = [folded(part) for part in _TOKEN.findall(name)]
    return any("".join(parts[a:b]) in names for a in range(len(parts)) for b in range(a + 1, len(parts) + 1))


def person_files(data: Path, workbook: str, code: str | None = None) -> list[Path]:
    """Files and folders in the data folder that bear a person's workbook or code in their names; the outermost."""
    names = {workbook} if code is None else {workbook, folded(code)}
    return list(_named(data, names))


def _named(folder: Path, names: set[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _is_named(path.name, names):
            yield path
        elif path.is_dir() and not path.is_symlink():
            yield from _named(path, names)


def stray_folders(data: Path, is_there: Callable[[str], bool]) -> list[Path]:
    """Folders of people whose workbook is no longer there."""
    people = data / PEOPLE
    found = sorted(people.iterdir()) if people.is_dir() else []
    return [path for path in found if _WORKBOOK.fullmatch(path.name) and not is_there(path.name)]


def files_in(path: Path) -> list[Path]:
    """The files that a file or folder stands for."""
    if path.is_dir() and not path.is_symlink():
        return sorted(Path(folder) / name for folder, _, names in os.walk(path) for name in names)
    return [path]


def removed(paths: list[Path]) -> tuple[int, list[Fault]]:
    """Remove files and folders; gives how many files went, and a fault for each that could not."""
    count, faults = 0, []
    for path in paths:
        inside = len(files_in(path))
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
            count += inside
        except OSError as exc:
            faults.append(Fault("data.file_stays", str(path), {"reason": exc.strerror or "?"}))
    return count, faults
