"""What the doctor finds where this machine cannot be made ill: tables of file systems, numbers, names and folders."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tw_kit.doctor.finding import Level
from tw_kit.doctor.folder import ROOM_LOW_MB, ROOM_NEEDED_MB, disk, file_system, free_room, room
from tw_kit.doctor.machine import pdf, port, versions
from tw_kit.reports.printable import FONTS


def test_a_package_that_is_missing_is_named_and_the_others_are_not():
    found = versions(["pyyaml", "no-such-package-of-ours", "another-one-too"])
    assert (found.id, found.level) == ("versions.missing", Level.BAD)
    assert found.facts == {"names": "another-one-too, no-such-package-of-ours"}


@pytest.mark.parametrize(
    ("megabytes", "level"),
    [(0, Level.BAD), (ROOM_NEEDED_MB - 1, Level.BAD), (ROOM_NEEDED_MB, Level.CARE), (ROOM_LOW_MB - 1, Level.CARE)],
)
def test_a_disk_that_is_nearly_full(megabytes, level):
    found = room(megabytes)
    assert (found.id, found.level, found.facts) == ("room.low", level, {"megabytes": megabytes})


def test_a_disk_with_room(tmp_path):
    found = room(ROOM_LOW_MB)
    assert (found.id, found.level, found.facts) == ("room.good", Level.GOOD, {"gigabytes": 1})
    assert free_room(tmp_path / "not" / "there") > 0


@pytest.mark.parametrize(
    ("kind", "finding"),
    [("nfs4", "disk.network"), ("fuse.sshfs", "disk.network"), ("tmpfs", "disk.memory"), ("overlay", "disk.container")],
)
def test_a_disk_that_answers_should_not_be_trusted_to(tmp_path, kind, finding):
    folder = (tmp_path / "our share").resolve()
    folder.mkdir()
    point = str(folder).replace(" ", "\\040")
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nx {point} {kind} rw 0 0\n", encoding="utf-8")
    found = disk(folder / "data", mounts)
    assert (found.id, found.level) == (finding, Level.CARE)
    assert found.facts == {"folder": str(folder / "data"), "kind": kind}
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("table", ["disk / ext4 rw 0 0\n", "", "a line\n", None])
def test_a_disk_that_keeps_what_it_is_given(tmp_path, table):
    mounts = tmp_path / "mounts"
    if table is not None:
        mounts.write_text(table, encoding="utf-8")
    data = tmp_path / "data"
    data.mkdir()
    found = disk(data, mounts)
    assert (found.id, found.level) == ("disk.good", Level.GOOD)
    assert found.facts["milliseconds"] >= 1
    assert list(data.iterdir()) == []


def test_of_two_file_systems_at_one_place_the_later_counts_and_the_nearest_before_the_others():
    mounts = "a / ext4 rw 0 0\nb /srv nfs rw 0 0\nc /srv tmpfs rw 0 0\nd /srv/kit xfs rw 0 0\n"
    assert [file_system(Path(path), mounts) for path in ("/srv/x", "/srv/kit/data", "/srvkit")] == [
        *("tmpfs", "xfs", "ext4")
    ]


def test_a_port_that_is_free_and_one_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        found = port("127.0.0.1", number)
        assert (found.id, found.level, found.facts["port"]) == ("port.busy", Level.CARE, number)
        other = found.facts["other"]
        assert number < other < number + 20
        with socket.create_server(("127.0.0.1", other)):
            pass
    assert port("127.0.0.1", number).id == "port.good"


def test_a_port_of_another_machine_is_refused():
    found = port("192.0.2.1", 8766)  # an address for documents: no machine of anyone has it
    assert (found.id, found.level) == ("port.refused", Level.BAD)
    assert found.facts["reason"]


def test_a_pdf_without_its_typeface_is_none(tmp_path):
    assert (pdf(tmp_path).id, pdf(tmp_path).level) == ("pdf.blank", Level.BAD)
    assert (pdf(FONTS).id, pdf(FONTS).level) == ("pdf.good", Level.GOOD)
