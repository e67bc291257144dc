"""What the handout notebooks call: one summary in, one handout displayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tw_kit.content import LANGUAGES, load_content, packaged_content
from tw_kit.errors import BadInput, Fault, HandoutFailed, TwKitError
from tw_kit.reports.blocks import MIME, Handout
from tw_kit.reports.handouts import build_handout
from tw_kit.reports.invitation import build_invitation
from tw_kit.reports.settings import PrintSettings
from tw_kit.reports.site import Site, read_site
from tw_kit.store import read_summary


@dataclass(frozen=True, slots=True)
class Shown:
    """A handout as an output of a notebook: our exporters read it, other tools see its title."""

    handout: Handout
    site: Site

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Mapping[str, Any]:
        record = self.handout.as_json() | {"paper": self.site.paper}
        return {MIME: record, "text/plain": self.handout.title}


def _language(chosen: str | None, otherwise: str) -> str:
    language = chosen or otherwise
    if language not in LANGUAGES:
        raise BadInput(Fault("handout.language_unknown", "", {"language": language, "known": ", ".join(LANGUAGES)}))
    return language


@contextmanager
def _told(settings: PrintSettings) -> Iterator[None]:
    """Put the sentences that a person can act on under the traceback that a notebook shows."""
    try:
        yield
    except TwKitError as exc:
        language = settings.language if settings.language in LANGUAGES else LANGUAGES[0]
        for fault in exc.faults:
            exc.add_note(packaged_content().sentence(fault, language))
        raise


def show_handout(summary_path: str) -> Shown:
    """The handout of one summary file, to be the last line of a cell.

    Parameters
    ----------
    summary_path : str

    Raises
    ------
    SummaryFaults, ContentFaults, SiteFaults
        If a file cannot be used.
    HandoutFailed
        If no file was given: papermill only warns of a misspelt parameter.
    """
    settings = PrintSettings.from_environment()
    with _told(settings):
        if not summary_path:
            raise HandoutFailed(Fault("handout.no_summary"))
        content = load_content(settings.content)
        summary = read_summary(Path(summary_path), content)
        site = read_site(settings.site_file)
        language = _language(settings.language, summary.language)
        return Shown(build_handout(summary, content, site, language), site)


def show_invitation(language: str) -> Shown:
    """The invitation for employers, from the site's own file, to be the last line of a cell.

    Parameters
    ----------
    language : str
        ``"en"`` or ``"fr"``.
    """
    settings = PrintSettings.from_environment()
    with _told(settings):
        content = load_content(settings.content)
        site = read_site(settings.site_file)
        return Shown(build_invitation(content, site, _language(language, LANGUAGES[0])), site)
