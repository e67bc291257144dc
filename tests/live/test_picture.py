"""The picture of the room: worked examples, and that nobody is given away by looking twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.live.moments import CONTENT, OPTIONS, PLAN, POLL, TALK, joined, moment, started
from tests.workbook.events import PRIVATE, event, start
from tw_kit.live import (
    Chart,
    Moment,
    Picture,
    Told,
    chart_data,
    charts_of_step,
    load_plans,
    plans_folder,
    reduce,
    refreshed,
    replay,
    resumed,
    told_by,
    whereabouts,
)
from tw_kit.live.picture import answers_now
from tw_kit.model import Audience
from tw_kit.scoring.groups import Thresholds
from tw_kit.workbook import Kind
from tw_kit.workbook import replay as workbook_of

SEEKER, EMPLOYER = Audience.WORK_SEEKER, Audience.EMPLOYER
FACTOR = "growth"
ASKED = {
    side: [s.id for s in CONTENT.instrument.in_direction(side.asks_about) if s.factor == FACTOR and not s.private]
    for side in Audience
}
NAME = f"asks.{FACTOR}"


def scope():
    return next(s for s in CONTENT.consents.scopes if s.id == "use_in_workshop")


def workbook(*asks, side=SEEKER, rating=None, agreed=True):
    """A workbook in which the first statements of one factor are answered."""
    events = [start(side)]
    if agreed:
        events.append(event(Kind.CONSENT_GIVEN, scope=scope().id, version=scope().version))
    for statement, level in zip(ASKED[side], asks, strict=False):
        events.append(event(Kind.ASK_ANSWERED, statement=statement, level=level))
    if rating is not None:
        events.append(event(Kind.PLACE_RATED, map="place", factor=FACTOR, rating=rating))
    return workbook_of(events, CONTENT)


def room(*workbooks, sides=(SEEKER,)):
    """A workshop with these people in it, and what they tell."""
    events = [started(sides=[side.value for side in sides])]
    events += [joined(number, book.audience) for number, book in enumerate(workbooks, start=1)]
    told = {number: told_by(book, CONTENT) for number, book in enumerate(workbooks, start=1)}
    return replay(events), told


def chart_of(workshop, told, name=NAME, before=None):
    return refreshed(before or Picture(), workshop, told, PLAN).charts([name], workshop)


def test_each_person_counts_once_at_each_level_that_they_gave():
    books = [
        workbook("need", "need"),
        workbook("need", "want"),
        workbook("open"),
        workbook("avoid", "rather_not"),
        workbook("want", "open"),
    ]
    (chart,) = chart_of(*room(*books))
    assert chart == Chart(NAME, None, 5, {"need": 2, "want": 2, "rather_not": 1, "avoid": 1})


def test_a_rating_attracts_or_repels_or_neither():
    books = [workbook(rating=rating) for rating in (3, 1, 0, -1, -3, 2)]
    (chart,) = chart_of(*room(*books), f"magnets.{FACTOR}")
    assert chart == Chart(f"magnets.{FACTOR}", None, 6, {"attracts": 3, "neither": 1, "repels": 2})


def test_fewer_than_five_are_too_few_and_that_is_said():
    (chart,) = chart_of(*room(*[workbook("need")] * 4))
    assert (chart.is_too_few, chart.people, dict(chart.counts)) == (True, None, {})
    (chart,) = chart_of(*room(*[workbook("need")] * 5))
    assert chart.people == 5
    workshop, told = room(*[workbook("need")] * 5)
    assert (
        refreshed(Picture(), workshop, told, PLAN, Thresholds(room_chart_from=6)).charts([NAME], workshop)[0].is_too_few
    )
    (empty,) = chart_of(*room(), "asks.nowhere")
    assert empty.is_too_few


def test_who_did_not_agree_and_who_answered_nothing_are_not_in_it():
    without = [workbook("need", agreed=False), workbook(), workbook(rating=2)]
    (chart,) = chart_of(*room(*[workbook("want")] * 5, *without))
    assert (chart.people, chart.counts["need"]) == (5, 0)
    assert chart_of(*room(*[workbook("want")] * 4, *without))[0].is_too_few


def test_private_statements_never_count_not_even_released_ones():
    private = next(i for i in PRIVATE if CONTENT.instrument.by_id[i].direction is SEEKER.asks_about)
    factor = CONTENT.instrument.by_id[private].factor
    events = [
        start(),
        event(Kind.CONSENT_GIVEN, scope=scope().id, version=scope().version),
        event(Kind.ASK_ANSWERED, statement=private, level="need"),
        event(Kind.PRIVATE_RELEASED, statement=private),
        event(Kind.ASK_ANSWERED, statement="gone_by_now", level="need"),
    ]
    assert f"asks.{factor}" not in told_by(workbook_of(events, CONTENT), CONTENT).answers


def test_with_both_sides_in_the_room_it_is_by_side_or_not_at_all():
    seekers, employers = [workbook("need")] * 6, [workbook("want", side=EMPLOYER)] * 4
    workshop, told = room(*seekers, *employers, sides=tuple(Audience))
    charts = chart_of(workshop, told)
    assert [(chart.side, chart.is_too_few) for chart in charts] == [(SEEKER, True), (EMPLOYER, True)]
    workshop, told = room(*seekers, *employers, workbook("avoid", side=EMPLOYER), sides=tuple(Audience))
    assert chart_of(workshop, told) == (
        Chart(NAME, SEEKER, 6, {"need": 6, "want": 0, "rather_not": 0, "avoid": 0}),
        Chart(NAME, EMPLOYER, 5, {"need": 0, "want": 4, "rather_not": 0, "avoid": 1}),
    )


def test_a_shown_chart_moves_by_five_people_and_not_before():
    books = [workbook("need")] * 5
    picture = refreshed(Picture(), *room(*books), PLAN)
    for more in range(1, 5):
        workshop, told = room(*books, *[workbook("avoid")] * more)
        picture = refreshed(picture, workshop, told, PLAN)
        assert picture.charts([NAME], workshop)[0].people == 5
    workshop, told = room(*books, *[workbook("avoid")] * 5)
    (chart,) = refreshed(picture, workshop, told, PLAN).charts([NAME], workshop)
    assert (chart.people, chart.counts["avoid"]) == (10, 5)


def test_one_side_does_not_move_for_the_other():
    first = [workbook("need")] * 5 + [workbook("want", side=EMPLOYER)] * 5
    picture = refreshed(Picture(), *room(*first, sides=tuple(Audience)), PLAN)
    workshop, told = room(*first, *[workbook("avoid")] * 5, workbook("avoid", side=EMPLOYER), sides=tuple(Audience))
    charts = refreshed(picture, workshop, told, PLAN).charts([NAME], workshop)
    assert [chart.people for chart in charts] == [10, 5]


def test_where_people_take_back_their_consent_too_few_are_shown_as_too_few():
    books = [workbook("need")] * 6
    picture = refreshed(Picture(), *room(*books), PLAN)
    fewer = room(*books[:4], *[workbook("need", agreed=False)] * 2)
    hidden = refreshed(picture, *fewer, PLAN)
    assert hidden.charts([NAME], fewer[0])[0].is_too_few
    again = room(*books[:4], workbook("avoid"), workbook("avoid"))
    (chart,) = refreshed(hidden, *again, PLAN).charts([NAME], again[0])
    assert (chart.people, chart.counts["avoid"]) == (6, 0)


def polled(count):
    people = [joined(number) for number in range(1, count + 1)]
    answers = [
        moment(Moment.POLL_ANSWERED, participant=n, step=POLL.id, option=OPTIONS[n % 2]) for n in range(1, count + 1)
    ]
    workshop = replay([started(), *people, moment(Moment.STEP_OPENED, step=POLL.id), *answers])
    return workshop, {number: Told(SEEKER, agreed=True) for number in range(1, count + 1)}


def test_a_poll_is_counted_when_it_is_closed_and_of_the_whole_room():
    workshop, told = polled(7)
    assert chart_of(workshop, told, f"poll.{POLL.id}")[0].is_too_few
    closed = reduce(workshop, moment(Moment.STEP_CLOSED, step=POLL.id))
    (chart,) = chart_of(closed, told, f"poll.{POLL.id}")
    assert (chart.side, chart.people) == (None, 7)
    assert chart.counts == {OPTIONS[0]: 3, OPTIONS[1]: 4, **dict.fromkeys(OPTIONS[2:], 0)}
    gone = reduce(closed, moment(Moment.PARTICIPANT_REMOVED, participant=1))
    assert chart_of(gone, told, f"poll.{POLL.id}")[0].people == 6
    silent = {**told, 2: Told(SEEKER), 3: Told(SEEKER), 4: Told(SEEKER)}
    assert chart_of(closed, silent, f"poll.{POLL.id}")[0].is_too_few


def test_moods_are_of_the_whole_room():
    events = [started(), *(joined(n, side) for n, side in enumerate([SEEKER] * 3 + [EMPLOYER] * 2, start=1))]
    events.append(moment(Moment.STEP_OPENED, step=TALK))
    events += [moment(Moment.MOOD_TOLD, participant=n, step=TALK, mood="lost") for n in range(1, 6)]
    told = {n: Told(SEEKER if n <= 3 else EMPLOYER, agreed=True) for n in range(1, 6)}
    (chart,) = chart_of(replay(events), told, f"mood.{TALK}")
    assert chart == Chart(f"mood.{TALK}", None, 5, {"too_fast": 0, "lost": 5, "fine": 0})


def test_after_a_restart_what_was_revealed_is_as_it_was():
    books = [workbook("need")] * 6
    workshop, told = room(*books)
    shown = refreshed(Picture(), workshop, told, PLAN).charts([NAME], workshop)
    step = moment(Moment.STEP_OPENED, step=TALK)
    reveal = moment(Moment.ANSWERS_REVEALED, step=TALK, charts=chart_data(shown))
    for each in (step, reveal):
        workshop = reduce(workshop, each)
    more, told = room(*books, workbook("avoid"))
    later = reduce(reduce(more, step), reveal)
    again = refreshed(resumed(later, told), later, told, PLAN)
    assert again.charts([NAME], later) == shown
    many, told = room(*books, *[workbook("avoid")] * 6)
    latest = reduce(reduce(many, step), reveal)
    moved = refreshed(refreshed(resumed(later, room(*books)[1]), later, room(*books)[1], PLAN), latest, told, PLAN)
    assert moved.charts([NAME], latest)[0].people == 12


def test_steps_and_their_charts():
    factors = list(CONTENT.factors)
    of = {step.kind: charts_of_step(step, factors) for step in PLAN.steps}
    assert of["magnet_map"] == tuple(f"magnets.{factor}" for factor in factors)
    assert set(of["statements"]) == {f"asks.{factor}" for factor in factors}
    assert all(name.startswith("asks.") for name in of["factor"])
    assert of["talk"] == of["break"] == of["welcome"] == ()
    assert charts_of_step(POLL, factors) == (f"poll.{POLL.id}",)


LEVELS = st.sampled_from([None, frozenset(), frozenset({"need"}), frozenset({"want", "avoid"})])
CHANGES = st.lists(
    st.lists(st.tuples(st.integers(1, 14), st.sampled_from([NAME, "magnets.pay"]), LEVELS), min_size=1, max_size=9),
    min_size=1,
    max_size=14,
)


@settings(max_examples=150)
@given(st.booleans(), CHANGES)
def test_two_looks_differ_by_five_people_or_not_at_all(is_dual, changes):
    sides = tuple(Audience) if is_dual else (SEEKER,)
    side_of = {n: sides[n % len(sides)] for n in range(1, 15)}
    workshop = replay([started(sides=list(sides)), *(joined(n, side_of[n]) for n in side_of)])
    answers = {n: {} for n in side_of}
    picture, looked = Picture(), {}
    for change in changes:
        for number, name, levels in change:
            answers[number].pop(name, None)
            if levels is not None:
                answers[number][name] = levels
        told = {n: Told(side_of[n], True, given) for n, given in answers.items()}
        picture = refreshed(picture, workshop, told, PLAN)
        now = answers_now(workshop, told)
        for chart in picture.charts([NAME, "magnets.pay"], workshop):
            true = dict(now.get(chart.id, {}).get(chart.side, {}))
            if chart.is_too_few:
                continue
            assert len(true) >= 5
            assert chart.people >= 5
            last = looked.get((chart.id, chart.side))
            if last is None or last[0] != chart:
                assert chart.people == len(true)
                if last is not None:
                    assert sum(last[1].get(n) != true.get(n) for n in side_of) >= 5
                looked[chart.id, chart.side] = (chart, true)


@settings(max_examples=100)
@given(st.lists(LEVELS, min_size=5, max_size=12), LEVELS, st.booleans())
def test_one_more_person_changes_no_picture_that_is_shown(given_levels, newcomer, replaces):
    told = {n: Told(SEEKER, True, {} if v is None else {NAME: v}) for n, v in enumerate(given_levels, start=1)}
    people = [joined(n) for n in range(1, len(given_levels) + 2)]
    workshop = replay([started(sides=["work_seeker"]), *people])
    before = refreshed(Picture(), workshop, told, PLAN)
    who = 1 if replaces else len(given_levels) + 1
    after = refreshed(
        before, workshop, {**told, who: Told(SEEKER, True, {} if newcomer is None else {NAME: newcomer})}, PLAN
    )
    (old,), (new,) = before.charts([NAME], workshop), after.charts([NAME], workshop)
    assert old.is_too_few or new.is_too_few or old == new


def test_who_may_be_stuck_is_a_number():
    plan = load_plans(plans_folder(None), CONTENT)["dual_client"]
    step = next(step for step in plan.steps if step.open_part(SEEKER) == "asks")
    workshop = replay([started(), *(joined(n, SEEKER if n < 6 else EMPLOYER) for n in range(1, 9))])
    paths = {
        SEEKER: ["start", "clarity_before", "place", "asks", "offers", "result"],
        EMPLOYER: ["start", "clarity_before", "place", "offers", "asks", "result"],
    }
    parts = {1: "start", 2: "asks", 3: "offers", 4: None, 6: "place", 7: "offers", 8: "asks", 99: "start"}
    found = whereabouts(workshop, parts, paths, step)
    assert (found.people, found.behind) == (8, 4)  # 1, 4, 5 (not begun) and 6: for employers the step opens offers
    assert found.parts == {"start": 1, "asks": 2, "offers": 2, "place": 1}
    assert whereabouts(workshop, parts, paths, None).behind == 0
    assert (
        whereabouts(reduce(workshop, moment(Moment.PARTICIPANT_REMOVED, participant=1)), parts, paths, step).people == 7
    )
