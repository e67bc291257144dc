"""Who is on the start page, and which files are theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tw_kit.model import Audience, Summary


@dataclass(frozen=True, slots=True)
class Person:
    """One person as a stranger sees them.

    Parameters
    ----------
    audience : Audience
    number : int
        Counts the people of one side, from 1.
    language : str
        The language they answered in.
    magnets : tuple of str
        Factor ids, the most important first.
    files : mapping of (language, format) to Path
        Their handouts.
    """

    audience: Audience
    number: int
    language: str
    magnets: tuple[str, ...]
    files: Mapping[tuple[str, str], Path]

    @property
    def file_names(self) -> dict[tuple[str, str], str]:
        """The names of their handouts."""
        return {kind: path.name for kind, path in self.files.items()}


def listed(people: Iterable[tuple[str, Summary]], files: Iterable[Path]) -> list[Person]:
    """The people who have handouts, each with their own.

    Parameters
    ----------
    people : iterable of (stem, Summary)
        In the order of the page.
    files : iterable of Path
        Handouts, named ``STEM.LANG.EXT``.
    """
    by_stem: dict[str, dict[tuple[str, str], Path]] = {}
    for path in files:
        stem, language, file_format = path.name.rsplit(".", 2)
        by_stem.setdefault(stem, {})[language, file_format] = path
    counts: Counter[Audience] = Counter()
    shown = []
    for stem, summary in people:
        if stem not in by_stem:
            continue
        counts[summary.audience] += 1
        shown.append(
            Person(
                audience=summary.audience,
                number=counts[summary.audience],
                language=summary.language,
                magnets=summary.response.magnets,
                files=by_stem[stem],
            )
        )
    return shown
