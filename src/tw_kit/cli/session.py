"""One run of the command line: its voice, and the global options given before or after the command."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from tw_kit.app import Kit, open_kit
from tw_kit.cli.say import Voice


@dataclass
class Session:
    """What commands share.

    Parameters
    ----------
    voice : Voice
    options : dict
        Global options by name; the last one given counts.
    """

    voice: Voice
    options: dict[str, Any] = field(default_factory=dict)

    def open_kit(self, *, only_reads: bool = False) -> Kit:
        """The kit that the global options describe; see `tw_kit.app.open_kit`."""
        return open_kit(**self.options, only_reads=only_reads)

    def open_content(self, *, only_reads: bool = False) -> Kit:
        """The same, with its content read: what is said from now on is said in its words."""
        kit = self.open_kit(only_reads=only_reads)
        self.voice.content = kit.content
        return kit


def _remember(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> Any:
    if value is not None and param.name is not None:
        ctx.obj.options[param.name] = value
    return value


ContentOption = Annotated[
    Path | None,
    typer.Option("--content", metavar="DIR", readable=False, help="cli.help.option_content", callback=_remember),
]
DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", readable=False, help="cli.help.option_data", callback=_remember)
]
DatabaseOption = Annotated[
    str | None, typer.Option("--database", metavar="URL", help="cli.help.option_database", callback=_remember)
]
