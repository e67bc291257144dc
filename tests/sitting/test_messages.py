"""Every message of docs/workbook.md, and what is answered when it cannot be done."""

from __future__ import annotations

import base64
import datetime as dt
import json
import logging
import sqlite3

import pytest

from tests.sitting.conftest import CONTENT, Page, ask_of
from tw_kit.errors import Fault, HandoutFailed
from tw_kit.model import Ask, Audience
from tw_kit.sitting import first_view
from tw_kit.store import MemoryStore, open_store
from tw_kit.workbook import Event, Kind, replay

STATEMENT = "wa_shifts_ahead"
NEED = ask_of(STATEMENT, "need")


def both(answer):
    """The sentence of an answer, once it is seen to be there in both languages."""
    sentence = answer["sentence"]
    assert set(sentence) == {"en", "fr"} and all(sentence.values()) and sentence["en"] != sentence["fr"]
    return sentence["en"]


def test_a_start_is_on_disk_with_what_was_agreed_to(store):
    page = Page(store)
    answer = page.start("fr", "in_job", ["keep_for_next_visit"])
    held = store.export(store.open_workbook(answer["code"]))
    assert [event.kind for event in held.events] == ["workbook_started", "variant_chosen", "consent_given"]
    view = answer["view"]
    assert (view["language"], view["variant"], view["audience"]) == ("fr", "in_job", "work_seeker")
    assert view["consents"] == {"keep_for_next_visit": 1}
    assert view["screens"][0]["id"] == "code"
    assert answer["qr"].startswith("<svg") and "http" not in answer["qr"]


@pytest.mark.parametrize(
    "message",
    [
        {"language": "de"},
        {},
        {"language": "en", "consents": ["unheard_of"]},
        {"language": "en", "consents": ["share_with_named_work_seeker"]},  # for employers
        {"language": "en", "consents": "keep_for_next_visit"},
        {"language": "en", "consents": [["x"]]},
        {"language": "en", "consents": ["keep_for_next_visit"] * 51},
        {"language": "en", "variant": 7},
        {"language": "en", "variant": "x" * 200_000},
    ],
)
def test_a_start_that_is_wrong_starts_nothing(store, message):
    page = Page(store)
    both(page.ask("start", **message))
    assert page.ask("look")["type"] == "refused"


def test_an_answer_is_on_disk_when_its_key_comes_back(page, store):
    event = page.event(*NEED, key="tap-1")
    answer = page.send(event)
    assert (answer["type"], answer["keys"], answer["refused"]) == ("kept", ["tap-1"], [])
    events = store.read(store.open_workbook(page.code))
    assert events[-1].key == "tap-1"
    assert replay(events, CONTENT).asks == {STATEMENT: Ask.NEED}
    assert page.view["asks"] == {STATEMENT: "need"}


def test_what_is_sent_again_is_kept_once(page, store):
    event = page.event(*NEED, key="tap-1")
    page.send(event, event)
    assert page.send(event)["keys"] == ["tap-1"]
    assert [e.key for e in store.read(store.open_workbook(page.code))].count("tap-1") == 1


def test_a_key_is_kept_or_refused_and_never_both(page):
    wrong, right = page.event(*ask_of(STATEMENT, "no_such_level"), key="k"), page.event(*NEED, key="k")
    answer = page.send(wrong, right, wrong)
    assert (answer["keys"], answer["refused"]) == (["k"], [])
    assert page.view["asks"] == {STATEMENT: "need"}


def test_only_the_refused_of_a_batch_are_refused_and_by_their_key(page):
    answer = page.send(
        page.event(*NEED, key="good-1"),
        page.event(*ask_of("no_such_statement", "need"), key="bad"),
        page.event("step_written", {"number": 1, "what": "Call"}, key="good-2"),
        {"no": "event"},
        {"key": "odd", "kind": "ask_answered", "data": [1]},
        page.event("workbook_started", {}, key="again"),
        page.event(*ask_of(STATEMENT, None), key="good-3"),
    )
    assert answer["keys"] == ["good-1", "good-2", "good-3"]
    assert [each["key"] for each in answer["refused"]] == ["bad", "odd", "again"]
    assert all(both(each) for each in answer["refused"])
    assert page.view["asks"] == {}


def test_later_events_of_a_batch_may_need_the_earlier_ones(page):
    """More magnets than fit are refused in the light of those before them in the batch; so are too many places."""
    names = [page.event("place_named", {"map": f"m{n}", "text": "here"}, key=f"m{n}") for n in range(11)]
    answer = page.send(*names)
    assert answer["keys"] == [f"m{n}" for n in range(10)]
    assert [each["key"] for each in answer["refused"]] == ["m10"]


