"""Global options, the same before and after the command."""

from __future__ import annotations

import json
import re
import shutil

import pytest
import yaml

from tw_kit.app import open_kit
from tw_kit.content.load import PACKAGED


@pytest.fixture
def own(tmp_path):
    """A content folder with another version and another sentence."""
    folder = tmp_path / "own"
    shutil.copytree(PACKAGED, folder, ignore=lambda _, names: [n for n in names if n.endswith((".py", ".pyc"))])
    head = folder / "content.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("content_version: 1", "content_version: own-7"), "utf-8")
    texts = folder / "texts" / "cli.yaml"
    record = yaml.safe_load(texts.read_text(encoding="utf-8"))
    record["cli.people_in.other"] = {"en": "we grew {count} in {folder}", "fr": "on en a {count} dans {folder}"}
    texts.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ["--content", "OWN", "content", "list", "--json"],
        ["content", "--content", "OWN", "list", "--json"],
        ["content", "list", "--json", "--content", "OWN"],
        ["content", "list", "--content=OWN", "--json"],
        ["--content", "nowhere", "content", "list", "--json", "--content", "OWN"],
    ],
)
def test_an_option_may_stand_before_or_after_the_command(run, own, command):
    ran = run(*[argument.replace("OWN", str(own)) for argument in command])
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["content_version"] == "own-7"


def test_a_content_folder_brings_its_own_sentences(run, own, tmp_path):
    ran = run("sample", tmp_path / "out", "--content", own)
    assert ran.out == f"we grew 10 in {tmp_path / 'out'}\n"


def test_the_data_folder_is_the_users_own_unless_given(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert open_kit().data.name == "tw-kit"
    assert open_kit(data=tmp_path / "x").data == tmp_path / "x"


@pytest.mark.parametrize(
    "command",
    ["handouts PEOPLE --out OUT", "score PEOPLE/employer_001.json", "demo --no-browser", "sample OUT", "content list"],
)
@pytest.mark.parametrize("language", ["C", "fr_CA.UTF-8"])
def test_a_data_folder_that_is_named_and_is_not_there_is_refused(run, tmp_path, people, command, language):
    places = {"PEOPLE": people, "OUT": tmp_path / "out"}
    for name, path in places.items():
        command = command.replace(name, str(path))
    ran = run(*command.split(), "--data", tmp_path / "nowhere", language=language)
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert ran.lines[0].startswith(str(tmp_path / "nowhere"))
    assert not (tmp_path / "out").exists()
    assert run("content", "list", "--json").code == 0  # the default one need not be there


def test_a_data_folder_that_is_a_file_is_refused(run, tmp_path):
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")
    ran = run("content", "list", "--data", path)
    assert (ran.code, ran.lines) == (2, [f"{path}: this is a file, and a folder is needed here."])


@pytest.mark.parametrize("command", ["handouts", "demo"])
def test_a_site_file_with_faults_stops_before_anything_is_made(run, tmp_path, people, command):
    data = tmp_path / "data"
    data.mkdir()
    (data / "site.yaml").write_text("colour: teal\n", encoding="utf-8")
    arguments = ["handouts", people, "--out", tmp_path / "out"] if command == "handouts" else ["demo", "--no-browser"]
    ran = run(*arguments, "--data", data)
    assert (ran.code, ran.out) == (2, "")
    assert "site.yaml" in ran.err
    assert not (tmp_path / "out").exists()


def test_the_version_is_said(run):
    assert re.fullmatch(r"tw-kit \d+\.\d+\.\d+\n", run("--version").out)
