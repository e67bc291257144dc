"""Files of one person written all or none, and nothing half-made left in the folder, whatever stops a process."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from tw_kit.errors import Fault, HandoutFailed

PREFIX = ".tw-kit-"
STALE_S = 60.0  # an unfinished file lives for milliseconds; one of this age belongs to a process that was killed


def write_all(pages: Sequence[tuple[Path, bytes]], mark: str) -> tuple[Path, ...]:
    """Write files whole, and all of them or none; only their owner may read them.

    Parameters
    ----------
    pages : sequence of (Path, bytes)
        What to write where. A file that is there is replaced, once all of them are written.
    mark : str
        Begins the names of the unfinished files, so that `sweep` finds what a killed process left.

    Raises
    ------
    HandoutFailed
        If one cannot be written.
    """
    written: list[tuple[Path, Path]] = []
    for number, (path, made) in enumerate(pages):
        unfinished = path.with_name(f"{mark}{number}")
        written.append((unfinished, path))
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(made)
            unfinished.chmod(0o600)  # a strict umask may have taken even the owner's rights
        except OSError as exc:
            _remove(unfinished for unfinished, _ in written)
            raise _not_writable(path, exc) from exc
    for done, (unfinished, path) in enumerate(written):
        try:
            unfinished.replace(path)
        except OSError as exc:
            _remove([*(unfinished for unfinished, _ in written[done:]), *(path for _, path in written[:done])])
            raise _not_writable(path, exc) from exc
    return tuple(path for _, path in written)


def _not_writable(path: Path, exc: OSError) -> HandoutFailed:
    return HandoutFailed(Fault("handout.not_writable", str(path), {"reason": exc.strerror or type(exc).__name__}))


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()


def sweep(folder: Path, mark: str) -> None:
    """Remove unfinished files with this mark."""
    _remove(_unfinished(folder, mark))


def sweep_stale(folder: Path) -> None:
    """Remove unfinished files of any run that ended long ago, without its own sweep."""
    before = time.time() - STALE_S
    for path in _unfinished(folder, PREFIX):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < before:
                path.unlink()


def _unfinished(folder: Path, mark: str) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.name.startswith(mark)]
    except OSError:
        return []
