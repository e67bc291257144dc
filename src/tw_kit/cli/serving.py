"""`tw-kit demo` and `tw-kit serve`: pages on this machine, until somebody stops them."""

# No `from __future__ import annotations` here: typer reads the annotations.
import os
from typing import TYPE_CHECKING, Annotated

import typer

from tw_kit.cli.say import Voice
from tw_kit.cli.session import ContentOption, DatabaseOption, DataOption, Session

if TYPE_CHECKING:
    from tw_kit.serve.server import Opening

NoBrowserOption = Annotated[bool, typer.Option("--no-browser", help="cli.help.option_no_browser")]


def start_demo(
    ctx: typer.Context,
    no_browser: NoBrowserOption = False,
    port: Annotated[int | None, typer.Option(metavar="N", help="cli.help.option_port")] = None,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Sample people, their handouts, and pages that open them."""
    from tw_kit.serve.demo import Demo, run_demo

    session: Session = ctx.obj
    kit, voice = session.open_content(only_reads=True), session.voice
    demo = Demo(
        opening=_opening(voice, no_browser),
        say_faults=lambda made: voice.faults(made.faults, made.source.name),
        progress=lambda total: voice.progress("cli.progress_handouts", total),
        port=0 if port is None else port,
        command=_how_called(),
    )
    run_demo(kit, demo)


def serve(
    ctx: typer.Context,
    no_browser: NoBrowserOption = False,
    port: Annotated[int | None, typer.Option(metavar="N", help="cli.help.option_serve_port")] = None,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Workbooks that people fill, and handouts of them."""
    from tw_kit.serve.server import PORT
    from tw_kit.serve.serving import Serving, run_server

    session: Session = ctx.obj
    kit, voice = session.open_content(), session.voice
    serving = Serving(
        opening=_opening(voice, no_browser),
        say_where=lambda folder: voice.note(voice.text("cli.serve_data", folder=str(folder))),
        port=PORT if port is None else port,
        command=_how_called(),
    )
    run_server(kit, serving)


def _opening(voice: Voice, no_browser: bool) -> "Opening":
    """How a server tells that it answers."""
    from tw_kit.serve.server import Opening

    return Opening(voice.result, lambda url: voice.note(voice.text("cli.demo_open", url=url)), not no_browser)


def _how_called() -> str:
    """How the reader runs the kit."""
    return "uv run tw-kit" if "UV_RUN_RECURSION_DEPTH" in os.environ else "tw-kit"
