"""The folder that holds what people say: who may look into it, how much room is left, whether things stay there."""

from __future__ import annotations

import errno
import os
import re
import shlex
import shutil
import stat
import statistics
import tempfile
import time
from pathlib import Path

from tw_kit.doctor.finding import Finding, Level
from tw_kit.errors import TwKitError
from tw_kit.paths import is_folder, is_there

ROOM_LOW_MB = 1_000  # a workbook takes some 30 kB; a full disk stops much else before
ROOM_NEEDED_MB = 100
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MOUNTS = Path("/proc/self/mounts")
_IN_MEMORY = frozenset({"tmpfs", "ramfs", "devtmpfs"})
_OF_A_CONTAINER = frozenset({"overlay", "aufs"})
# Where SQLite cannot trust locks or fsync: https://www.sqlite.org/wal.html, "does not work over a network filesystem".
_OF_A_NETWORK = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "davfs", "drvfs", "fuse.rclone", "fuse.sshfs", "glusterfs", "lustre"}
    | {"nfs", "nfs4", "smb3", "smbfs"}
)


def nearest_there(path: Path) -> Path:
    """The path, or the folder around it that is there."""
    return next((each for each in (path, *path.parents) if is_there(each)), path)


def is_open_to_others(path: Path) -> bool:
    """Whether others on this computer can look into it; False where nobody can tell."""
    try:
        return os.name == "posix" and bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False


def closing(path: Path) -> str:
    """The command that closes a file or folder to others."""
    return f"chmod {700 if is_folder(path) else 600} {shlex.quote(str(path))}"


def data_folder(folder: Path) -> Finding:
    """Whether it is there or can be made, and is its owner's alone."""
    facts = {"folder": str(folder)}
    there = nearest_there(folder)
    try:
        if not is_folder(there):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        with tempfile.TemporaryFile(dir=there):
            pass  # a folder may be there and closed to us
    except OSError as exc:
        return Finding("folder.refused", Level.BAD, {**facts, "reason": exc.strerror or "?"})
    if there != folder:
        return Finding("folder.new", Level.GOOD, facts)
    if is_open_to_others(folder):
        return Finding("folder.open", Level.CARE, {**facts, "command": closing(folder)})
    return Finding("folder.good", Level.GOOD, facts)


def free_room(folder: Path) -> int:
    """How much room is left on the folder's disk: MB."""
    return shutil.disk_usage(nearest_there(folder)).free // 1_000_000


def room(megabytes: int) -> Finding:
    """Whether so much room is enough."""
    if megabytes < ROOM_LOW_MB:
        return Finding("room.low", Level.BAD if megabytes < ROOM_NEEDED_MB else Level.CARE, {"megabytes": megabytes})
    return Finding("room.good", Level.GOOD, {"gigabytes": megabytes // 1000})


def file_system(folder: Path, mounts: str) -> str | None:
    r"""What kind of file system a folder is on.

    Parameters
    ----------
    folder : Path
        One that is there, without symbolic links.
    mounts : str
        As /proc/mounts has them.

    Examples
    --------
    >>> file_system(Path("/mnt/my share/kit"), "disk / ext4 rw 0 0\nhost:/x /mnt/my\\040share nfs4 rw 0 0\n")
    'nfs4'
    """
    found, longest = None, -1
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), parts[1]))
        if folder.is_relative_to(point) and len(point.parts) >= longest:  # of two at one place, the later is on top
            found, longest = parts[2], len(point.parts)
    return found


def disk(folder: Path, mounts: Path = _MOUNTS) -> Finding:
    """Whether what is saved there stays: saves something as the store does, in a folder of its own, and looks.

    Parameters
    ----------
    folder : Path
    mounts : Path
        The system's table of file systems, where it has one.
    """
    there = nearest_there(folder).resolve()
    facts: dict[str, str | int] = {"folder": str(folder)}
    try:
        kind = file_system(there, mounts.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        kind = None  # not Linux
    for id_, kinds in (("memory", _IN_MEMORY), ("network", _OF_A_NETWORK), ("container", _OF_A_CONTAINER)):
        if kind in kinds:
            return Finding(f"disk.{id_}", Level.CARE, {**facts, "kind": str(kind)})
    try:
        with tempfile.TemporaryDirectory(dir=there, prefix=".tw-kit-doctor-", ignore_cleanup_errors=True) as trial:
            settings, milliseconds = _saved(Path(trial) / "trial.sqlite3")
    except TwKitError as exc:
        return Finding("disk.refused", Level.BAD, {**facts, "reason": str(exc.faults[0].facts.get("reason", "?"))})
    except OSError as exc:
        return Finding("disk.refused", Level.BAD, {**facts, "reason": exc.strerror or "?"})
    if settings != {"journal_mode": "wal", "synchronous": "2"}:
        reason = ", ".join(f"{name} = {value}" for name, value in settings.items())
        return Finding("disk.refused", Level.BAD, {**facts, "reason": reason})
    return Finding("disk.good", Level.GOOD, {"milliseconds": milliseconds})


def _saved(file: Path) -> tuple[dict[str, str], int]:
    """Save a few lines in a new database; its settings, and how long one takes (whole milliseconds, at least 1)."""
    from tw_kit.store.database import open_database, our_errors

    database = open_database(f"sqlite:///{file}")
    took = []
    try:
        with our_errors(file):
            with database.writing.begin() as connection:
                connection.exec_driver_sql("CREATE TABLE trial (line TEXT)")
            for _ in range(5):
                begun = time.perf_counter()
                with database.writing.begin() as connection:
                    connection.exec_driver_sql("INSERT INTO trial VALUES ('…')")
                took.append(time.perf_counter() - begun)
            with database.reading.connect() as connection:
                settings = {
                    name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())
                    for name in ("journal_mode", "synchronous")
                }
    finally:
        database.writing.dispose()
    with file.open("rb+") as written:
        os.fsync(written.fileno())
    return settings, max(1, round(statistics.median(took) * 1000))
