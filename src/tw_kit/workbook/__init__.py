"""One workbook as a stream of events: what may happen in it, and what it holds after that.

Pure: no files, no clock, no randomness. A page builds events, a store keeps them, and replaying them gives the state
again, wherever it is asked for.
"""

from tw_kit.workbook.consent import CONSENT_KINDS, scopes_in_force
from tw_kit.workbook.event import Event, Kind, event_from, is_clock_right
from tw_kit.workbook.questions import KindQuestion, Progress, kind_questions, progress
from tw_kit.workbook.reducer import check, reduce, replay
from tw_kit.workbook.state import State
from tw_kit.workbook.summing import as_summary

__all__ = [
    "CONSENT_KINDS",
    "Event",
    "Kind",
    "KindQuestion",
    "Progress",
    "State",
    "as_summary",
    "check",
    "event_from",
    "is_clock_right",
    "kind_questions",
    "progress",
    "reduce",
    "replay",
    "scopes_in_force",
]
