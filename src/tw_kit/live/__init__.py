"""Live workshops, without files, clock or network: their plans, and what happens in a room as a stream of events.

docs/plans.md says what a plan is, docs/live.md how a workshop works.
"""

from tw_kit.live.agenda import Slot, agenda
from tw_kit.live.chart_data import chart_data
from tw_kit.live.events import FROM_FACILITATORS, FROM_PARTICIPANTS, Moment, Mood, participant_of
from tw_kit.live.fidelity import StepLog, fidelity, fidelity_rows
from tw_kit.live.load import check_with_plans, load_plans, plans_folder
from tw_kit.live.picture import Picture, charts_of_step, refreshed, resumed
from tw_kit.live.plan import Kind, Plan, Step
from tw_kit.live.reducer import check, reduce, replay
from tw_kit.live.state import Chart, OfferedText, Participant, Run, Stage, Workshop
from tw_kit.live.timer import Timer, timer
from tw_kit.live.told import Told, told_by
from tw_kit.live.whereabouts import Whereabouts, whereabouts

__all__ = [
    "FROM_FACILITATORS",
    "FROM_PARTICIPANTS",
    "Chart",
    "Kind",
    "Moment",
    "Mood",
    "OfferedText",
    "Participant",
    "Picture",
    "Plan",
    "Run",
    "Slot",
    "Stage",
    "Step",
    "StepLog",
    "Timer",
    "Told",
    "Whereabouts",
    "Workshop",
    "agenda",
    "chart_data",
    "charts_of_step",
    "check",
    "check_with_plans",
    "fidelity",
    "fidelity_rows",
    "load_plans",
    "participant_of",
    "plans_folder",
    "reduce",
    "refreshed",
    "replay",
    "resumed",
    "timer",
    "told_by",
    "whereabouts",
]
