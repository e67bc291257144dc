"""A writer that is killed at any moment loses nothing that it acknowledged, and leaves nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.workbook.events import event, start
from tw_kit.workbook import Kind

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
@pytest.mark.parametrize("pause_s", [0.0, 0.013, 0.05, 0.21])
def test_kill_9_loses_no_acknowledged_event_and_leaves_no_half_of_one(sql_kind, make_store, tmp_path, pause_s):
    store = make_store(sql_kind)
    made = store.start([start()])
    url = store._database.reading.url
    address = "" if sql_kind == "sqlite" else url.set(drivername="postgresql").render_as_string(hide_password=False)
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.store.workbooks.write_forever", str(tmp_path / "data"), address, made.workbook],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    said = [writer.stdout.readline() for _ in range(4)]
    time.sleep(pause_s)
    writer.send_signal(signal.SIGKILL)
    said += writer.stdout.readlines()
    writer.wait()
    writer.stdout.close()
    assert said[0] == "ready\n"
    acknowledged = int([line for line in said if line.endswith("\n")][-1])

    read = store.read(made.workbook)
    keys = [e.key for e in read[1:]]
    whole, rest = divmod(len(keys), 3)
    assert rest == 0  # all three of a batch, or none
    assert keys == [f"w{number}-{part}" for number in range(whole) for part in range(3)]
    assert whole - 1 in (acknowledged, acknowledged + 1)  # the last may be kept and not yet said
    assert store.append(made.workbook, [event(Kind.SITTING_FINISHED)]).sequence == len(read) + 1
