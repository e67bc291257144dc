"""What every store does for workshops, whatever it is made of."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.live.moments import BEGUN, CONTENT, TALK, after, moment, started, workshops
from tests.workbook.events import event, start
from tw_kit.errors import StoreFaults, WorkbookGone, WorkshopGone
from tw_kit.live import Moment, participant_of, reduce, replay
from tw_kit.model import Audience
from tw_kit.store import Retention
from tw_kit.store.export import export_record
from tw_kit.store.workshops import room_as_written
from tw_kit.workbook import Kind

few = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


def told(use):
    with pytest.raises(StoreFaults) as caught:
        use()
    return caught.value.faults[0].message, str(caught.value)


def mood(number, feeling="lost"):
    return moment(Moment.MOOD_TOLD, participant=number, step=TALK, mood=feeling)


def test_a_room_code_finds_the_room_and_a_token_opens_the_console(store):
    begun, other = store.workshops.start(started()), store.workshops.start(started())
    assert store.workshops.open_room(room_as_written(begun.room).lower()) == begun.workshop
    assert store.workshops.room(begun.workshop) == begun.room
    first = store.workshops.open_console(begun.token)
    second = store.workshops.open_console(store.workshops.new_token(begun.workshop, BEGUN))
    assert first.workshop == second.workshop == begun.workshop
    assert first.facilitator != second.facilitator
    assert store.workshops.open_console(other.token).workshop == other.workshop
    assert store.workshops.open_console(begun.token) == first
    joined = moment(Moment.FACILITATOR_JOINED, facilitator=first.facilitator)
    assert reduce(replay([started()]), joined).facilitators == {first.facilitator}


def test_what_opens_nothing_is_refused_without_being_repeated(store):
    begun = store.workshops.start(started())
    other = "BBBBBBB" if begun.room != "BBBBBBB" else "DDDDDDD"
    message, text = told(lambda: store.workshops.open_room(other))
    assert (message, other in text) == ("live.room_unknown", False)
    for token in ("", begun.token[:-1], begun.room, "x" * 10_000, "é\ud800"):
        assert told(lambda token=token: store.workshops.open_console(token))[0] == "live.token_unknown"


def test_a_token_is_kept_nowhere(make_store, tmp_path):
    store = make_store("sqlite")
    begun = store.workshops.start(started())
    store.close()
    held = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert begun.room.encode() in held
    assert begun.token.encode() not in held


def test_a_workshop_begins_with_its_start_and_one_that_is_not_there_is_gone(store):
    with pytest.raises(ValueError):
        store.workshops.start(moment(Moment.LOBBY_LOCKED))
    nowhere = "0" * 32
    person = store.start([start()])
    for use in (
        store.workshops.read,
        store.workshops.room,
        store.workshops.workbooks,
        lambda w: store.workshops.append(w, [moment(Moment.LOBBY_LOCKED)]),
        lambda w: store.workshops.join(w, person.workbook, BEGUN),
        lambda w: store.workshops.new_token(w, BEGUN),
    ):
        with pytest.raises(WorkshopGone):
            use(nowhere)
    with pytest.raises(WorkbookGone):
        store.workshops.join(store.workshops.start(started()).workshop, nowhere, BEGUN)


@few
@given(workshops(), st.data())
def test_replaying_what_is_stored_gives_the_live_state(store, events, data):
    first = started()
    begun = store.workshops.start(first)
    for _ in range(6):
        store.workshops.join(begun.workshop, store.start([start()]).workbook, BEGUN)
    live, rest = replay(store.workshops.read(begun.workshop).events), list(events)
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        sent, rest = rest[:size], rest[size:]
        store.workshops.append(begun.workshop, sent)
        for each in sent:
            if participant_of(each) in (None, *range(1, 7)):
                live = reduce(live, each)
        if data.draw(st.booleans()):  # the answer was lost on its way: the page sends them again
            assert store.workshops.append(begun.workshop, sent).added == 0
    happened = store.workshops.read(begun.workshop)
    assert replay(happened.events) == live
    assert (happened.sequence, happened.generation) == (len(happened.events), 0)
    assert store.workshops.read(begun.workshop, after=happened.sequence).events == ()
    assert store.workshops.read(begun.workshop, after=1).events == happened.events[1:]


def test_a_workbook_joins_once_and_its_event_names_no_one(store):
    begun = store.workshops.start(started())
    seeker, employer = store.start([start()]), store.start([start(Audience.EMPLOYER, "fr")])
    one = store.workshops.join(begun.workshop, seeker.workbook, after(1))
    two = store.workshops.join(begun.workshop, employer.workbook, after(2))
    again = store.workshops.join(begun.workshop, seeker.workbook, after(3))
    assert (one.participant, one.is_new, again) == (1, True, replace(one, is_new=False))
    assert store.workshops.workbooks(begun.workshop) == {1: seeker.workbook, 2: employer.workbook}
    room = replay(store.workshops.read(begun.workshop).events)
    assert (room.participants[2].side, room.participants[2].language) == (Audience.EMPLOYER, "fr")
    assert two.participant == 2
    assert seeker.workbook not in repr(store.workshops.read(begun.workshop))


def test_people_join_and_say_things_at_once_and_nothing_is_lost_or_doubled(store):
    begun = store.workshops.start(started())
    people = [store.start([start()]).workbook for _ in range(4)]
    failures = []

    def take_part(workbook):
        try:
            number = store.workshops.join(begun.workshop, workbook, BEGUN).participant
            for _ in range(4):
                one = mood(number)
                store.workshops.append(begun.workshop, [one])
                store.workshops.append(begun.workshop, [one])
            assert store.workshops.join(begun.workshop, workbook, BEGUN).participant == number
        except Exception as exc:
            failures.append(exc)

    threads = [threading.Thread(target=take_part, args=(workbook,)) for workbook in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(store.workshops.workbooks(begun.workshop)) == [1, 2, 3, 4]
    assert len(store.workshops.read(begun.workshop).events) == 1 + 4 + 16


def room_of_two(store):
    begun = store.workshops.start(started())
    gone, other = store.start([start()]), store.start([start()])
    for person in (gone, other):
        store.workshops.join(begun.workshop, person.workbook, BEGUN)
    offers = [moment(Moment.TEXT_OFFERED, participant=n, text=f"Baie de Fundy {n}") for n in (1, 2)]
    shown = [moment(Moment.TEXT_SHOWN, offer=offer.key) for offer in offers]
    opened = moment(Moment.STEP_OPENED, step=TALK)
    store.workshops.append(begun.workshop, [opened, *offers, mood(1), mood(2), *shown])
    return begun, gone, other


def test_with_an_erased_person_goes_what_they_said_and_nothing_else(store):
    begun, gone, other = room_of_two(store)
    before = store.workshops.read(begun.workshop)
    store.erase(gone.workbook, BEGUN)
    after_it = store.workshops.read(begun.workshop)
    assert (after_it.sequence, after_it.generation) == (before.sequence, before.generation + 1)
    room = replay(after_it.events)
    assert list(room.participants) == [2]
    assert (dict(room.moods[TALK]), room.wall_texts) == ({2: "lost"}, ("Baie de Fundy 2",))
    assert "Baie de Fundy 1" not in repr(after_it)
    assert store.workshops.workbooks(begun.workshop) == {2: other.workbook}
    assert store.workshops.append(begun.workshop, [mood(2)]).sequence == before.sequence + 1
    newcomer = store.start([start()])
    assert store.workshops.join(begun.workshop, newcomer.workbook, BEGUN).participant == 3  # no number twice


def test_what_an_erased_person_sent_last_is_not_kept(store):
    begun, gone, _ = room_of_two(store)
    store.erase(gone.workbook, BEGUN)
    before = store.workshops.read(begun.workshop)
    late = moment(Moment.TEXT_OFFERED, participant=1, text="too late")
    nobody = [mood(number) for number in (0, -1, 99, 2**53)]
    assert store.workshops.append(begun.workshop, [late, *nobody, mood(2, "fine")]).added == 1
    (kept,) = store.workshops.read(begun.workshop, after=before.sequence).events
    assert kept.data["mood"] == "fine"


def test_nothing_of_an_erased_person_is_left_in_the_files(make_store, tmp_path):
    store = make_store("sqlite")
    _, gone, _ = room_of_two(store)
    files = list((tmp_path / "data").glob("workbooks.sqlite3*"))
    assert b"Baie de Fundy 1" in b"".join(path.read_bytes() for path in files)
    assert store.erase(gone.workbook, BEGUN).is_wiped
    left = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert b"Baie de Fundy 1" not in left
    assert b"Baie de Fundy 2" in left


def test_an_export_says_which_workshop_and_what_one_said_there(store):
    begun, person, _ = room_of_two(store)
    (attended,) = store.export(person.workbook).workshops
    assert (attended.workshop, attended.participant) == (begun.workshop, 1)
    assert [each.kind for each in attended.events] == ["participant_joined", "text_offered", "mood_told"]
    record = export_record(store.export(person.workbook), CONTENT, person="a", files=[], at=BEGUN)
    (said,) = record["workshops"]
    assert (said["workshop"], said["participant"]) == (begun.workshop, 1)
    assert said["events"][1]["data"] == {"participant": 1, "text": "Baie de Fundy 1"}
    assert store.export(store.start([start()]).workbook).workshops == ()


@pytest.mark.parametrize(
    ("ends", "hours", "is_kept"),
    [(True, 23, True), (True, 25, False), (False, 25, True), (False, 24 * 7 - 1, True), (False, 24 * 7, False)],
)
def test_a_workshop_goes_a_day_after_its_end_or_a_week_after_nobody_ended_it(store, ends, hours, is_kept):
    begun = store.workshops.start(started())
    if ends:
        store.workshops.append(begun.workshop, [moment(Moment.WORKSHOP_ENDED)])
    store.purge(after(60 * hours), Retention())
    if is_kept:
        assert store.workshops.open_room(begun.room) == begun.workshop
        return
    assert told(lambda: store.workshops.open_room(begun.room))[0] == "live.room_unknown"
    assert told(lambda: store.workshops.open_console(begun.token))[0] == "live.token_unknown"
    with pytest.raises(WorkshopGone):
        store.workshops.read(begun.workshop)


def test_a_workbook_whose_time_is_over_takes_with_it_what_was_said_in_a_workshop(store):
    begun, _, other = room_of_two(store)
    store.append(other.workbook, [event(Kind.SITTING_FINISHED, at=after(60 * 30))])
    assert len(store.purge(after(60 * 30), Retention())) == 1
    assert list(replay(store.workshops.read(begun.workshop).events).participants) == [2]
