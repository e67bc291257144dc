"""Where the room is in the workbook: how many are in each part, and never who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tw_kit.live.plan import Step
from tw_kit.live.state import Workshop
from tw_kit.model import Audience


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """How many are where.

    Parameters
    ----------
    parts : mapping of part to int
        Participants whose page is in it now.
    people : int
        Participants who are there.
    behind : int
        Those who are in a part before the one that is open: who may be stuck. 0 where no part is open.
    """

    parts: Mapping[str, int]
    people: int
    behind: int


def whereabouts(
    workshop: Workshop,
    parts: Mapping[int, str | None],
    paths: Mapping[Audience, Sequence[str]],
    step: Step | None,
) -> Whereabouts:
    """Count who is where.

    Parameters
    ----------
    workshop : Workshop
    parts : mapping of participant to part or None
        The part that each one's page is in; None before the first. Who is missing has not begun.
    paths : mapping of side to sequence of str
        The parts of each side's workbook, in their order.
    step : Step or None
        The one that is open.
    """
    counts: Counter[str] = Counter()
    behind = 0
    for number, participant in workshop.present.items():
        path, part = list(paths[participant.side]), parts.get(number)
        if part is not None:
            counts[part] += 1
        goal = None if step is None else step.open_part(participant.side)
        if goal in path:
            behind += part is None or (part in path and path.index(part) < path.index(goal))
    return Whereabouts(dict(counts), len(workshop.present), behind)
