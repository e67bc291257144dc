"""`tw-kit data`: what is held about people, and its end."""

# No `from __future__ import annotations` here: typer reads the annotations.
import datetime as dt
import json
import os
from pathlib import Path
from typing import Annotated

import typer

from tw_kit import app as kit_app
from tw_kit.cli.session import ContentOption, DatabaseOption, DataOption, Session
from tw_kit.cli.usage import KitCommand, KitGroup
from tw_kit.errors import BadInput, Fault, StoreFaults, WorkbookGone, raise_if_any
from tw_kit.store import Retention, Store, summary_json
from tw_kit.store.codes import as_written
from tw_kit.store.export import export_record, summary_of
from tw_kit.store.person_files import files_in, person_files, removed, stray_folders

_USUAL = Retention()
DAYS_MAX = 36_500  # a hundred years: more is a slip of the finger
CodeArgument = Annotated[list[str], typer.Argument(metavar="CODE", help="cli.help.data_code")]
HoursOption = Annotated[int, typer.Option("--hours", metavar="N", help="cli.help.option_hours")]
AgreedOption = Annotated[int, typer.Option("--agreed-days", metavar="N", help="cli.help.option_agreed_days")]

data_app = typer.Typer(cls=KitGroup, help="cli.help.data", no_args_is_help=True, rich_markup_mode=None)


@data_app.callback()
def _data(content: ContentOption = None, data: DataOption = None, database: DatabaseOption = None) -> None:
    """Global options between `data` and its command."""


