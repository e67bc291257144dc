"""Which summaries a person means when they name files and folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tw_kit.errors import BadInput
from tw_kit.store import find_summaries


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.json", "a.json", "c.JSON", ".hidden.json", "notes.txt", "inner/d.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    (tmp_path / "folder.json").mkdir()
    return tmp_path


def faults(*inputs: Path) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as raised:
        find_summaries(inputs)
    return [(fault.message, fault.place) for fault in raised.value.faults]


def test_a_folder_means_its_json_files_by_name(folder):
    assert [p.name for p in find_summaries([folder])] == ["a.json", "b.json", "c.JSON"]


def test_files_keep_the_order_in_which_they_were_named(folder):
    assert find_summaries([folder / "b.json", folder / "a.json"]) == [folder / "b.json", folder / "a.json"]


def test_a_file_that_is_named_twice_is_there_once(folder):
    found = find_summaries([folder / "b.json", folder, folder / "inner" / ".." / "a.json"])
    assert [p.name for p in found] == ["b.json", "a.json", "c.JSON"]


def test_a_file_may_have_any_name_when_it_is_named_itself(folder):
    assert find_summaries([folder / "notes.txt"]) == [folder / "notes.txt"]


def test_all_that_is_wrong_is_listed_at_once(folder):
    empty = folder / "empty"
    empty.mkdir()
    assert faults(folder / "nothing.json", empty, folder / "a.json") == [
        ("input.missing", str(folder / "nothing.json")),
        ("input.folder_empty", str(empty)),
    ]
    assert faults() == [("input.none", "")]


@pytest.mark.parametrize("twin", ["a.json", "A.json"])
def test_two_files_with_one_stem_are_a_fault_that_names_both(folder, twin):
    other = folder / "inner" / twin
    other.write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput) as raised:
        find_summaries([folder / "a.json", other])
    (fault,) = raised.value.faults
    assert (fault.message, fault.place, fault.facts["other"]) == (
        "input.same_stem",
        str(other),
        str(folder / "a.json"),
    )


def test_letters_with_accents_are_the_same_however_they_are_stored(folder):
    one, two = folder / "né.json", folder / "inner" / "ne\u0301.json"
    for path in (one, two):
        path.write_text("{}", encoding="utf-8")
    assert faults(one, two) == [("input.same_stem", str(two))]
