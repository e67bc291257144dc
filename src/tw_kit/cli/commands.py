"""The commands, each a few lines: what they do is in `tw_kit.app`, what they say in the content.

Global options stand before or after a command; so each command has them.
"""

# No `from __future__ import annotations` here: typer reads the annotations.
import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from tw_kit import app as kit_app
from tw_kit.cli.data import data_app
from tw_kit.cli.doctor import doctor
from tw_kit.cli.readable import content_lines
from tw_kit.cli.serving import serve, start_demo
from tw_kit.cli.session import ContentOption, DatabaseOption, DataOption, Session
from tw_kit.cli.sheet import sheet_lines
from tw_kit.cli.usage import KitCommand, KitGroup
from tw_kit.content import LANGUAGES
from tw_kit.errors import BadInput, Fault
from tw_kit.store import find_summaries

_SHAPES = ("json", "text")
_SETTINGS = {"help_option_names": ["--help", "-h"]}

app = typer.Typer(
    cls=KitGroup,
    help="cli.help.kit",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)
content_app = typer.Typer(cls=KitGroup, help="cli.help.content", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(content_app, name="content")
app.add_typer(data_app, name="data")


def _version(ctx: typer.Context, asked: bool) -> None:
    if asked:
        ctx.obj.voice.result(f"tw-kit {version('tw-kit')}")
        raise typer.Exit


@app.callback()
def _kit(
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
    show_version: Annotated[
        bool, typer.Option("--version", help="cli.help.option_version", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Global options before the command."""


@content_app.callback()
def _content(content: ContentOption = None, data: DataOption = None, database: DatabaseOption = None) -> None:
    """Global options between `content` and its command."""


app.command("demo", cls=KitCommand, help="cli.help.demo")(start_demo)
app.command("serve", cls=KitCommand, help="cli.help.serve")(serve)


@app.command(cls=KitCommand, help="cli.help.sample")
def sample(
    ctx: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT", readable=False, help="cli.help.sample_out")],
    seekers: Annotated[int, typer.Option(metavar="N", help="cli.help.option_seekers")] = 5,
    employers: Annotated[int, typer.Option(metavar="M", help="cli.help.option_employers")] = 5,
    seed: Annotated[int, typer.Option(metavar="S", help="cli.help.option_seed")] = 1,
    lang: Annotated[str, typer.Option(metavar="en|fr|mix", help="cli.help.option_sample_lang")] = "mix",
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Invented people as summary files."""
    session: Session = ctx.obj
    kit, voice = session.open_content(only_reads=True), session.voice
    with voice.progress("cli.progress_people", max(0, seekers) + max(0, employers)) as advance:
        made = kit_app.sample(kit, out, seekers=seekers, employers=employers, seed=seed, language=lang, on_done=advance)
    voice.result(voice.counted("cli.people_in", made, folder=str(out.absolute())))


@app.command(cls=KitCommand, help="cli.help.score")
def score(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="SUMMARY", readable=False, help="cli.help.score_files")],
    view: Annotated[
        str | None, typer.Option(metavar="practitioner|work_seeker|employer", help="cli.help.option_view")
    ] = None,
    shape: Annotated[str, typer.Option("--as", metavar="|".join(_SHAPES), help="cli.help.option_as")] = _SHAPES[0],
    lang: Annotated[str | None, typer.Option(metavar="|".join(LANGUAGES), help="cli.help.option_score_lang")] = None,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Figures of one summary, or of two, as JSON; or a sheet for a meeting, in words."""
    session: Session = ctx.obj
    kit, voice = session.open_content(only_reads=True), session.voice
    for option, got, known in (("--as", shape, _SHAPES), ("--lang", lang, LANGUAGES)):
        if got is not None and got not in known:
            raise BadInput(Fault("cli.choice", option, {"got": got, "known": ", ".join(known)}))
    scored = kit_app.score(kit, files, view)
    for path, notes in scored.notes.items():
        voice.faults(notes, path)
    if shape == "text":
        for line in sheet_lines(scored, kit.content, lang or voice.language):
            voice.result(line)
    else:
        voice.result(json.dumps(scored.figures, ensure_ascii=False, allow_nan=False, indent=2))


@app.command(cls=KitCommand, help="cli.help.handouts")
def handouts(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(metavar="DIR", readable=False, help="cli.help.option_out")],
    inputs: Annotated[
        list[Path] | None, typer.Argument(metavar="SUMMARY", readable=False, help="cli.help.summaries")
    ] = None,
    kind: Annotated[str, typer.Option(metavar="|".join(kit_app.KINDS), help="cli.help.option_kind")] = "handout",
    lang: Annotated[str, typer.Option(metavar="en,fr", help="cli.help.option_lang")] = "en,fr",
    file_format: Annotated[
        str, typer.Option("--format", metavar="html,pdf", help="cli.help.option_format")
    ] = "html,pdf",
    jobs: Annotated[int | None, typer.Option(metavar="N", help="cli.help.option_jobs")] = None,
    keep_notebooks: Annotated[bool, typer.Option("--keep-notebooks", help="cli.help.option_keep")] = False,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Handouts of many people, or the invitation for employers."""
    session: Session = ctx.obj
    voice = session.voice
    if kind not in kit_app.KINDS:
        raise BadInput(Fault("cli.choice", "--kind", {"got": kind, "known": ", ".join(kit_app.KINDS)}))
    wanted = kit_app.order(out, lang, file_format, jobs, keep_notebooks)
    kit = session.open_content(only_reads=True)
    if kind == "employer_invitation":
        if inputs:
            raise BadInput(Fault("cli.invitation_inputs", str(inputs[0])))
        made = [kit_app.invitation(kit, wanted)]
    else:
        files = find_summaries(inputs or [])
        with voice.progress("cli.progress_handouts", len(files)) as advance:
            made = kit_app.handouts(kit, wanted, files, advance)
    good = [each for each in made if not each.faults]
    counts = {"files": voice.counted("cli.count_files", sum(len(each.files) for each in good))}
    if kind == "employer_invitation":
        voice.result(voice.text("cli.files_in", folder=str(wanted.out), **counts))
    else:
        people = voice.counted("cli.count_people", len(good))
        voice.result(voice.text("cli.handouts_in", people=people, folder=str(wanted.out), **counts))
    for each in made:
        voice.faults((*each.faults, *getattr(each, "notes", ())), each.source)
    if not good and all(fault.message.startswith("summary.") for each in made for fault in each.faults):
        raise typer.Exit(2)  # not some of many: what was given is no summary
    if len(good) < len(made):
        raise typer.Exit(1)


app.command("doctor", cls=KitCommand, help="cli.help.doctor")(doctor)


@content_app.command("check", cls=KitCommand, help="cli.help.content_check")
def content_check(
    ctx: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", readable=False, help="cli.help.content_dir")] = None,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Every fault of a content folder."""
    session: Session = ctx.obj
    voice = session.voice
    faults = kit_app.check(session.open_kit(only_reads=True), folder)
    if faults:
        voice.faults(faults)
        raise typer.Exit(2)
    voice.result(voice.text("cli.content_good"))


@content_app.command("list", cls=KitCommand, help="cli.help.content_list")
def content_list(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="cli.help.option_json")] = False,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Factors and statements in content order."""
    session: Session = ctx.obj
    kit, voice = session.open_content(only_reads=True), session.voice
    if as_json:
        voice.result(json.dumps(kit_app.content_list(kit), ensure_ascii=False, indent=2))
    else:
        for line in content_lines(kit.content, voice.language):
            voice.result(line)
