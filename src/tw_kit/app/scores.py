"""Figures of one person or of a pair, from their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tw_kit.app.kit import Kit
from tw_kit.errors import BadInput, Fault, SummaryFaults
from tw_kit.model import Audience, Summary
from tw_kit.scoring import Pair, View, pair_figures, pair_in_view, profile_figures
from tw_kit.store import read_summary
from tw_kit.store.summary_notes import summary_notes


class FileFaults(BadInput):
    """Files that cannot be used, each with all its faults."""

    def __init__(self, by_file: Mapping[Path, Sequence[Fault]]) -> None:
        super().__init__(*(fault for faults in by_file.values() for fault in faults))
        self.by_file = {path: tuple(faults) for path, faults in by_file.items()}


@dataclass(frozen=True, slots=True)
class Scored:
    """What came of one file or a pair.

    Parameters
    ----------
    figures : dict
        For a file or a page; no words.
    notes : mapping of Path to tuple of Fault
        What the reader should know of each file.
    people : tuple of Summary
        The one, or the work seeker and the employer.
    pair : Pair or None
        The two as the view may see them.
    """

    figures: dict[str, Any]
    notes: Mapping[Path, tuple[Fault, ...]]
    people: tuple[Summary, ...]
    pair: Pair | None = None


def score(kit: Kit, paths: Sequence[Path], view: str | None) -> Scored:
    """Figures of one person, or of a work seeker and an employer in either order.

    Raises
    ------
    FileFaults
        If files cannot be used; all their faults are listed.
    BadInput
        If there are not one or two files, the view is unknown, or both files are of the same side.
    """
    views = [v.value for v in View]
    if len(paths) not in (1, 2):
        raise BadInput(Fault("score.how_many", "", {"got": len(paths)}))
    if view is not None and view not in views:
        raise BadInput(Fault("cli.choice", "--view", {"got": view, "known": ", ".join(views)}))
    read = _read_all(kit, paths)
    notes = {path: summary_notes(summary, kit.content) for path, summary in zip(paths, read, strict=True)}
    instrument = kit.content.instrument
    if len(read) == 1:
        return Scored(profile_figures(instrument, read[0].response), notes, tuple(read))
    first, second = read
    if first.audience is second.audience:
        facts = {"first": str(paths[0]), "second": str(paths[1])}
        raise BadInput(Fault(f"score.both_{first.audience.value}", "", facts))
    seeker, employer = (first, second) if first.audience is Audience.WORK_SEEKER else (second, first)
    shown = View.PRACTITIONER if view is None else View(view)
    return Scored(
        figures=pair_figures(instrument, seeker.response, employer.response, shown),
        notes=notes,
        people=(seeker, employer),
        pair=pair_in_view(instrument, seeker.response, employer.response, shown),
    )


def _read_all(kit: Kit, paths: Sequence[Path]) -> list[Summary]:
    read: list[Summary] = []
    faulty: dict[Path, Sequence[Fault]] = {}
    for path in paths:
        try:
            read.append(read_summary(path, kit.content))
        except SummaryFaults as exc:
            faulty[path] = exc.faults
    if faulty:
        raise FileFaults(faulty)
    return read
