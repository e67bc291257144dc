"""Every number that is a choice, in one place, so that a programme can read and question it.

Each has its line in docs/scoring.md; changing one makes a new `scoring_version`. Shares are pairs of integers
(numerator, denominator), because labels are decided without floats. The other modules read these through the
module (``constants.ASK_WEIGHTS``), so that a changed one is a changed result everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tw_kit.model import Ask, Offer

__all__ = [
    "ALIGNED_FROM",
    "ALL_OR_NONE_BELOW",
    "ASK_WEIGHTS",
    "ATTRACTS_FROM",
    "CONFIDENCE",
    "CURVE_FROM",
    "ENOUGH_KNOWN_FROM",
    "HIDE_BELOW",
    "MAGNET_MULTIPLIERS",
    "OFFER_HALVES",
    "OTHER_MULTIPLIER",
    "PIVOTS_SHOWN",
    "RATES_FROM",
    "REPELS_TO",
    "ROOM_CHART_FROM",
    "STEADY_FROM",
]

# docs/scoring.md, "What people answer": a must counts three nice-to-haves, a convention
ASK_WEIGHTS: Mapping[Ask, int] = MappingProxyType(
    {Ask.NEED: 3, Ask.WANT: 1, Ask.OPEN: 0, Ask.RATHER_NOT: -1, Ask.AVOID: -3}
)

# docs/scoring.md, "What people answer": g in halves, so that half is a whole number
OFFER_HALVES: Mapping[Offer, int] = MappingProxyType({Offer.YES: 2, Offer.NEGOTIABLE: 1, Offer.NO: 0})

# docs/scoring.md, "What people answer", magnets: first, second, third
MAGNET_MULTIPLIERS: tuple[int, ...] = (4, 3, 2)

# docs/scoring.md, "What people answer", magnets: any other factor
OTHER_MULTIPLIER = 1

# docs/scoring.md, "One way": a factor attracts when low is at least this
ATTRACTS_FROM = (2, 3)

# docs/scoring.md, "One way": a factor repels when high is at most this
REPELS_TO = (1, 3)

# docs/scoring.md, "Both ways": the smaller coverage that a pair's label needs
ENOUGH_KNOWN_FROM = (1, 2)

# docs/scoring.md, "Both ways" and "What would change it": mutual low of an aligned pair, low of one way
ALIGNED_FROM = (2, 3)

# docs/scoring.md, "What would change it": how many pivots a person is shown
PIVOTS_SHOWN = 5

# docs/scoring.md, "What would change it": steadiness under this is told, in words
STEADY_FROM = (4, 5)

# docs/scoring.md, "Groups": answers that a chart in the room needs
ROOM_CHART_FROM = 5

# docs/scoring.md, "Groups": a count from 1 to one under this is hidden
HIDE_BELOW = 5

# docs/scoring.md, "Groups": people that a rate needs
RATES_FROM = 10

# docs/scoring.md, "Groups": nobody or everybody of fewer than this is hidden
ALL_OR_NONE_BELOW = 10

# docs/scoring.md, "Groups": starts that a retention curve needs
CURVE_FROM = 10

# docs/scoring.md, "Groups": level of every interval
CONFIDENCE = (95, 100)
