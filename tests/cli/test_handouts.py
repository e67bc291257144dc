"""`handouts`: which files it takes, what it says, and its exit code. The press is a small fake but in the last test."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from tw_kit.content import load_content
from tw_kit.errors import Fault, HandoutFailed, SummaryFaults
from tw_kit.reports import press
from tw_kit.reports.press import Made
from tw_kit.store import read_summary


class Noted(SimpleNamespace):
    """A result with notes."""

    def __init__(self, source, files, faults) -> None:
        super().__init__(source=source, files=files, faults=faults, notes=())


@pytest.fixture
def asked(monkeypatch) -> dict:
    """What the press was asked for; it writes an empty file for each handout of a good summary."""
    seen: dict = {}

    def make_handouts(inputs, out, *, languages, formats, on_done, **more):
        seen.update(inputs=list(inputs), out=out, languages=languages, formats=formats, **more)
        made = []
        for source in inputs:
            try:
                read_summary(source, load_content())
            except SummaryFaults as exc:
                made.append(Made(source, (), exc.faults))
            else:
                files = tuple(out / f"{source.stem}.{lang}.{kind}" for lang in languages for kind in formats)
                for path in files:
                    path.write_bytes(b"")
                made.append(Made(source, files, ()))
            on_done(made[-1])
        return made

    monkeypatch.setattr(press, "make_handouts", make_handouts)
    return seen


def test_a_folder_gives_a_handout_for_each_person(run, asked, people, tmp_path):
    ran = run("handouts", people, "--out", tmp_path / "deep" / "out")
    assert (ran.code, ran.out, ran.err) == (0, f"16 files for 4 people in {tmp_path / 'deep' / 'out'}\n", "")
    assert [p.name for p in asked["inputs"]] == [
        "employer_001.json",
        "employer_002.json",
        "work_seeker_001.json",
        "work_seeker_002.json",
    ]
    assert (asked["languages"], asked["formats"], asked["jobs"]) == (("en", "fr"), ("html", "pdf"), None)
    assert (asked["keep_notebooks"], asked["content"]) == (False, None)


def test_choices_reach_the_press(run, asked, people, tmp_path):
    path = people / "employer_002.json"
    options = ["--lang", " FR ,fr", "--format", "pdf", "--jobs", 3, "--keep-notebooks", "--data", tmp_path / "data"]
    (tmp_path / "data").mkdir()
    ran = run("handouts", path, "--out", tmp_path / "out", *options, language="fr_CA.UTF-8")
    assert (ran.code, ran.out) == (0, f"1 fichier pour 1 personne dans {tmp_path / 'out'}\n")
    assert (asked["languages"], asked["formats"], asked["jobs"]) == (("fr",), ("pdf",), 3)
    assert (asked["keep_notebooks"], asked["data"]) == (True, tmp_path / "data")


def test_one_bad_file_among_others_is_named_with_its_reasons(run, asked, broken, people, tmp_path):
    ran = run("handouts", people, "--out", tmp_path / "out")
    assert ran.code == 1
    assert ran.out == f"16 files for 4 people in {tmp_path / 'out'}\n"
    assert ran.lines == [
        f"{broken}: magnets: “growth” stands twice. Keep one.",
        f"{broken}: date: the date must be a real day written like 2026-11-24.",
    ]


def test_nothing_but_a_bad_file_is_bad_input(run, asked, broken, tmp_path):
    ran = run("handouts", broken, "--out", tmp_path / "out")
    assert ran.code == 2
    assert len(ran.lines) == 2


def test_what_is_worth_noting_of_a_person_is_a_warning(run, monkeypatch, people, tmp_path):
    note = Fault("summary.other_version", "content_version", {"got": 1, "known": "argyle-2"})

    def make_handouts(inputs, out, **_):
        made = [Noted(source, (out / f"{source.stem}.en.html",), ()) for source in inputs]
        made[1].notes = (note,)
        return made

    monkeypatch.setattr(press, "make_handouts", make_handouts)
    ran = run("handouts", people, "--out", tmp_path / "out")
    assert (ran.code, ran.out) == (0, f"4 files for 4 people in {tmp_path / 'out'}\n")
    assert ran.lines == [
        f"{people / 'employer_002.json'}: These are answers of version 1, with words of version argyle-2: "
        "they may differ. Read them with care."
    ]


def test_a_press_that_fails_is_not_the_readers_fault(run, monkeypatch, people, tmp_path):
    def make_handouts(inputs, out, **_):
        raise HandoutFailed(Fault("handout.not_executed"))

    monkeypatch.setattr(press, "make_handouts", make_handouts)
    assert run("handouts", people, "--out", tmp_path / "out").code == 1


def test_inputs_that_cannot_be_found_are_all_named(run, asked, people, tmp_path):
    (tmp_path / "empty").mkdir()
    ran = run("handouts", tmp_path / "nobody", tmp_path / "empty", people, "--out", tmp_path / "out")
    assert (ran.code, ran.out) == (2, "")
    assert ran.lines == [
        f"{tmp_path / 'nobody'}: no such file or folder. "
        "Check the spelling; a name with spaces needs quotation marks around it.",
        f"{tmp_path / 'empty'}: there is no .json file in this folder.",
    ]
    assert asked == {}


def test_no_input_at_all_is_said(run, asked, tmp_path):
    ran = run("handouts", "--out", tmp_path / "out")
    assert (ran.code, len(ran.lines)) == (2, 1)


def test_two_inputs_with_one_stem_are_a_fault_that_names_both(run, asked, people, tmp_path):
    twin = tmp_path / "twin" / "employer_001.json"
    twin.parent.mkdir()
    twin.write_bytes((people / "employer_001.json").read_bytes())
    ran = run("handouts", people, twin, "--out", tmp_path / "out")
    assert ran.code == 2
    (line,) = ran.lines
    assert str(twin) in line
    assert str(people / "employer_001.json") in line
    assert asked == {}


@pytest.mark.parametrize("out", ["file", "file/inside"])
def test_a_folder_that_cannot_be_made_is_refused(run, asked, people, tmp_path, out):
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = run("handouts", people, "--out", tmp_path / out)
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert asked == {}


def test_an_invitation_takes_no_summaries(run, people, tmp_path, monkeypatch):
    def make_invitation(out, **_):
        return Made(Path("employer_invitation"), (out / "employer_invitation.en.pdf",), ())

    monkeypatch.setattr(press, "make_invitation", make_invitation)
    out = tmp_path / "out"
    assert run("handouts", people, "--kind", "employer_invitation", "--out", out).code == 2
    ran = run("handouts", "--kind", "employer_invitation", "--out", out)
    assert (ran.code, ran.out, ran.err) == (0, f"1 file in {out}\n", "")


def test_a_kind_that_is_not_known_is_refused(run, people, tmp_path):
    ran = run("handouts", people, "--kind", "poster", "--out", tmp_path / "out")
    assert (ran.code, ran.lines) == (2, ["--kind: “poster” is not one of these: handout, employer_invitation."])


def test_a_real_press_makes_real_handouts(run, broken, people, tmp_path):
    out = tmp_path / "out"
    (people / "employer_002.json").unlink()
    (people / "work_seeker_002.json").unlink()
    ran = run("handouts", people, "--out", out)
    assert (ran.code, ran.out) == (1, f"8 files for 2 people in {out}\n")
    assert len(ran.lines) == 2
    assert sorted(p.name for p in out.iterdir()) == sorted(
        f"{stem}.{lang}.{kind}"
        for stem in ("employer_001", "work_seeker_001")
        for lang in ("en", "fr")
        for kind in ("html", "pdf")
    )
    assert (out / "employer_001.fr.pdf").read_bytes().startswith(b"%PDF")
