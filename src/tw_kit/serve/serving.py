"""Serves the kit: workbooks that people fill, and handouts that staff make."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tw_kit.app import Kit, open_workbooks
from tw_kit.environment import ASSETS, CONTENT, DATA, DATABASE
from tw_kit.paths import shipped
from tw_kit.serve.assets import PREFIX
from tw_kit.serve.people import Person
from tw_kit.serve.server import PORT, Opening, answer_until_stopped, listening
from tw_kit.serve.site import make_application
from tw_kit.serve.start import Place
from tw_kit.serve.stopping import undisturbed
from tw_kit.serve.workbook import NOTEBOOKS


@dataclass(frozen=True, slots=True)
class Serving:
    """How the kit is served.

    Parameters
    ----------
    opening : Opening
    say_where : callable
        Told the data folder, once it can be used.
    port : int
        0 is any free port.
    command : str
        How the reader runs the kit.
    """

    opening: Opening
    say_where: Callable[[Path], None]
    port: int = PORT
    command: str = "tw-kit"


def run_server(kit: Kit, serving: Serving) -> None:
    """Serve until asked to stop; says ``ready URL`` once the pages answer.

    Raises
    ------
    BadInput
        If the port, the data folder or the database cannot be used.
    StoreFailed
        If the database cannot be reached.
    """
    sockets = listening(serving.port)
    try:
        open_workbooks(kit).close()
        serving.say_where(kit.data)
        serve_kit(kit, sockets, serving.opening, command=serving.command)
    finally:
        with undisturbed():
            for taken in sockets:
                taken.close()


def serve_kit(
    kit: Kit,
    sockets: list[socket.socket],
    opening: Opening,
    *,
    people: Sequence[Person] = (),
    place: Place | None = None,
    command: str = "tw-kit",
) -> None:
    """Serve a kit on a port that is taken; see `tw_kit.serve.site.make_application` for the rest."""
    content = kit.content
    store = open_workbooks(kit)
    try:
        from tw_kit.serve.embed import Workbooks  # takes seconds to import

        environment = {
            DATA: str(kit.data),
            DATABASE: kit.database or "",
            CONTENT: str(kit.folder or ""),
            ASSETS: PREFIX,
        }
        workbooks = Workbooks(shipped("notebooks") / "workbooks", NOTEBOOKS, environment, kit.folder)
        try:
            application = make_application(
                kit, content, store, workbooks=workbooks, people=people, place=place, command=command
            )
            answer_until_stopped(application, sockets, opening, workbooks)
        finally:
            workbooks.sweep()
    finally:
        store.close()
