"""`tw-kit doctor`: whether this computer is ready for workbooks."""

# No `from __future__ import annotations` here: typer reads the annotations.
import typer

from tw_kit.app import default_data
from tw_kit.cli.say import Voice, visible
from tw_kit.cli.session import ContentOption, DatabaseOption, DataOption, Session
from tw_kit.doctor import Finding, Level, examine

_MARKS = {Level.GOOD: "✓", Level.CARE: "!", Level.BAD: "✗"}


def doctor(
    ctx: typer.Context,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """A line for each thing that a workbook needs."""
    from tw_kit.serve.server import HOST, PORT, has_window

    session: Session = ctx.obj
    given, voice = session.options, session.voice
    folder = given.get("content")
    worst = Level.GOOD
    for finding in examine(
        data=(given.get("data") or default_data()).absolute(),
        database=given.get("database"),
        content=None if folder is None else folder.absolute(),
        host=HOST,
        port=PORT,
        has_window=has_window(),
    ):
        voice.result(f"{_MARKS[finding.level]} {visible(_line(voice, finding))}")
        worst = max(worst, finding.level, key=list(Level).index)
    voice.result(f"\n{voice.text(f'doctor.end.{worst.value}')}")
    if worst is Level.BAD:
        raise typer.Exit(1)


def _line(voice: Voice, finding: Finding) -> str:
    facts = dict(finding.facts)
    if finding.fault is not None:
        facts["sentence"] = voice.sentence(finding.fault)
    return voice.text(f"doctor.{finding.id}", **facts)
