"""A page that writes until it is killed; it says each answer that was acknowledged. Run as a program by test_crash."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.workbook.events import event
from tw_kit.store import open_store
from tw_kit.workbook import Kind

if __name__ == "__main__":
    data, database, workbook = Path(sys.argv[1]), sys.argv[2] or None, sys.argv[3]
    store = open_store(data, database)
    print("ready", flush=True)
    for number in range(100_000):
        batch = [
            event(Kind.REFLECTION_WRITTEN, f"w{number}-{part}", factor="growth", text=f"{number} {part} " + "é" * 2000)
            for part in range(3)
        ]
        store.append(workbook, batch)
        print(number, flush=True)
