"""The start page, which asks what one would like to do, and the page that takes a code."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import quote

from tornado import web

from tw_kit.app import side_of_code
from tw_kit.errors import Fault, StoreFailed, StoreFaults
from tw_kit.serve.pages import Page, reader_language
from tw_kit.store import Store
from tw_kit.store.codes import as_written

_FORM_MAX = 4_000  # bytes; a code has 200 characters at most


@dataclass(frozen=True, slots=True)
class Place:
    """Where this server runs, as far as its pages say so.

    Parameters
    ----------
    is_demo : bool
        Whether all is removed when it stops.
    is_shared : bool
        Whether answers are kept on a database server, and not on this computer.
    """

    is_demo: bool = False
    is_shared: bool = False

    @classmethod
    def of(cls, store: Store) -> Place:
        """The place of a store that is served for good."""
        return cls(is_shared=store.is_shared)

    @property
    def footer(self) -> str:
        """The id of the sentence at the foot of each page."""
        if self.is_demo:
            return "page.footer"
        return "page.footer_shared" if self.is_shared else "page.footer_here"


class StartPage(Page):
    """The choices, by role."""

    def get(self, *args: str) -> None:
        """Show them."""
        self.show_in_language("start.html.j2")


class CodePage(Page):
    """Takes a code, and leads to the workbook of its side."""

    SUPPORTED_METHODS = ("GET", "HEAD", "POST")

    def initialize(self, store: Store) -> None:
        """Take the store that knows the codes."""
        self.store = store

    def get(self, *args: str) -> None:
        """Ask for the code."""
        self._ask()

    async def post(self, *args: str) -> None:
        """Lead to the workbook, or say why there is none."""
        if len(self.request.body) > _FORM_MAX:
            raise web.HTTPError(413)
        typed = self.get_body_argument("code", "")
        try:
            side = await asyncio.to_thread(side_of_code, self.store, typed)
        except (StoreFaults, StoreFailed) as exc:
            self.set_status(422 if isinstance(exc, StoreFaults) else 503)
            self._ask(typed, exc.faults[0])
            return
        # Behind the sign for a place in a page: a browser keeps that to itself, so the code is in nobody's log.
        code = quote(as_written(typed))
        self.set_header("Location", f"/workbook/{side.value}?lang={reader_language(self.request)}#{code}")
        self.set_status(303)

    def _ask(self, typed: str = "", fault: Fault | None = None) -> None:
        self.allow_form()
        self.show_in_language("code.html.j2", typed=typed, fault=fault)
