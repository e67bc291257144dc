"""The demo: sample people in a temporary folder, their handouts, and the server until somebody stops it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tw_kit.app import Kit, Order, handouts, sample
from tw_kit.errors import Fault, HandoutFailed
from tw_kit.model import Summary
from tw_kit.serve.people import listed
from tw_kit.serve.server import Opening, listening
from tw_kit.serve.serving import serve_kit
from tw_kit.serve.start import Place
from tw_kit.serve.stopping import undisturbed

if TYPE_CHECKING:
    from tw_kit.reports.job import Made

SEEKERS = EMPLOYERS = 5
SEED = 7  # people of many kinds, in both languages


@dataclass(frozen=True, slots=True)
class Demo:
    """How a demo is run, and how it speaks.

    Parameters
    ----------
    opening : Opening
        Told ``handouts FOLDER`` too.
    say_faults : callable
        Told of each person whose handouts could not be made.
    progress : callable
        From a number of people, a context that gives a function to call after each.
    port : int
        0 is any free port.
    command : str
        How the reader runs the kit; shown on the page.
    """

    opening: Opening
    say_faults: Callable[[Made], None]
    progress: Callable[[int], AbstractContextManager[Callable[[Made], None]]]
    port: int = 0
    command: str = "tw-kit"


def run_demo(kit: Kit, demo: Demo) -> None:
    """Make sample people and their handouts, and serve them, and empty workbooks, until asked to stop.

    Says ``handouts FOLDER``, then ``ready URL`` once the pages answer. All is in one folder, which goes away at the
    end, answers too.

    Raises
    ------
    BadInput
        If the port cannot be used; nothing was made then.
    HandoutFailed
        If not a single handout could be made.
    KeyboardInterrupt
        If asked to stop while the handouts are being made.
    """
    sockets = listening(demo.port)
    folder = Path(tempfile.mkdtemp(prefix="tw-kit-demo-")).resolve()
    try:
        people: list[tuple[str, Summary]] = []
        sample(
            kit,
            folder / "people",
            seekers=SEEKERS,
            employers=EMPLOYERS,
            seed=SEED,
            on_done=lambda path, summary: people.append((path.stem, summary)),
        )
        with demo.progress(len(people)) as advance:
            made = handouts(kit, Order(folder / "handouts"), [folder / "people"], advance)
        for each in made:
            if each.faults:
                demo.say_faults(each)
        if not any(each.files for each in made):
            raise HandoutFailed(Fault("serve.nothing_made"))
        demo.opening.say(f"handouts {folder / 'handouts'}")
        serve_kit(
            _in_folder(kit, folder / "data"),
            sockets,
            demo.opening,
            people=listed(people, (path for each in made for path in each.files)),
            place=Place(is_demo=True),
            command=demo.command,
        )
    finally:
        with undisturbed():
            for taken in sockets:
                taken.close()
            shutil.rmtree(folder, ignore_errors=True)


def _in_folder(kit: Kit, data: Path) -> Kit:
    """The kit with a data folder that goes away; what its site says is kept."""
    data.mkdir(mode=0o700)
    with suppress(FileNotFoundError):
        shutil.copy(kit.data / "site.yaml", data)
    return replace(kit, data=data, database=None)
