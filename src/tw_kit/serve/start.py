"""The start page, which asks what one would like to do, and the page that takes a code."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from tornado import web

from tw_kit.app import now, side_of_code
from tw_kit.errors import Fault, StoreFailed, StoreFaults
from tw_kit.serve.pages import OWN_PAGE, Page
from tw_kit.sitting import Brake
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

    def initialize(self, store: Store, wrong_codes: Brake) -> None:
        """Take the store that knows the codes, and what counts those that open nothing."""
        self.store, self.wrong_codes = store, wrong_codes

    def get(self, *args: str) -> None:
        """Ask for the code."""
        self._ask()

    async def post(self, *args: str) -> None:
        """Lead to the workbook, or say why there is none."""
        if len(self.request.body) > _FORM_MAX:
            raise web.HTTPError(413)
        typed = self.get_body_argument("code", "")
        if self.wrong_codes.is_on(now()):
            self.set_status(429)
            self._ask(typed, Fault("workbook.too_often"))
            return
        try:
            side = await asyncio.to_thread(side_of_code, self.store, typed)
        except (StoreFaults, StoreFailed) as exc:
            is_wrong = isinstance(exc, StoreFaults)
            if is_wrong:
                self.wrong_codes.note(now())
            self.set_status(422 if is_wrong else 503)
            self._ask(typed, exc.faults[0])
            return
        self.set_header("Content-Security-Policy", f"{OWN_PAGE}; script-src 'self'")
        self.show_in_language("opening.html.j2", side=side.value, code=as_written(typed))

    def _ask(self, typed: str = "", fault: Fault | None = None) -> None:
        self.allow_form()
        self.show_in_language("code.html.j2", typed=typed, fault=fault)
