"""The entry point: one run of a command, its exit code, and one clear sentence for whatever goes wrong."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import typer

from tw_kit.app import reader_language
from tw_kit.cli.commands import app
from tw_kit.cli.say import Voice, utf8
from tw_kit.cli.session import Session
from tw_kit.cli.usage import is_usage_error, usage_fault
from tw_kit.content import Content
from tw_kit.errors import BadInput, TwKitError
from tw_kit.serve.stopping import Stopped, stoppable

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str or None
        The arguments; None takes those of the process.

    Returns
    -------
    int
        Exit code: 0; 1 where some of many things failed; 2 for bad input; 130 when interrupted.
    """
    utf8(sys.stdout, "surrogateescape")  # a file name that is no UTF-8 comes out as it is
    utf8(sys.stderr, "backslashreplace")
    session = Session(Voice(reader_language(os.environ)))
    try:
        with stoppable():
            return _run(sys.argv[1:] if argv is None else list(argv), session)
    except TwKitError as exc:
        session.voice.error(exc)
        return BAD_INPUT if isinstance(exc, BadInput) else FAILED
    except (KeyboardInterrupt, typer.Abort) as exc:
        return exc.exit_code if isinstance(exc, Stopped) else INTERRUPTED
    except Exception as exc:
        if os.environ.get("TW_KIT_DEBUG") == "1":
            traceback.print_exc()
        else:
            session.voice.note(session.voice.text("error.cli.unexpected", kind=type(exc).__name__))
        return FAILED


def _run(argv: list[str], session: Session) -> int:
    command = typer.main.get_command(app)
    _translate(command, session.voice.content, session.voice.language)
    try:
        code = command.main(argv, prog_name="tw-kit", standalone_mode=False, obj=session)
    except Exception as exc:
        if not is_usage_error(exc):
            raise
        if type(exc).__name__ == "NoArgsIsHelpError":
            session.voice.help(str(exc))
        else:
            session.voice.faults([usage_fault(exc)])
        return BAD_INPUT
    return code if isinstance(code, int) else 0


def _translate(command: Any, content: Content, language: str) -> None:
    """Put the help texts, which the commands name by id, in the reader's language."""
    for part in (command, *command.params):
        if getattr(part, "help", None) in content.texts:
            part.help = content.text(part.help, language)
        if getattr(part, "param_type_name", "") == "argument":
            part.display_type_rich = lambda ctx: ""  # typer would write <list[Path]> beside SUMMARY
    command.short_help = command.help  # whole, where its group lists it
    for child in getattr(command, "commands", {}).values():
        _translate(child, content, language)
