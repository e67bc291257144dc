"""`tw-kit data`: what is held about people, and its end, as an operator meets it."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from tests.workbook.events import CONTENT, event, start
from tw_kit import app as kit_app
from tw_kit.model import Ask, Audience
from tw_kit.store import open_store, read_summary
from tw_kit.store.interface import KEEP_SCOPE
from tw_kit.store.person_files import person_folder
from tw_kit.workbook import Kind, as_summary, replay

WORDS = "Chez nous, le pain lève à trois heures"
OFFER = CONTENT.instrument.in_direction(Audience.EMPLOYER.offers_about)[0].id
ASK = CONTENT.instrument.in_direction(Audience.EMPLOYER.asks_about)[0].id


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def now():
    return kit_app.now()


def baker(data, at=None, keeps=False):
    """A bakery that has answered a little, and its files."""
    at = now() if at is None else at
    store = open_store(data)
    made = store.start([start(Audience.EMPLOYER, "fr", at=at)], site="harbour")
    version = next(s.version for s in CONTENT.consents.scopes if s.id == KEEP_SCOPE)
    events = [
        event(Kind.OFFER_ANSWERED, at=at, statement=OFFER, level="yes"),
        event(Kind.EVIDENCE_WRITTEN, at=at, statement=OFFER, text=WORDS),
        event(Kind.ASK_ANSWERED, at=at, statement=ASK, level="need"),
        event(Kind.REFLECTION_WRITTEN, at=at, factor="growth", text=f"{WORDS} \x00"),
        event("from_a_later_kit", at=at),
    ]
    if keeps:
        events.append(event(Kind.CONSENT_GIVEN, at=at, scope=KEEP_SCOPE, version=version))
    store.append(made.workbook, events)
    folder = person_folder(data, made.workbook)
    folder.mkdir(parents=True)
    (folder / "handout.fr.html").write_text(f"<p>{WORDS}</p>", encoding="utf-8")
    store.close()
    return made


def held(data, workbook):
    store = open_store(data)
    try:
        return store.export(workbook)
    finally:
        store.close()


def all_bytes(data):
    return b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_export_is_everything_and_its_summary_is_a_summary_file(run, data, tmp_path):
    made = baker(data)
    ran = run("data", "export", made.code.upper().replace("-", " "), "--data", data)
    assert (ran.code, ran.err) == (0, "")
    record = json.loads(ran.out)
    everything = held(data, made.workbook)
    assert [e["key"] for e in record["events"]] == [e.key for e in everything.events]
    assert (record["workbook"], record["site"], record["audience"]) == (made.workbook, "harbour", "employer")
    assert record["files"] == [str(person_folder(data, made.workbook) / "handout.fr.html")]
    assert {"offered", "answer", "evidence"} == record["in_words"][1].keys()
    assert record["in_words"][0]["answer"] == CONTENT.ask_words(Ask.NEED).label.fr
    assert len(record["events_that_changed_nothing"]) == 1
    path = tmp_path / "again.json"
    path.write_text(json.dumps(record["summary"]), encoding="utf-8")
    summary = read_summary(path, CONTENT)
    state = replay(everything.events, CONTENT)
    assert summary == as_summary(state, CONTENT, on=now().astimezone().date(), person=made.code)


def test_a_summary_alone_goes_straight_to_other_commands(run, data, tmp_path):
    made = baker(data)
    path = tmp_path / "baker.json"
    ran = run("data", "export", *made.code.split("-"), "--summary", "--out", path, "--data", data)
    assert ran.code == 0
    assert run("score", path).code == 0
    again = run("data", "export", made.code, "--out", path, "--data", data)
    assert (again.code, again.err) == (2, f"{path}: there is a file of this name. Choose a new name.\n")


def test_an_unknown_code_ends_with_2_and_is_not_repeated(run, data):
    baker(data)
    for command in ("export", "erase"):
        for typed, says in (("acorn-actor-agenda-2", "No workbook opens"), ("nonsense", "This is not a code.")):
            ran = run("data", command, typed, "--data", data)
            assert (ran.code, ran.out) == (2, "")
            assert ran.err.startswith(says)
            assert "acorn" not in ran.err and "nonsense" not in ran.err


@pytest.mark.parametrize(
    ("language", "line"),
    [("C.UTF-8", "Nothing of the workbook is left in it"), ("fr_CA", "Il n’y reste rien du cahier")],
)
def test_erase_leaves_nothing_and_gives_a_receipt(run, data, language, line):
    made, other = baker(data), baker(data)
    (data / f"{made.code}.en.pdf").write_bytes(b"%PDF " + WORDS.encode())
    (data / "deep").mkdir()
    (data / "deep" / f"cache {made.workbook}.json").write_text(WORDS, encoding="utf-8")
    (data / "site.yaml").write_text("schema_version: 1\n", encoding="utf-8")
    assert run("data", "erase", other.code, "--data", data).code == 0
    assert WORDS.encode() in all_bytes(data)
    ran = run("data", "erase", made.code, "--data", data, language=language)
    assert (ran.code, ran.err) == (0, "")
    assert line in ran.out
    assert re.search(r"\b3 (files removed|fichiers retirés)", ran.out)
    left = all_bytes(data)
    for needle in (WORDS, made.workbook, made.code, "handout.fr"):
        assert needle.encode() not in left
    assert not list(data.rglob(f"*{made.workbook}*"))
    assert (data / "site.yaml").exists()
    assert run("data", "export", made.code, "--data", data).code == 2


def test_the_receipt_names_the_backup_and_a_restore_leaves_the_person_out(run, data, tmp_path):
    made, other = baker(data), baker(data)
    path = tmp_path / "backup.jsonl"
    ran = run("data", "backup", path, "--keep-days", "7", "--data", data)
    until = (now() + dt.timedelta(days=7)).date().isoformat()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == f"2 workbooks in {path}. Delete this file by {until}."
    assert "codes.key" in ran.out
    receipt = run("data", "erase", made.code, "--data", data).out
    assert f"Delete its file by {until}." in receipt
    assert run("data", "restore", path, "--data", data).code == 2  # there is still one
    ran = run("data", "restore", path, "--replace", "--data", data)
    assert ran.out.splitlines() == [
        "1 workbook is there now.",
        "1 left out: erased since.",
        "0 left out: their time was over.",
    ]
    assert run("data", "export", other.code, "--data", data).code == 0
    assert WORDS.encode() in all_bytes(data)
    assert made.workbook.encode() not in all_bytes(data)


def test_purge_keeps_what_is_agreed_and_removes_the_rest_with_its_files(run, data):
    old = now() - dt.timedelta(hours=30)
    gone, agreed, fresh = baker(data, at=old), baker(data, at=old, keeps=True), baker(data)
    stray = person_folder(data, "0" * 32)
    stray.mkdir()
    (stray / "handout.pdf").write_bytes(b"of someone whose purge was stopped half way")
    ran = run("data", "purge", "--data", data)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == ["1 workbook removed: its time was over.", f"2 files removed from {data}"]
    assert not person_folder(data, gone.workbook).exists()
    for person in (agreed, fresh):
        assert run("data", "export", person.code, "--data", data).code == 0
        assert person_folder(data, person.workbook).exists()
    assert run("data", "purge", "--hours", "0", "--agreed-days", "1", "--data", data).code == 0
    assert run("data", "export", fresh.code, "--data", data).code == 2


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["purge", "--hours", "-1"], "--hours"),
        (["purge", "--agreed-days", "99999"], "--agreed-days"),
        (["backup", "x.jsonl", "--keep-days", "0"], "--keep-days"),
        (["restore", "x.jsonl", "--hours", "-3"], "--hours"),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused(run, data, arguments, option):
    ran = run("data", *arguments, "--data", data)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{option}: ")


def test_a_database_address_is_taken_and_the_key_stays_in_the_data_folder(run, data, tmp_path):
    address = f"sqlite:///{tmp_path / 'elsewhere' / 'all.sqlite3'}"
    store = open_store(data, address)
    made = store.start([start()])
    store.close()
    assert sorted(path.name for path in data.iterdir()) == ["codes.key"]
    assert run("--database", address, "data", "export", made.code, "--data", data).code == 0
    assert run("data", "export", made.code, "--data", data, "--database", address).code == 0


def test_a_server_that_does_not_answer_is_a_failure_and_no_bad_input(run, data, tmp_path):
    ran = run("data", "purge", "--data", data, "--database", f"postgresql://nobody:pw@/x?host={tmp_path}")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("--database: the database does not work just now")
    assert "pw" not in ran.err