def test_of_very_many_events_the_first_are_taken_and_the_rest_left_to_be_sent_again(page):
    events = [page.event("screen_reached", {"screen": f"ask.s{n}"}) for n in range(130)]
    answer = page.send(*events)
    assert answer["keys"] == [event["key"] for event in events[:100]]
    assert answer["refused"] == []
    assert page.send(*events[100:])["keys"] == [event["key"] for event in events[100:]]


def test_a_code_opens_the_workbook_however_it_is_typed(page, store):
    page.send(NEED)
    other = Page(store)
    answer = other.open(f"  {page.code.upper().replace('-', ' ')} ")
    assert (answer["type"], answer["code"]) == ("opened", page.code)
    assert other.seen == page.seen


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("three words here", "not a code"),
        ("brick-panda-lemon-7", "No workbook"),
        (None, "not a code"),
        (7, "not a code"),
    ],
)
def test_a_code_that_opens_nothing_leaves_what_is_open(page, code, words):
    page.send(NEED)
    assert words in both(page.ask("open", code=code))
    assert page.look()["type"] == "view"


def test_the_code_of_the_other_side_is_told_which_page_to_use(page, store):
    assert "page for work seekers" in both(Page(store, Audience.EMPLOYER).open(page.code))
    employer = Page(store, Audience.EMPLOYER)
    employer.start()
    assert "page for employers" in both(page.open(employer.code))
    assert page.look()["type"] == "view"  # and stays where it was


def test_a_workbook_of_another_version_opens_and_says_so(store):
    start = {"audience": "work_seeker", "language": "en", "content_version": "older.1"}
    old = Event("k", dt.datetime(2026, 11, 1, tzinfo=dt.UTC), Kind.WORKBOOK_STARTED, start)
    asked = Event("k2", old.at, Kind.ASK_ANSWERED, {"statement": "gone_by_now", "level": "need"})
    page = Page(store)
    answer = page.open(store.start([old, asked]).code)
    assert "version older.1" in answer["view"]["note"]["en"]
    assert answer["view"]["asks"] == {"gone_by_now": "need"}
    assert page.send(NEED)["type"] == "kept"
    assert Page(store).start()["view"]["note"] is None


def test_without_a_workbook_there_is_nothing_to_do(store):
    page = Page(store)
    for kind in ("look", "result"):
        assert "No workbook is open" in both(page.ask(kind))
    assert "No workbook is open" in both(page.ask("events", events=[]))
    assert "No workbook is open" in both(page.ask("handout", language="en", format="pdf"))


def test_after_close_nothing_of_the_person_is_told(page):
    page.send(NEED)
    assert page.ask("close") == {
        "type": "closed",
        "view": {"host": "page", "asked_language": None, "audience": "work_seeker"},
    }
    assert page.ask("look")["type"] == "refused"


def test_an_erased_workbook_is_gone(page, store, clock):
    store.erase(store.open_workbook(page.code), clock())
    answer = page.send(NEED)
    assert answer["type"] == "gone" and "no longer there" in both(answer)
    assert "No workbook is open" in both(page.look())


def test_where_the_database_does_not_work_nothing_is_kept_and_the_same_may_be_sent_again(tmp_path, caplog):
    store = open_store(tmp_path)
    page = Page(store)
    page.start()
    event = page.event(*NEED, key="tap")
    with sqlite3.connect(tmp_path / "workbooks.sqlite3") as other:
        other.execute("ALTER TABLE events RENAME TO away")
    other.close()
    with caplog.at_level(logging.ERROR):
        answer = page.send(event)
    assert answer["type"] == "failed" and "safe" in both(answer)
    assert "store.unavailable" in caplog.text and str(tmp_path) not in caplog.text
    with sqlite3.connect(tmp_path / "workbooks.sqlite3") as other:
        other.execute("ALTER TABLE away RENAME TO events")
    other.close()
    assert page.send(event)["keys"] == ["tap"]
    assert page.view["asks"] == {STATEMENT: "need"}
    store.close()


def test_a_fault_of_our_own_is_answered_too_and_quotes_nobody(page, caplog):
    def broken(workbook, summary, language, file_format):
        raise KeyError("my own words")

    page.press = broken
    page.send(("reflection_written", {"factor": "growth", "text": "my own words"}))
    with caplog.at_level(logging.ERROR):
        answer = page.ask("handout", language="en", format="pdf")
    assert answer["type"] == "failed" and "our side" in both(answer)
    assert "KeyError" in caplog.text and "my own words" not in caplog.text


