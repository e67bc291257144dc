"""Summary files among what a person named: files as they are, folders by their .json files."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tw_kit.errors import BadInput, Fault, raise_if_any


def find_summaries(inputs: Sequence[Path]) -> list[Path]:
    """The summary files that inputs stand for.

    Parameters
    ----------
    inputs : sequence of Path
        Files, or folders whose `.json` files are meant (not those of their own folders, nor hidden ones).

    Returns
    -------
    list of Path
        In the order of `inputs`, a folder's files by name; a file that is named twice is there once.

    Raises
    ------
    BadInput
        If an input is not there, a folder has no such file, or two files have the same stem and so would make
        handouts of the same name. All of these are listed.
    """
    faults: list[Fault] = []
    found: dict[Path, Path] = {}
    for path in inputs:
        try:
            files = _files_of(path) if path.is_dir() else [path]
        except OSError as exc:
            faults.append(Fault("input.not_readable", str(path), {"reason": exc.strerror or "?"}))
            continue
        if not path.exists():
            faults.append(Fault("input.missing", str(path)))
        elif not files:
            faults.append(Fault("input.folder_empty", str(path)))
        else:
            for file in files:
                found.setdefault(file.resolve(), file)
    if not inputs:
        faults.append(Fault("input.none"))
    by_stem: dict[str, Path] = {}
    for file in found.values():
        first = by_stem.setdefault(_as_a_disk_may_see_it(file.stem), file)
        if first is not file:
            faults.append(Fault("input.same_stem", str(file), {"other": str(first)}))
    raise_if_any(BadInput, faults)
    return list(found.values())


def _files_of(folder: Path) -> list[Path]:
    inside = sorted(folder.iterdir())
    return [p for p in inside if p.suffix.lower() == ".json" and not p.name.startswith(".") and p.is_file()]


def _as_a_disk_may_see_it(stem: str) -> str:
    """Some disks hold no difference between A and a, nor between é in one character and in two."""
    return unicodedata.normalize("NFC", stem).casefold()
