"""Errors of the kit, as facts; the sentences are content.

An error carries the id of a message and the facts that fill it; `tw_kit.content` turns both into a sentence in
the reader's language. So no error text is written twice, and none is untranslated.

    TwKitError
    ├── BadInput          the caller's to mend: exit code 2 on the command line
    │   ├── ContentFaults     a content folder that cannot be used
    │   ├── SummaryFaults     a summary file that cannot be used
    │   ├── SiteFaults        a site.yaml that cannot be used
    │   └── StoreFaults       a code, key, backup or database that cannot be used
    │       ├── WorkbookGone      a workbook that is no longer there
    │       └── WorkshopGone      a workshop that is no longer there
    ├── HandoutFailed     a handout could not be made from good input
    └── StoreFailed       a database that should work, and does not now
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BadInput",
    "ContentFaults",
    "Fault",
    "HandoutFailed",
    "SiteFaults",
    "StoreFailed",
    "StoreFaults",
    "SummaryFaults",
    "TwKitError",
    "WorkbookGone",
    "WorkshopGone",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where.

    Parameters
    ----------
    message : str
        Id of a text in `content/texts/errors_*.yaml`, such as ``"summary.level_unknown"``.
    place : str
        Where it is, as its reader would look for it: ``"answers.asks.wa_nights"``, ``"factors/growth.yaml"``. It
        fills the placeholder ``{place}``.
    facts : mapping of str to str or int
        What else the text needs. Never a participant's own sentence.
    """

    message: str
    place: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))

    def __reduce__(self) -> tuple[type[Fault], tuple[str, str, dict[str, str | int]]]:
        """Pickle by value: faults travel between processes, and a mapping proxy does not."""
        return (Fault, (self.message, self.place, dict(self.facts)))


class TwKitError(Exception):
    """Base of every error that the kit raises on purpose."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults: tuple[Fault, ...] = faults

    def __str__(self) -> str:
        """For a log or a traceback; people are shown content's sentences instead."""
        return "; ".join(f"{fault.message} at {fault.place}: {dict(fault.facts)}" for fault in self.faults)


class BadInput(TwKitError):
    """Something the caller gave cannot be used; nothing was made from it."""


class ContentFaults(BadInput):
    """A content folder has faults; all of them are listed."""


class SummaryFaults(BadInput):
    """A summary file has faults; all of them are listed."""


class SiteFaults(BadInput):
    """A site.yaml has faults; all of them are listed."""


class StoreFaults(BadInput):
    """A code, a key file, a backup or a database cannot be used as it is."""


class WorkbookGone(StoreFaults):
    """A workbook is no longer there: it was erased, or its time was over."""


class WorkshopGone(StoreFaults):
    """A workshop is no longer there: its time was over."""


class StoreFailed(TwKitError):
    """A database cannot be reached, is full, or stays locked. Nothing that was acknowledged is lost."""


class HandoutFailed(TwKitError):
    """A handout could not be made, though its input was good."""


def raise_if_any(error: type[TwKitError], faults: Iterable[Fault]) -> None:
    """Raise `error` with all the faults at once, or do nothing when there are none."""
    found = tuple(faults)
    if found:
        raise error(*found)
