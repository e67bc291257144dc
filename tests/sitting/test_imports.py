"""A sitting is plain Python, and quick to import: every visitor waits for it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "IPython",
    "anywidget",
    "ipywidgets",
    "matplotlib",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "sqlalchemy",
    "tornado",
    "traitlets",
}


def test_importing_and_using_a_sitting_loads_nothing_heavy():
    code = (
        "import sys, datetime as dt; from tw_kit.sitting import *; from tw_kit.model import Audience\n"
        "from tw_kit.content import packaged_content; from tw_kit.store import MemoryStore\n"
        "side, now = Audience.EMPLOYER, dt.datetime.now(dt.UTC)\n"
        "sitting = Sitting(content=packaged_content(), store=MemoryStore(), audience=side, now=lambda: now,\n"
        "                  view=first_view(side, host='page'), make_handout=lambda *given: b'')\n"
        "told = [sitting.answer({'type': kind, 'language': 'en'})['type'] for kind in ('start', 'look', 'result')]\n"
        "assert told == ['opened', 'view', 'result'], told\n"
        "print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "tw_kit.sitting" in loaded
    assert loaded & HEAVY == set()
