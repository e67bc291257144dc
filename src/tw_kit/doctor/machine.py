"""What the kit needs of this computer: its packages, words, a port, a browser, and PDF."""

from __future__ import annotations

import errno
import re
import shlex
import socket
import sqlite3
import sys
import webbrowser
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from tw_kit.content import load_content
from tw_kit.doctor.finding import Finding, Level
from tw_kit.errors import ContentFaults, SiteFaults
from tw_kit.paths import is_there
from tw_kit.reports.printable import FONTS
from tw_kit.reports.site import read_site

_NAMED = ("voila", "ipykernel", "anywidget", "typst", "sqlalchemy")  # whoever helps from afar asks for these first
_PORTS_TRIED = 20
_TYPEFACE = b"AtkinsonHyperlegible"


def versions(needed: Iterable[str] | None = None) -> Finding:
    """The packages that the kit needs, and the versions of those that matter most.

    Parameters
    ----------
    needed : iterable of str or None
        Names of packages; None is those that the kit itself names.
    """
    missing = sorted(name for name in (_needed() if needed is None else needed) if _version(name) is None)
    if missing:
        return Finding("versions.missing", Level.BAD, {"names": ", ".join(missing)})
    python = ".".join(map(str, sys.version_info[:3]))
    told = [f"tw-kit {_version('tw-kit')}", f"Python {python}", *(f"{name} {_version(name)}" for name in _NAMED)]
    return Finding("versions.good", Level.GOOD, {"versions": ", ".join([*told, f"SQLite {sqlite3.sqlite_version}"])})


def _needed() -> Iterable[str]:
    try:
        lines = requires("tw-kit") or []
    except PackageNotFoundError:
        return ["tw-kit"]
    return {re.split(r"[^\w.-]", line)[0] for line in lines if "extra ==" not in line}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def words(folder: Path | None) -> Finding:
    """The content that is used: None is the kit's own."""
    try:
        content = load_content(folder)
    except ContentFaults as exc:
        command = "tw-kit content check" + ("" if folder is None else f" {shlex.quote(str(folder))}")
        return Finding("words.refused", Level.BAD, {"command": command}, exc.faults[0])
    facts = {"version": content.head.content_version, "factors": len(content.factors)}
    return Finding("words.good", Level.GOOD, facts)


def site(file: Path) -> Finding | None:
    """The site's own file; None where there is none, and none is needed."""
    if not is_there(file):
        return None
    try:
        read_site(file)
    except SiteFaults as exc:
        return Finding("site.refused", Level.BAD, fault=exc.faults[0])
    return Finding("site.good", Level.GOOD, {"file": str(file)})


def port(host: str, number: int) -> Finding:
    """Whether the port that pages are served on is free, and if not, which one is."""
    reason = _refusal(host, number)
    if reason is None:
        return Finding("port.good", Level.GOOD, {"port": number})
    other = next((each for each in range(number + 1, number + _PORTS_TRIED) if _refusal(host, each) is None), 0)
    if reason.errno == errno.EADDRINUSE:
        return Finding("port.busy", Level.CARE, {"port": number, "other": other})
    facts: dict[str, str | int] = {"port": number, "other": other, "reason": reason.strerror or "?"}
    return Finding("port.refused", Level.CARE if other else Level.BAD, facts)


def _refusal(host: str, number: int) -> OSError | None:
    """Why a port cannot be had; None where it can."""
    try:
        with socket.create_server((host, number)):
            return None
    except OSError as exc:
        return exc


def browser(has_window: bool) -> Finding:
    """Whether there is a browser that a page can be opened in.

    Parameters
    ----------
    has_window : bool
        Whether there is a screen for one.
    """
    try:
        webbrowser.get()
    except webbrowser.Error:
        return Finding("browser.none", Level.CARE)
    return Finding("browser.good", Level.GOOD) if has_window else Finding("browser.no_screen", Level.CARE)


def pdf(fonts: Path = FONTS) -> Finding:
    """Whether Typst makes a PDF here, in memory, with the kit's typeface and the standard that handouts keep.

    Parameters
    ----------
    fonts : Path
        The folder of the typefaces.
    """
    try:
        import typst

        made = typst.compile(
            '#set document(title: "✓")\n#set text(font: "Atkinson Hyperlegible Next")\nÀ bientôt'.encode(),
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]),
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except (ImportError, OSError, RuntimeError) as exc:  # Typst's own errors are RuntimeErrors
        return Finding("pdf.refused", Level.BAD, {"reason": str(exc).splitlines()[0][:160] if str(exc) else "?"})
    if _TYPEFACE not in made:  # Typst leaves out what it cannot draw, and says nothing
        return Finding("pdf.blank", Level.BAD)
    return Finding("pdf.good", Level.GOOD)
