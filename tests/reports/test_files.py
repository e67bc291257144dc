"""A person's files are written all or none, and no half of one stays behind."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from tw_kit.errors import HandoutFailed
from tw_kit.reports.files import PREFIX, STALE_S, sweep, sweep_stale, write_all
from tw_kit.reports.job import Job, remove_parts

MARK = f"{PREFIX}test-"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_are_written_for_their_owner_alone_whatever_the_umask(tmp_path):
    for umask in (0o000, 0o077, 0o777):
        before = os.umask(umask)
        try:
            write_all([(tmp_path / "a", b"1"), (tmp_path / "b", b"2")], MARK)
        finally:
            os.umask(before)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"1", "b": b"2"}
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_one_that_cannot_be_written_leaves_none(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "full").touch()
    with pytest.raises(HandoutFailed) as caught:
        write_all([(tmp_path / "a", b"1"), (tmp_path / "b", b"2"), (tmp_path / "c", b"3")], MARK)
    (fault,) = caught.value.faults
    assert (fault.message, fault.place) == ("handout.not_writable", str(tmp_path / "b"))
    assert names(tmp_path) == ["b"]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(HandoutFailed) as caught:
        write_all([(tmp_path / "gone" / "a", b"1")], MARK)
    assert caught.value.faults[0].message == "handout.not_writable"


def test_a_link_is_replaced_and_what_it_names_is_left_alone(tmp_path):
    (tmp_path / "other").write_bytes(b"mine")
    (tmp_path / "a").symlink_to(tmp_path / "other")
    write_all([(tmp_path / "a", b"1")], MARK)
    assert (tmp_path / "other").read_bytes() == b"mine"
    assert not (tmp_path / "a").is_symlink()


def test_a_sweep_takes_only_its_own(tmp_path):
    for name in (f"{MARK}0", f"{PREFIX}other-0", "a.en.html"):
        (tmp_path / name).touch()
    sweep(tmp_path, MARK)
    assert names(tmp_path) == [f"{PREFIX}other-0", "a.en.html"]


def test_what_was_left_by_a_run_long_ago_is_swept_away_and_what_is_being_written_is_not(tmp_path):
    for name, age in ((f"{PREFIX}old-0", STALE_S + 5), (f"{PREFIX}new-0", 0), ("old.en.html", STALE_S + 5)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    sweep_stale(tmp_path)
    assert names(tmp_path) == [f"{PREFIX}new-0", "old.en.html"]


def test_nothing_stays_of_a_process_that_was_stopped_but_what_was_there_before(tmp_path):
    job = Job(tmp_path / "x.json", tmp_path, ("en", "fr"), ("html", "pdf"), mark=MARK)
    for name, age in ((f"{MARK}0", 0), ("x.en.html", 0), ("x.fr.pdf", 60), ("y.en.html", 0)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    remove_parts(job, started=time.time() - 10)
    assert names(tmp_path) == ["x.fr.pdf", "y.en.html"]
