"""What every answer of our server has in common: for whom it is, what it allows, and how it fails.

Only a browser that asked for this machine by name is answered, and only a page of ours may send us anything.
"""

from __future__ import annotations

import logging
from typing import Any

import jinja2
from tornado import web
from tornado.httputil import HTTPServerRequest

from tw_kit.content import LANGUAGES, LOCALES, Content
from tw_kit.serve.assets import Assets

NAMES = ("127.0.0.1", "localhost")  # of this machine
HTML = "text/html; charset=utf-8"

SHUT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
OWN_PAGE = f"{SHUT}; style-src 'self'; font-src 'self'; img-src 'self'"
OWN_FORM = OWN_PAGE.replace("form-action 'none'", "form-action 'self'")

FOR_EVER = "public, max-age=31536000, immutable"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ERRORS = {403: "origin", 404: "missing", 405: "method", 413: "large", 421: "host", 503: "full"}

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


def reader_language(request: HTTPServerRequest) -> str:
    """The language asked for in the address, else the first of ours that the browser reads."""
    asked = request.query_arguments.get("lang", [b""])[-1].decode("ascii", "replace")
    return asked if asked in LANGUAGES else accepted_language(request.headers.get("Accept-Language", ""))


def is_asked_by_name(request: HTTPServerRequest) -> bool:
    """Whether a browser asked for this machine: a foreign page may point a name of its own here."""
    return request.host_name.lower() in NAMES


def is_from_our_page(request: HTTPServerRequest) -> bool:
    """Whether a page of ours sent this: a foreign page may send a form, and open a websocket, to this machine too."""
    return request.headers.get("Origin") == f"{request.protocol}://{request.host}"


def page_templates(folder: str) -> jinja2.Environment:
    """The templates of our pages: what is put into them is escaped, and what is missing is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Page(web.RequestHandler):
    """An answer of ours, for which there is nothing unless a subclass has something."""

    SUPPORTED_METHODS: tuple[str, ...] = ("GET", "HEAD")

    @property
    def content(self) -> Content:
        """The words of this server."""
        content: Content = self.settings["tw_content"]
        return content

    def set_default_headers(self) -> None:
        """Nothing may be loaded, guessed, framed, kept or told to others, unless an answer says so."""
        self.clear_header("Server")
        self.set_header("Content-Security-Policy", OWN_PAGE)
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse who asked for another machine, and what another's page sent."""
        if not is_asked_by_name(self.request):
            raise web.HTTPError(421)
        if self.request.method not in ("GET", "HEAD") and not is_from_our_page(self.request):
            raise web.HTTPError(403)

    def head(self, *args: str) -> Any:
        """As GET; tornado leaves the body out."""
        return self.get(*args)

    def get(self, *args: str) -> Any:
        """There is no page unless a subclass has one."""
        raise web.HTTPError(404)

    def write_error(self, status_code: int, **_: Any) -> None:
        """One page in both languages; never a trace."""
        if status_code == 405:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        self.show("error.html.j2", kind=_ERRORS.get(status_code, "broken"), languages=LANGUAGES)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log the kind of an unexpected error, and nothing of what was asked for."""
        if not isinstance(value, web.HTTPError):
            _log.error("page failed: %s", getattr(typ, "__name__", typ))

    def show(self, template: str, **words: Any) -> None:
        """Write a page from a template."""
        self.set_header("Content-Type", HTML)
        assets: Assets = self.settings["tw_assets"]
        page = self.settings["tw_templates"].get_template(template)
        self.finish(page.render(content=self.content, locales=LOCALES, asset=assets.url, **words))

    def show_in_language(self, template: str, **words: Any) -> None:
        """Write a page in the reader's language, with a link to the same page in the other one."""
        language = reader_language(self.request)
        self.set_header("Content-Language", LOCALES[language])
        self.set_header("Vary", "Accept-Language")
        other = next(each for each in LANGUAGES if each != language)
        self.show(
            template,
            language=language,
            languages=(language, other),
            other=other,
            here=self.request.path,
            say=lambda text_id, **facts: self.content.text(text_id, language, **facts),
            counted=lambda text_id, number: self.content.counted(text_id, number, language),
            sentence=lambda fault: self.content.sentence(fault, language),
            place=self.settings["tw_place"],
            **words,
        )

    def allow_form(self) -> None:
        """Let this page send its form to us; without a referrer a browser does not say from where it comes."""
        self.set_header("Content-Security-Policy", OWN_FORM)
        self.set_header("Referrer-Policy", "same-origin")


class Health(Page):
    """Says that the server answers; touches nothing."""

    def get(self, *args: str) -> None:
        """Say ok."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok")


class AssetFile(Page):
    """A file that is the same for everyone, and for ever: its name changes with its bytes."""

    def initialize(self, assets: Assets) -> None:
        """Take the files."""
        self.assets = assets

    def get(self, *args: str) -> None:
        """Give it, packed where the browser can unpack it."""
        asset = self.assets.files.get(args[0])
        if asset is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", asset.media_type)
        self.set_header("Cache-Control", FOR_EVER)
        if asset.packed is not None:
            self.set_header("Vary", "Accept-Encoding")
            if "gzip" in self.request.headers.get("Accept-Encoding", ""):
                self.set_header("Content-Encoding", "gzip")
                self.finish(asset.packed)
                return
        self.finish(asset.body)
