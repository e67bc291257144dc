"""The start page as a small web site for this machine alone: its pages, what it refuses, and what each answer allows.

Only files that are listed are served, only to a browser that asked for this machine by name, and only to read.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from tornado import web

from tw_kit.content import LANGUAGES, Content
from tw_kit.model import Audience
from tw_kit.serve.people import Person

_HERE = Path(__file__).parent
_FONT = _HERE.parent / "reports" / "fonts" / "AtkinsonHyperlegibleNext.woff2"
LOCALES = {"en": "en", "fr": "fr-CA"}
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}

_SHUT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_OWN_PAGE = f"{_SHUT}; style-src 'self'; font-src 'self'"
# A handout is one file: its style, typeface and picture are inside it. A browser shows a PDF in a page of its own.
_HANDOUT = {
    "html": f"{_SHUT}; style-src 'unsafe-inline'; font-src data:; img-src data:",
    "pdf": f"{_SHUT}; style-src 'unsafe-inline'; object-src 'self'",
}
_KEEP = "no-cache"  # ask each time whether it has changed: after an update it has

_log = logging.getLogger(__name__)


def accepted_language(header: str) -> str:
    """The first of our languages among those that a browser accepts; English where none is.

    Examples
    --------
    >>> accepted_language("de, en;q=0.3, fr-CA;q=0.5")
    'fr'
    """
    wanted = []
    for place, part in enumerate(header.split(",")):
        name, _, quality = part.replace(" ", "").lower().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if name.split("-")[0] in LANGUAGES and 0 < weight <= 1:
            wanted.append((-weight, place, name.split("-")[0]))
    return min(wanted)[2] if wanted else "en"


class _Page(web.RequestHandler):
    """What every answer has in common."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def set_default_headers(self) -> None:
        """Nothing may be loaded, guessed, framed, kept or told to others, unless an answer says so."""
        self.clear_header("Server")
        self.set_header("Content-Security-Policy", _OWN_PAGE)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        """Refuse a name that is not this machine's: a foreign page may point its own name here."""
        name = self.request.host_name.lower()
        if name not in ("127.0.0.1", "localhost"):
            raise web.HTTPError(421)

    def head(self, *args: str) -> None:
        """As GET; tornado leaves the body out."""
        self.get(*args)

    def get(self, *args: str) -> None:
        """There is no page unless a subclass has one."""
        raise web.HTTPError(404)

    def write_error(self, status_code: int, **_: Any) -> None:
        """One page in both languages; never a trace."""
        kind = {404: "missing", 405: "method", 421: "host"}.get(status_code, "broken")
        if status_code == 405:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        self.show("error.html.j2", kind=kind, languages=LANGUAGES)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log the kind of an unexpected error, and nothing of what was asked for."""
        if not isinstance(value, web.HTTPError):
            _log.error("page failed: %s", getattr(typ, "__name__", typ))

    def show(self, template: str, **words: Any) -> None:
        """Write a page from a template."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        content: Content = self.settings["tw_content"]
        page = self.settings["tw_templates"].get_template(template)
        self.finish(page.render(content=content, locales=LOCALES, **words))

    def reader_language(self) -> str:
        """The language asked for in the address, else the first of ours that the browser reads."""
        asked = self.get_query_argument("lang", "")
        if asked in LANGUAGES:
            return asked
        return accepted_language(self.request.headers.get("Accept-Language", ""))


class _Start(_Page):
    def get(self, *args: str) -> None:
        language = self.reader_language()
        self.set_header("Content-Language", LOCALES[language])
        self.set_header("Vary", "Accept-Language")
        people: Sequence[Person] = self.settings["tw_people"]
        self.show(
            "start.html.j2",
            language=language,
            other=next(each for each in LANGUAGES if each != language),
            languages=sorted(LANGUAGES, key=lambda each: each != language),
            groups=[(side, [p for p in people if p.audience is side]) for side in Audience],
            count=len(people),
            command=self.settings["tw_command"],
        )


class _Handout(_Page):
    def get(self, *args: str) -> None:
        file_format, path = self.settings["tw_files"].get(args[0], ("", None))
        if path is None or not path.is_file():
            raise web.HTTPError(404)
        self.set_header("Content-Security-Policy", _HANDOUT[file_format])
        self.set_header("Content-Type", TYPES[file_format])
        self.finish(path.read_bytes())


class _Asset(_Page):
    def initialize(self, path: Path, media_type: str) -> None:
        self.path, self.media_type = path, media_type

    def get(self, *args: str) -> None:
        self.set_header("Content-Type", self.media_type)
        self.set_header("Cache-Control", _KEEP)
        self.finish(self.path.read_bytes())


class _Health(_Page):
    def get(self, *args: str) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok")


def make_application(people: Sequence[Person], content: Content, command: str = "tw-kit") -> web.Application:
    """The web site.

    Parameters
    ----------
    people : sequence of Person
        Whom to list; no file but theirs is served.
    content : Content
        Its words.
    command : str
        How the reader runs the kit, such as ``"uv run tw-kit"``.
    """
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = {"path": _HERE / "static" / "start.css", "media_type": "text/css; charset=utf-8"}
    return web.Application(
        [
            (r"/", _Start),
            (r"/health", _Health),
            (r"/handouts/([^/]+)", _Handout),
            (r"/start\.css", _Asset, style),
            (r"/font\.woff2", _Asset, {"path": _FONT, "media_type": "font/woff2"}),
        ],
        default_handler_class=_Page,
        log_function=lambda handler: None,  # a page that a person opened is nobody's business
        tw_people=people,
        tw_files={path.name: (kind, path) for p in people for (_, kind), path in p.files.items()},
        tw_content=content,
        tw_templates=templates,
        tw_command=command,
    )
