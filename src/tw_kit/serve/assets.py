"""Files that are the same for everyone, under names that change with their bytes: a browser fetches each once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

PREFIX = "/assets/"
_HERE = Path(__file__).parent
_FONT = _HERE.parent / "reports" / "fonts" / "AtkinsonHyperlegibleNext.woff2"
_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}  # systems differ on these
_TEXT = ("text/", "image/svg", "application/json")
_FACE = (
    '@font-face {{ font-family: "Atkinson Hyperlegible Next"; font-weight: 200 800; font-display: swap;'
    ' src: url({url}) format("woff2"); }}\n'
)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file.

    Parameters
    ----------
    media_type : str
    body : bytes
    packed : bytes or None
        The body by gzip; None where it would be no smaller.
    """

    media_type: str
    body: bytes
    packed: bytes | None

    @classmethod
    def of(cls, name: str, body: bytes) -> Asset:
        """A file of this name and these bytes."""
        suffix = Path(name).suffix
        media_type = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = gzip.compress(body, 9, mtime=0) if media_type.startswith(_TEXT) else None
        if media_type.startswith("text/"):
            media_type += "; charset=utf-8"
        return cls(media_type, body, packed)


class Assets:
    """All of them, by their names in the address."""

    def __init__(self) -> None:
        self.files: dict[str, Asset] = {}
        self._urls: dict[str, str] = {}

    def add(self, name: str, body: bytes) -> str:
        """Take in a file, with a hash in its name; gives its address."""
        path = Path(name)
        return self.add_as(f"{path.stem}.{hashlib.sha256(body).hexdigest()[:16]}{path.suffix}", body, name)

    def add_as(self, hashed: str, body: bytes, name: str | None = None) -> str:
        """Take in a file whose name has a hash of its bytes already."""
        self.files[hashed] = Asset.of(hashed, body)
        url = self._urls[name or hashed] = PREFIX + hashed
        return url

    def url(self, name: str) -> str:
        """The address of a file by the name it was added with."""
        return self._urls[name]


def page_assets() -> Assets:
    """What our own pages load: their style with the typeface, and the sign in the browser's tab."""
    assets = Assets()
    face = _FACE.format(url=assets.add("typeface.woff2", _FONT.read_bytes()))
    for name, path in (
        ("pages.css", _HERE / "static" / "pages.css"),
        ("frame.css", _HERE / "voila" / "templates" / "tw_workbook" / "static" / "page.css"),
    ):
        assets.add(name, (face + path.read_text(encoding="utf-8")).encode())
    static = _HERE / "voila" / "templates" / "tw_workbook" / "static"
    assets.add("frame.js", (static / "page.js").read_bytes())
    assets.add("opening.js", (_HERE / "static" / "opening.js").read_bytes())
    assets.add("icon.svg", (static / "icon.svg").read_bytes())
    return assets
