"""One thing that the doctor looked at, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tw_kit.errors import Fault


class Level(StrEnum):
    """How a thing stands: fine; workbooks can be run but someone should see to it; workbooks cannot be run."""

    GOOD = "good"
    CARE = "care"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor.

    Parameters
    ----------
    id : str
        The text ``doctor.ID`` of the content, such as ``"port.busy"``: what was found and, unless it is fine, what
        to do.
    level : Level
    facts : mapping of str to str or int
        What fills the text. Never a password.
    fault : Fault or None
        What another part of the kit says of it: its sentence fills ``{sentence}``.
    """

    id: str
    level: Level
    facts: Mapping[str, str | int] = field(default_factory=dict)
    fault: Fault | None = None
