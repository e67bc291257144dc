"""The hashes of erased codes, in the database and once more in a file beside it.

A backup is restored when a database is broken, so the database alone must not be what remembers who was erased.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from tw_kit.errors import Fault, StoreFaults

_HASH = re.compile(r"[0-9a-f]{64}")


def remember(file: Path | None, code_hash: str) -> None:
    """Add a hash to the file, on disk when this returns; None is a store without one."""
    if file is None:
        return
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(f"{code_hash}\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError as exc:
        raise StoreFaults(Fault("store.file_refused", str(file), {"reason": exc.strerror or "?"})) from exc


def remembered(file: Path | None) -> set[str]:
    """The hashes in the file; none where there is no file."""
    if file is None or not file.exists():
        return set()
    try:
        return set(_HASH.findall(file.read_text(encoding="ascii", errors="replace")))
    except OSError as exc:
        raise StoreFaults(Fault("store.file_refused", str(file), {"reason": exc.strerror or "?"})) from exc
