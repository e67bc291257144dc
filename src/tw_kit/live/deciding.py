"""What facilitators decide: for each kind of event the stage after it, the same one where nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tw_kit.live import events as e
from tw_kit.live.chart_data import charts_given
from tw_kit.live.events import Moment
from tw_kit.live.plan import Kind, Plan
from tw_kit.live.reading import refused, step_of, with_one
from tw_kit.live.state import Run, Stage, Workshop
from tw_kit.workbook.given import Given
from tw_kit.workbook.limits import WHOLE_MAX

StageRule = Callable[[Workshop, Given, Plan | None], Stage]


def _closed(stage: Stage, given: Given) -> Stage:
    """The stage with no step open; a step never ends before it begins, whatever the clock does."""
    run = stage.open_run
    if run is None:
        return stage
    return replace(stage, runs=(*stage.runs[:-1], replace(run, closed_at=max(run.opened_at, given.event.at))))


def _step_opened(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    step, _ = step_of(given, plan)
    stage = workshop.stage
    if step == stage.open_step:
        return stage
    closed = _closed(stage, given)
    return replace(closed, runs=(*closed.runs, Run(step, given.event.at)), on_wall=None)


def _step_closed(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    step, _ = step_of(given, plan)
    return _closed(workshop.stage, given) if step == workshop.stage.open_step else workshop.stage


def _minute_added(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    """The console says how many extra minutes there are then, so that two who press at once add one."""
    step, _ = step_of(given, plan)
    total = given.number("total", 1, e.EXTRA_MINUTES_MAX)
    stage, run = workshop.stage, workshop.stage.open_run
    if run is None or run.step != step:
        raise refused(given, "step_not_open")
    if total <= run.extra_minutes:
        return stage
    return replace(stage, runs=(*stage.runs[:-1], replace(run, extra_minutes=total)))


def _revealed(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    step, planned = step_of(given, plan)
    charts = charts_given(given)
    stage = workshop.stage
    if step not in [run.step for run in stage.runs]:
        raise refused(given, "step_not_run")
    if planned is not None and planned.kind is Kind.POLL and step == stage.open_step:
        raise refused(given, "poll_open")
    if stage.on_wall == step:
        return stage
    others = {each: shown for each, shown in stage.revealed.items() if each != step}  # the last revealed comes last
    return replace(stage, revealed=with_one(others, step, charts), on_wall=step)


def _hidden(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    step, _ = step_of(given, plan)
    return replace(workshop.stage, on_wall=None) if workshop.stage.on_wall == step else workshop.stage


def _locked(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    return replace(workshop.stage, is_locked=True)


def _unlocked(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    return replace(workshop.stage, is_locked=False)


def _removed(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    number = given.number("participant", 1, WHOLE_MAX)
    if given.is_new and number not in workshop.participants:
        raise refused(given, "participant_unknown")
    return replace(workshop.stage, removed=workshop.stage.removed | {number})


def _offer_key(workshop: Workshop, given: Given) -> str:
    key = given.value("offer")
    if not isinstance(key, str):
        raise given.refused("not_an_id", "offer")
    if given.is_new and key not in workshop.texts:
        raise refused(given, "text_unknown")
    return key


def _text_shown(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    key, shown = _offer_key(workshop, given), workshop.stage.shown_texts
    return workshop.stage if key in shown else replace(workshop.stage, shown_texts=(*shown, key))


def _text_hidden(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    key = _offer_key(workshop, given)
    return replace(workshop.stage, shown_texts=tuple(each for each in workshop.stage.shown_texts if each != key))


def _ended(workshop: Workshop, given: Given, plan: Plan | None) -> Stage:
    return replace(_closed(workshop.stage, given), on_wall=None, ended_at=given.event.at)


STAGE_RULES: Mapping[str, StageRule] = {
    Moment.STEP_OPENED: _step_opened,
    Moment.STEP_CLOSED: _step_closed,
    Moment.MINUTE_ADDED: _minute_added,
    Moment.ANSWERS_REVEALED: _revealed,
    Moment.ANSWERS_HIDDEN: _hidden,
    Moment.LOBBY_LOCKED: _locked,
    Moment.LOBBY_UNLOCKED: _unlocked,
    Moment.PARTICIPANT_REMOVED: _removed,
    Moment.TEXT_SHOWN: _text_shown,
    Moment.TEXT_HIDDEN: _text_hidden,
    Moment.WORKSHOP_ENDED: _ended,
}