@data_app.command("export", cls=KitCommand, help="cli.help.data_export")
def data_export(
    ctx: typer.Context,
    code: CodeArgument,
    out: Annotated[Path | None, typer.Option(metavar="FILE", readable=False, help="cli.help.option_export_out")] = None,
    summary: Annotated[bool, typer.Option("--summary", help="cli.help.option_summary")] = False,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Everything that is held about a person, as JSON."""
    session: Session = ctx.obj
    kit, typed = session.open_content(), " ".join(code)
    store = kit_app.open_workbooks(kit)
    try:
        held = store.export(store.open_workbook(typed))
        person = as_written(typed)
        files = [path for found in person_files(kit.data, held.workbook, typed) for path in files_in(found)]
        if summary:
            text = summary_json(summary_of(held, kit.content, person))
        else:
            record = export_record(held, kit.content, person=person, files=files, at=kit_app.now())
            text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    finally:
        store.close()
    if out is None:
        session.voice.result(text.removesuffix("\n"))
    else:
        _write_new(out, text)
        session.voice.result(session.voice.text("data.exported", file=str(out.absolute())))


def _write_new(file: Path, text: str) -> None:
    """A new file for its owner alone: it holds a person's answers."""
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as exc:
        raise BadInput(Fault("store.backup_exists", str(file))) from exc
    except OSError as exc:
        raise BadInput(Fault("store.file_refused", str(file), {"reason": exc.strerror or "?"})) from exc
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
        out.write(text)


@data_app.command("erase", cls=KitCommand, help="cli.help.data_erase")
def data_erase(
    ctx: typer.Context,
    code: CodeArgument,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """A person's rows, files and traces, and a receipt."""
    session: Session = ctx.obj
    kit, voice, typed = session.open_content(), session.voice, " ".join(code)
    store = kit_app.open_workbooks(kit)
    try:
        workbook = store.open_workbook(typed)
        # Files first: if this is stopped half way, the code still opens the workbook and it can be done again.
        count, faults = removed(person_files(kit.data, workbook, typed))
        raise_if_any(StoreFaults, faults)
        erased = store.erase(workbook, kit_app.now())
        is_shared = store.is_shared
    finally:
        store.close()
    voice.result(voice.text("data.erased_at", at=kit_app.now().isoformat(timespec="seconds")))
    voice.result(voice.counted("data.erased_events", erased.events))
    voice.result(voice.counted("data.erased_files", count, folder=str(kit.data)))
    if is_shared:
        voice.result(voice.text("data.erased_server"))
    elif erased.is_wiped:
        voice.result(voice.text("data.erased_wiped"))
    for backup in erased.backups:
        days = {"made": backup.at.date().isoformat(), "until": backup.keep_until.date().isoformat()}
        voice.result(voice.text("data.erased_backup", **days))
    if not erased.backups:
        voice.result(voice.text("data.erased_no_backup"))
    voice.result(voice.text("data.erased_own_copies"))
    if not erased.is_wiped:
        voice.faults([Fault("data.not_wiped")])
        raise typer.Exit(1)


def _retention(hours: int, agreed_days: int) -> Retention:
    faults = [
        Fault("data.number", option, {"got": got, "low": low, "most": most})
        for option, got, low, most in (
            ("--hours", hours, 0, DAYS_MAX * 24),
            ("--agreed-days", agreed_days, 0, DAYS_MAX),
        )
        if not low <= got <= most
    ]
    raise_if_any(BadInput, faults)
    return Retention(hours, agreed_days)


def _is_there(store: Store, workbook: str) -> bool:
    try:
        store.read(workbook)
    except WorkbookGone:
        return False
    return True


@data_app.command("purge", cls=KitCommand, help="cli.help.data_purge")
def data_purge(
    ctx: typer.Context,
    hours: HoursOption = _USUAL.hours,
    agreed_days: AgreedOption = _USUAL.agreed_days,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Remove the workbooks whose time is over, with their files."""
    session: Session = ctx.obj
    kit, voice = session.open_content(), session.voice
    retention = _retention(hours, agreed_days)
    store = kit_app.open_workbooks(kit)
    try:
        over = store.purge(kit_app.now(), retention)
        files, faults = _swept(kit.data, store, over)
        is_wiped = store.wipe()  # also what an earlier erase could not
    finally:
        store.close()
    voice.result(voice.counted("data.purged", len(over)))
    voice.result(voice.counted("data.erased_files", files, folder=str(kit.data)))
    if not is_wiped:
        faults.append(Fault("data.not_wiped"))
    voice.faults(faults)
    if faults:
        raise typer.Exit(1)


def _swept(data: Path, store: Store, over: tuple[str, ...]) -> tuple[int, list[Fault]]:
    """Remove the files of workbooks that are no longer there."""
    found = [path for workbook in over for path in person_files(data, workbook)]
    strays = stray_folders(data, lambda workbook: _is_there(store, workbook))
    return removed(list(dict.fromkeys([*found, *strays])))


@data_app.command("backup", cls=KitCommand, help="cli.help.data_backup")
def data_backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="cli.help.backup_file")],
    keep_days: Annotated[int, typer.Option("--keep-days", metavar="N", help="cli.help.option_keep_days")] = 30,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """A consistent copy of all workbooks, while they are in use."""
    session: Session = ctx.obj
    kit, voice = session.open_content(), session.voice
    if not 1 <= keep_days <= DAYS_MAX:
        raise BadInput(Fault("data.number", "--keep-days", {"got": keep_days, "low": 1, "most": DAYS_MAX}))
    at = kit_app.now()
    until = at + dt.timedelta(days=keep_days)
    store = kit_app.open_workbooks(kit)
    try:
        count = store.backup(file, at=at, keep_until=until)
    finally:
        store.close()
    voice.result(voice.counted("data.backed_up", count, file=str(file.absolute()), until=until.date().isoformat()))
    voice.result(voice.text("data.keep_key", folder=str(kit.data)))


@data_app.command("restore", cls=KitCommand, help="cli.help.data_restore")
def data_restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="cli.help.restore_file")],
    replace: Annotated[bool, typer.Option("--replace", help="cli.help.option_replace")] = False,
    hours: HoursOption = _USUAL.hours,
    agreed_days: AgreedOption = _USUAL.agreed_days,
    content: ContentOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Take everything from a backup, or nothing."""
    session: Session = ctx.obj
    kit, voice = session.open_content(), session.voice
    retention = _retention(hours, agreed_days)
    store = kit_app.open_workbooks(kit)
    try:
        restored = store.restore(file, now=kit_app.now(), retention=retention, replaces=replace)
        _, faults = _swept(kit.data, store, ())
    finally:
        store.close()
    voice.result(voice.counted("data.restored", restored.workbooks))
    voice.result(voice.counted("data.restored_erased", restored.erased))
    voice.result(voice.counted("data.restored_purged", restored.purged))
    voice.faults(faults)
    if faults:
        raise typer.Exit(1)
