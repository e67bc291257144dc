"""What answers come to: one way, both ways, what would change it, and groups of people.

Pure functions over `tw_kit.model`: no files, clock, randomness or words. docs/scoring.md is the specification.
Many pairs at once are in `tw_kit.scoring.batch`, the one module that imports numpy.
"""

from __future__ import annotations

from tw_kit.scoring.agenda import AgendaItem, AgendaKind, agenda
from tw_kit.scoring.change import Move, Steadiness, pivots, pivots_shown, smallest_change, steadiness
from tw_kit.scoring.figures import FactorLabel, Figures, as_float, factor_label
from tw_kit.scoring.magnet import multiplier, net_pull
from tw_kit.scoring.pair import Mutual, Pair, PairLabel, pair, pair_label
from tw_kit.scoring.report import pair_figures, profile_figures
from tw_kit.scoring.visibility import View, pair_in_view, seen_by
from tw_kit.scoring.way import Outcome, Reason, Way, one_way

__all__ = [
    "AgendaItem",
    "AgendaKind",
    "FactorLabel",
    "Figures",
    "Move",
    "Mutual",
    "Outcome",
    "Pair",
    "PairLabel",
    "Reason",
    "Steadiness",
    "View",
    "Way",
    "agenda",
    "as_float",
    "factor_label",
    "multiplier",
    "net_pull",
    "one_way",
    "pair",
    "pair_figures",
    "pair_in_view",
    "pair_label",
    "pivots",
    "pivots_shown",
    "profile_figures",
    "seen_by",
    "smallest_change",
    "steadiness",
]