def test_codes_cannot_be_tried_out_as_fast_as_a_machine_can(page, clock):
    for _ in range(10):
        assert "No workbook" in both(page.ask("open", code="brick-panda-lemon-7"))
    assert "Wait one minute" in both(page.ask("open", code=page.code))
    clock.wait(61)
    assert page.open(page.code)["type"] == "opened"


@pytest.mark.parametrize("year", [1970, 2000, 2999, 9999])
def test_a_clock_that_is_wrong_loses_no_answer(page, clock, year):
    """A laptop with a dead battery wakes in 1970. A refused event is let go by the page; a failed one is sent again."""
    right, clock.now = clock.now, clock.now.replace(year=year)
    answer = page.send(NEED)
    assert answer["type"] == "failed"
    assert "clock" in both(answer)
    assert page.ask("open", code=page.code)["type"] == page.start()["type"] == "failed"
    clock.now = right
    page.open(page.code)
    assert page.send(NEED)["type"] == "kept"
    assert page.view["asks"] == {STATEMENT: "need"}


def test_a_clock_set_back_keeps_nobody_out(page, clock):
    for _ in range(10):
        page.ask("open", code="brick-panda-lemon-7")
    clock.wait(-86_400)
    assert page.open(page.code)["type"] == "opened"


def test_nobody_fills_a_disk_with_starts(store, clock):
    page = Page(store, clock=clock)
    assert [page.start()["type"] for _ in range(11)] == ["opened"] * 10 + ["refused"]
    clock.wait(61)
    assert page.start()["type"] == "opened"


@pytest.mark.parametrize(("language", "name"), [("en", "what-matters-to-me.pdf"), ("fr", "ce-qui-compte-pour-moi.pdf")])
def test_a_handout_is_made_of_what_is_on_disk_and_its_name_tells_nothing_of_its_owner(page, language, name):
    page.send(NEED)
    answer = page.ask("handout", language=language, format="pdf")
    assert (answer["name"], answer["media_type"]) == (name, "application/pdf")
    assert base64.b64decode(answer["base64"]) == f"{language} pdf".encode()
    summary = page.handouts[0][0]
    assert summary.response.asks == {STATEMENT: Ask.NEED}
    assert (summary.date, summary.person) == (dt.date(2026, 11, 24), None)  # the day in Halifax; the code is nowhere
    assert page.code not in json.dumps(answer)


@pytest.mark.parametrize("more", [{"language": "de", "format": "pdf"}, {"language": "en", "format": "exe"}, {}])
def test_a_handout_of_no_kind_that_we_make_is_refused(page, more):
    assert page.ask("handout", **more)["type"] == "refused"
    assert page.handouts == []


def test_a_handout_that_cannot_be_made_is_told_in_a_sentence(page):
    def fails(workbook, summary, language, file_format):
        raise HandoutFailed(Fault("handout.too_slow", "", {"seconds": 3}))

    page.press = fails
    assert "could not be made" in both(page.ask("handout", language="en", format="html"))
    page.press = page.recorded
    assert page.ask("handout", language="en", format="html")["type"] == "handout"


def test_one_handout_at_a_time_and_answers_are_kept_meanwhile(page):
    meanwhile = []

    def slow(workbook, summary, language, file_format):
        meanwhile.append(page.ask("handout", language="fr", format="pdf"))
        meanwhile.append(page.send(NEED))
        return b"done"

    page.press = slow
    assert page.ask("handout", language="en", format="pdf")["type"] == "handout"
    assert "being made" in both(meanwhile[0])
    assert meanwhile[1]["type"] == "kept"


def test_an_address_asks_for_a_language_and_for_nothing_else():
    assert first_view(Audience.EMPLOYER, host="page", asked_language="fr")["asked_language"] == "fr"
    assert first_view(Audience.EMPLOYER, host="page", asked_language="<script>")["asked_language"] is None


def test_memory_and_disk_are_told_apart_by_nothing(tmp_path):
    """The same page over both kinds of store holds the same."""
    disk = open_store(tmp_path)
    views = []
    for store in (MemoryStore(), disk):
        page = Page(store)
        page.start("fr")
        page.send(NEED, ("magnets_chosen", {"magnets": ["growth"]}))
        views.append(page.seen)
    assert views[0] == views[1]
    disk.close()
