"""Handouts of files that somebody sent: made in a folder that is gone at the end, and held in memory for a while."""

from __future__ import annotations

import asyncio
import io
import re
import secrets
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tw_kit.app import Kit, Order, handouts
from tw_kit.errors import Fault

FILES_MAX = 20
BYTES_MAX = 5_000_000  # of all files together; a full workbook is about 20 kB
MINUTES = 30
BATCHES_MAX = 5
_NAME_MAX = 60  # characters of a file's stem
_NOT_IN_NAMES = re.compile(r"[^\w. ()+-]+")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that somebody sent."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Person:
    """What came of one file.

    Parameters
    ----------
    name : str
        The file's, without its ending.
    files : mapping of (language, format) to str
        Names of the handouts; empty where there are faults.
    faults, notes : tuple of Fault
    """

    name: str
    files: Mapping[tuple[str, str], str]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of all files that were sent at once."""

    people: tuple[Person, ...]
    files: Mapping[str, bytes]

    def packed(self) -> bytes:
        """All handouts as one ZIP file."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in self.files.items():
                archive.writestr(name, body)
        return out.getvalue()


class Batches:
    """The batches that can be looked at, by names that nobody can guess; each goes after `MINUTES`."""

    def __init__(self) -> None:
        self._held: dict[str, Batch] = {}
        self._one_at_a_time = asyncio.Lock()

    def get(self, name: str) -> Batch | None:
        """The batch of this name."""
        return self._held.get(name)

    async def make(self, kit: Kit, sent: Sequence[Sent]) -> str:
        """Make handouts, and hold them; gives the batch's name.

        Raises
        ------
        BadInput
            If content or site cannot be used.
        HandoutFailed
            If not one can be made, whoever it is of.
        """
        async with self._one_at_a_time:
            batch = await asyncio.to_thread(made_of, kit, sent)
        while len(self._held) >= BATCHES_MAX:
            self._held.pop(next(iter(self._held)))
        name = secrets.token_urlsafe(24)
        self._held[name] = batch
        asyncio.get_running_loop().call_later(60 * MINUTES, self._held.pop, name, None)
        return name


def made_of(kit: Kit, sent: Sequence[Sent]) -> Batch:
    """Handouts of files; see `Batches.make`."""
    with tempfile.TemporaryDirectory(prefix="tw-kit-made-") as scratch:  # 0700
        folder = Path(scratch)
        inputs = {folder / "people" / f"{stem}.json": each for stem, each in zip(stems(sent), sent, strict=True)}
        (folder / "people").mkdir()
        for path, each in inputs.items():
            path.write_bytes(each.body)
        people = []
        files: dict[str, bytes] = {}
        for made in handouts(kit, Order(folder / "handouts"), list(inputs), lambda _: None):
            by_kind = {}
            for path in made.files:
                _, language, file_format = path.name.rsplit(".", 2)
                by_kind[language, file_format] = path.name
                files[path.name] = path.read_bytes()
            people.append(Person(made.source.stem, by_kind, made.faults, made.notes))
        return Batch(tuple(people), files)


def stems(sent: Sequence[Sent]) -> Iterator[str]:
    r"""Names for the files on our disk: short, harmless, and each once.

    Examples
    --------
    >>> list(stems([Sent("Léa Roy.json", b""), Sent("..\\etc/LÉA roy.JSON", b""), Sent(".json", b"")]))
    ['Léa Roy', 'LÉA roy-2', 'file']
    """
    taken: set[str] = set()
    for each in sent:
        last = re.split(r"[\\/]", unicodedata.normalize("NFC", each.name))[-1]
        stem = re.sub(r"\.json$", "", last, flags=re.IGNORECASE)
        stem = _NOT_IN_NAMES.sub("_", stem).strip(" .")[:_NAME_MAX].strip(" .") or "file"
        number, name = 1, stem
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        yield name
