"""Whatever is written at the command line: one clear line a fault, the right exit code, never a traceback."""

from __future__ import annotations

import os
import re
import signal

import pytest

from tw_kit import app as kit_app
from tw_kit.app import reader_language
from tw_kit.cli import main
from tw_kit.serve.stopping import Stopped


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (
            "foo",
            "There is no command “foo”. "
            "Choose one of these: demo, serve, sample, score, handouts, doctor, content, data.",
        ),
        ("content foo", "There is no command “foo”. Choose one of these: check, list."),
        ("sample", "OUT is missing. Add --help to see what this command needs."),
        ("score", "SUMMARY is missing. Add --help to see what this command needs."),
        ("handouts people", "--out is missing. Add --help to see what this command needs."),
        ("sample out --seekers many", "--seekers needs a whole number, such as 5."),
        ("sample out --seekers", "--seekers needs a value after it."),
        ("sample out --bogus 1", "There is no option --bogus here. Add --help to see the options."),
        ("sample out --seeker 3", "There is no option --seeker here. Did you mean --seekers, --seed?"),
        (
            "sample out more",
            "“more” is one word too many here. Add --help to see what this command takes. "
            "A name with spaces needs quotation marks around it.",
        ),
        (
            "--database mysql://x content list",
            "--database: the address must begin with sqlite:/// and a file, or with postgresql:// and a server.",
        ),
        ("demo --port 70000", "--port: 70000 is not a port. Choose a number from 1 to 65535, or leave --port out."),
        ("demo --port x", "--port needs a whole number, such as 5."),
        ("--content nowhere content list", None),
        ("content check nowhere", None),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_code_2(run, command, line):
    ran = run(*command.split())
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.lines) == 1
    if line is not None:
        assert ran.lines == [line]


def test_a_password_in_an_address_is_never_repeated(run):
    ran = run("content", "list", "--database", "postgre://me:secret@host/name")
    assert ran.code == 2
    assert "secret" not in ran.err


@pytest.mark.parametrize("url", ["sqlite:///answers.db", "postgresql://host/name", "postgresql+psycopg://host/name"])
def test_addresses_of_stores_that_exist_are_taken(run, url):
    assert run("content", "list", "--json", "--database", url).code == 0


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///", "mysql://host/name", "sqlite:///x\ny", "postgresql:/x"])
def test_other_addresses_are_refused(run, url):
    assert run("content", "list", "--json", "--database", url).code == 2


@pytest.mark.parametrize("group", [[], ["content"]])
def test_no_command_at_all_shows_the_help_and_is_no_result(run, group):
    ran = run(*group)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: tw-kit" in ran.err


@pytest.mark.parametrize(
    "command",
    [[], ["demo"], ["sample"], ["score"], ["handouts"], ["content"], ["content", "check"], ["content", "list"]],
)
@pytest.mark.parametrize(
    ("language", "words"),
    [("C", ("Usage: ", "Show this page")), ("fr_CA.UTF-8", ("Utilisation : ", "Afficher cette page"))],
)
def test_every_command_has_help_in_both_languages(run, command, language, words):
    ran = run(*command, "--help", language=language)
    assert (ran.code, ran.err) == (0, "")
    assert all(word in ran.out for word in words)
    assert all(option in ran.out for option in ("--content DIR", "--data DIR", "--database URL"))
    assert "cli.help" not in ran.out
    assert "<" not in ran.out  # <list[Path]> beside SUMMARY: typer's, for programmers


@pytest.mark.parametrize("command", [["handouts"], ["sample"], ["content"], ["score"]])
@pytest.mark.parametrize(
    ("language", "line"), [("C", "Your own data folder: {}"), ("fr_CA.UTF-8", "Votre dossier de données : {}")]
)
def test_the_help_names_the_default_data_folder_unbroken(run, tmp_path, command, language, line):
    lines = run(*command, "--help", language=language).out.splitlines()
    assert line.format(tmp_path / "home" / "tw-kit") in lines


@pytest.mark.parametrize("command", [[], ["handouts"], ["sample"], ["score"], ["demo"], ["content", "check"]])
def test_french_help_has_no_break_spaces_before_its_colons(monkeypatch, capsys, command):
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    assert main([*command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "\u00a0:" in out
    assert " :" not in out
    assert not re.search(r"(Options|Arguments|Usage):", out)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LC_ALL": "fr_CA.UTF-8", "LANG": "en_CA.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr", "LANG": "C"}, "fr"),
        ({"LANG": "fr_FR"}, "fr"),
        ({"LC_ALL": "C", "LANG": "fr_CA.UTF-8"}, "en"),
        ({"LANG": "de_DE"}, "en"),
        ({}, "en"),
    ],
)
def test_the_readers_language_is_that_of_the_first_locale_variable_set(environment, language):
    assert reader_language(environment) == language


def test_errors_are_in_the_readers_language(run):
    assert run("sample", "out", "--seekers", "-1", language="fr_CA.UTF-8").lines == [
        "--seekers : -1 ne convient pas. Donnez un nombre de 0 à 100000."
    ]


def test_several_faults_are_all_listed(run, tmp_path):
    ran = run("handouts", tmp_path, "--out", tmp_path, "--lang", "en,de,es", "--format", "doc", "--jobs", 0)
    assert ran.code == 2
    assert ran.lines == [
        "--lang: “de” is not one of these: en, fr.",
        "--lang: “es” is not one of these: en, fr.",
        "--format: “doc” is not one of these: html, pdf.",
        "--jobs: 0 is too few. Give 1 or more, or leave it out.",
    ]


def test_what_a_terminal_would_obey_is_written_out(run, tmp_path):
    evil = tmp_path / "a\x1b[2Jb\nc.json"
    ran = run("score", evil)
    assert ran.code == 2
    (line,) = ran.lines
    assert line.startswith(f"{tmp_path}/a\\u001b[2Jb\\u000ac.json: There is no such file. Check the spelling;")


class _Trouble(RuntimeError):
    pass


def test_an_unexpected_error_is_one_sentence_with_its_class_and_how_to_see_more(run, monkeypatch):
    def fails(*_, **__):
        raise _Trouble("a secret")

    monkeypatch.setattr(kit_app, "content_list", fails)
    ran = run("content", "list", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.lines == [
        "Something went wrong that the kit did not expect (_Trouble). "
        "Run the same command with TW_KIT_DEBUG=1 to see more."
    ]
    monkeypatch.setenv("TW_KIT_DEBUG", "1")
    more = run("content", "list", "--json")
    assert more.code == 1
    assert "Traceback" in more.err


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_being_stopped_is_quiet_and_has_the_exit_code_of_the_signal(run, monkeypatch, signum):
    before = signal.getsignal(signum)

    def stopped(*_, **__):
        os.kill(os.getpid(), signum)
        signal.sigtimedwait([], 5)  # the signal's handler raises meanwhile

    monkeypatch.setattr(kit_app, "content_list", stopped)
    ran = run("content", "list", "--json")
    assert (ran.code, ran.out, ran.err) == (128 + signum, "", "")
    assert signal.getsignal(signum) is before


def test_a_stop_asked_for_twice_does_not_disturb_the_cleaning_up(run, monkeypatch):
    cleaned = []

    def stopped(*_, **__):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            cleaned.append(True)

    monkeypatch.setattr(kit_app, "content_list", stopped)
    assert run("content", "list", "--json").code == 143
    assert cleaned == [True]
    assert issubclass(Stopped, KeyboardInterrupt)
