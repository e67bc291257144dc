"""site.yaml: what a service provider's own site adds to the pages, such as where to get help. docs/site.md."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, StrictInt, ValidationError

from tw_kit.content.schema import Closed, Text
from tw_kit.content.yaml_file import read_yaml
from tw_kit.errors import Fault, SiteFaults

SCHEMA_VERSION = 1


class Contact(Closed):
    """A place to turn to: what for, and how to reach it (a telephone number, an address; printed as it stands)."""

    label: Text
    reach: Text


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
    paper: str = Field(default="us-letter", pattern="^(us-letter|a4)$")


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
    try:
        return Site.model_validate(raw or {})
    except ValidationError as exc:
        found = []
        for error in exc.errors(include_url=False):
            place = f"{path}: {'.'.join(str(s) for s in error['loc'])}"
            if error["type"] == "missing":
                found.append(Fault("content.key_missing", place, {"key": str(error["loc"][-1])}))
            elif error["type"] == "extra_forbidden":
                found.append(Fault("content.key_unknown", place, {"key": str(error["loc"][-1])}))
            else:
                found.append(Fault("content.value_wrong", place, {"reason": error["msg"]}))
        raise SiteFaults(*found) from exc
