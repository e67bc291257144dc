"""site.yaml: what a service provider's own site adds to the pages, such as where to get help. docs/site.md."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, StrictInt, ValidationError

from tw_kit.content.schema import Closed, Text
from tw_kit.content.shape import once_a_place, shape_fault
from tw_kit.content.yaml_file import read_yaml
from tw_kit.errors import Fault, SiteFaults
from tw_kit.model import Audience

SCHEMA_VERSION = 1


class Contact(Closed):
    """A place to turn to: what for, how to reach it (a number, an address; printed as it stands), for whom."""

    label: Text
    reach: Text
    audience: Literal["work_seeker", "employer", "both"] = Field(default="both", alias="for")

    def line(self, language: str) -> str:
        """What is printed of it."""
        return f"{self.label.in_language(language)} {self.reach.in_language(language)}"


class InvitationWords(Closed):
    """What a site tells an employer it invites."""

    place: Text | None = None
    when: Text | None = None
    ask: Text | None = None


class Site(Closed):
    """One site. All parts may be left out: a page then says only what is true everywhere."""

    schema_version: StrictInt = SCHEMA_VERSION
    name: Text | None = None
    help: tuple[Contact, ...] = Field(strict=False, default=())
    invitation: InvitationWords = InvitationWords()
    paper: Literal["us-letter", "a4"] = "us-letter"

    def help_for(self, audience: Audience) -> tuple[Contact, ...]:
        """The places to turn to for one client, in the order of the file."""
        return tuple(contact for contact in self.help if contact.audience in ("both", audience.value))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True  # in a folder that is closed to us: reading it says so


def read_site(path: Path | None) -> Site:
    """The site's own file, or an empty site where there is none.

    Parameters
    ----------
    path : Path or None
        A site.yaml; None or a file that is not there gives an empty site.

    Raises
    ------
    SiteFaults
        If the file is there and cannot be used; lists every fault.
    """
    if path is None or not _is_there(path):
        return Site()
    raw, faults = read_yaml(path, str(path))
    if faults:
        raise SiteFaults(*(Fault(f.message, f.place, f.facts) for f in faults))
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise SiteFaults(Fault("content.schema_newer", str(path), {"got": version, "known": SCHEMA_VERSION}))
    try:
        return Site() if raw is None else Site.model_validate(raw)
    except ValidationError as exc:
        found = (shape_fault(error, _place(path, error["loc"])) for error in exc.errors(include_url=False))
        raise SiteFaults(*once_a_place(found)) from exc


def _place(path: Path, steps: tuple[int | str, ...]) -> str:
    """A place in the file, as people count: the first of a list is 1."""
    inside = ".".join(str(step + 1) if isinstance(step, int) else step for step in steps)
    return f"{path}: {inside}" if inside else str(path)
