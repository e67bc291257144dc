"""Live workshops: for now their plans, timed agendas that one person leads from one laptop."""

from tw_kit.live.agenda import Slot, agenda
from tw_kit.live.load import check_with_plans, load_plans, plans_folder
from tw_kit.live.plan import Kind, Plan, Step

__all__ = ["Kind", "Plan", "Slot", "Step", "agenda", "check_with_plans", "load_plans", "plans_folder"]
