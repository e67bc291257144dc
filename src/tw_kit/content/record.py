"""What is wrong with the record of one file, told at the place where its reader would look for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from tw_kit.content.schema import LANGUAGES
from tw_kit.content.shape import NOT_KEYS, once_a_place, shape_fault
from tw_kit.errors import Fault


def record_faults(name: str, raw: object, exc: ValidationError) -> list[Fault]:
    """The faults of a record, one for each place.

    Parameters
    ----------
    name : str
        The file without ``.yaml``.
    raw : object
        What was read from it.
    exc : ValidationError
        What pydantic found wrong with it.
    """
    return once_a_place(_faults(name, raw, exc))


def _faults(name: str, raw: object, exc: ValidationError) -> Iterator[Fault]:
    errors = exc.errors(include_url=False)
    for error in errors:
        if error["type"] == "too_short" and any(_is_within(other["loc"], error["loc"]) for other in errors):
            continue  # pydantic counts sound records only: the one that is not is told, and is there
        place = _place(name, raw, error["loc"])
        last = str(error["loc"][-1]) if error["loc"] else ""
        if last in LANGUAGES and error["type"] in ("missing", "string_too_short", "string_type"):
            yield Fault("content.translation_missing", place, {"language": last})
        else:
            yield shape_fault(error, place)


def _place(name: str, raw: object, loc: tuple[int | str, ...]) -> str:
    """A pydantic location in the reader's terms: list places by the id that stands there, not by number."""
    parts: list[str] = []
    here: Any = raw
    for step in loc:
        if isinstance(step, int) and isinstance(here, list) and step < len(here):
            here = here[step]
            parts.append(str(here["id"]) if isinstance(here, dict) and "id" in here else str(step + 1))
        elif isinstance(here, dict) and step in here:
            here = here[step]
            parts.append(str(step))
        elif step not in NOT_KEYS:
            here = None
            parts.append(str(step))
    return f"{name}.yaml: {'.'.join(parts)}" if parts else f"{name}.yaml"


def _is_within(loc: tuple[int | str, ...], other: tuple[int | str, ...]) -> bool:
    return len(loc) > len(other) and loc[: len(other)] == other
