"""The pages of the workbooks: notebooks at addresses that people can read, each with a kernel of its own."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from tornado import web
from tornado.iostream import StreamClosedError

from tw_kit.content import LOCALES, Content
from tw_kit.model import Audience
from tw_kit.serve.assets import PREFIX, Assets
from tw_kit.serve.pages import HTML, SHUT, Page, reader_language
from tw_kit.serve.words import frame_words
from tw_kit.widgets.assets import asset_urls, assets

if TYPE_CHECKING:
    from tw_kit.serve.embed import Workbooks

NOTEBOOKS = {side.value: f"{side.value}.ipynb" for side in Audience}
KERNELS_MAX = 60  # some 35 MB each
LAST_WORDS_S = 1.0  # what was typed just before the page was left is on its way
KERNEL_ID = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
# The module makes its style by script, which needs no leave; a handout is saved from a blob.
_POLICY = (
    f"{SHUT}; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:;"
    " connect-src 'self' ws://{host}"
)


def add_workbook_assets(into: Assets, content: Content) -> None:
    """Take in what the pages of the workbooks fetch."""
    for name, body in assets(content).items():
        into.add_as(name, body)


def frame_values(content: Content, own: Assets, side: Audience) -> dict[str, Any]:
    """What the page's template is told, but for the reader's language.

    Parameters
    ----------
    content : Content
    own : Assets
    side : Audience
    """
    urls = asset_urls(PREFIX, content, side)
    return {
        "words": frame_words(content),
        "icon": own.url("icon.svg"),
        "style": own.url("frame.css"),
        "script": own.url("frame.js"),
        "module": urls["_esm"],
        "module_style": urls["_css"],
        "module_words": urls["words"],
    }


class WorkbookPage(Page):
    """One workbook; each visit starts a kernel, and ends it if the visitor leaves before the page is whole."""

    def initialize(self, workbooks: Workbooks, frames: dict[str, dict[str, Any]]) -> None:
        """Take the notebooks, and what each page's template is told."""
        self.workbooks, self.frames = workbooks, frames
        self._writing: asyncio.Task[None] | None = None

    def _begin(self) -> str:
        language = reader_language(self.request)
        self.set_header("Content-Type", HTML)
        self.set_header("Content-Language", LOCALES[language])
        self.set_header("Vary", "Accept-Language")
        self.set_header("Content-Security-Policy", _POLICY.format(host=self.request.host))
        self.set_header("Referrer-Policy", "same-origin")  # or a browser does not say who ends a kernel
        return language

    def head(self, *args: str) -> None:
        """What a GET would say of itself; starts nothing."""
        self._begin()

    async def get(self, *args: str) -> None:
        """Write the page as it comes to be."""
        if self.request.headers.get("Sec-Fetch-Dest", "document") != "document":
            raise web.HTTPError(403)  # a picture or a frame in another site's page would start kernels
        if self.workbooks.kernel_count >= KERNELS_MAX:
            raise web.HTTPError(503)
        self._writing = asyncio.create_task(self._write(args[0], self._begin()))
        with contextlib.suppress(asyncio.CancelledError, StreamClosedError):  # the visitor has left
            await self._writing

    async def _write(self, name: str, language: str) -> None:
        said = {"QUERY_STRING": self.request.query, "VOILA_REQUEST_URL": self.request.full_url()}
        values = {**self.frames[name], "language": language}
        pieces = self.workbooks.page(name, values, said, self.flush)
        async with contextlib.aclosing(pieces):
            async for piece in pieces:
                self.write(piece)
        await self.finish()

    def on_connection_close(self) -> None:
        """Nobody waits for this page any more."""
        if self._writing is not None:
            self._writing.cancel()


class KernelPage(Page):
    """Whether a kernel is there: a page that has lost its connection asks."""

    def initialize(self, workbooks: Workbooks) -> None:
        """Take the notebooks."""
        self.workbooks = workbooks

    def get(self, *args: str) -> None:
        """Say ok, or that it is not there."""
        if not self.workbooks.has_kernel(args[0]):
            raise web.HTTPError(404)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok")


class EndKernel(Page):
    """A page that is left has its kernel ended."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, workbooks: Workbooks) -> None:
        """Take the notebooks."""
        self.workbooks = workbooks

    async def post(self, *args: str) -> None:
        """End the kernel, once it has done what it was told last; one that is gone is ended."""
        await asyncio.sleep(LAST_WORDS_S)
        await self.workbooks.end_kernel(args[0])
        self.set_status(204)


def workbook_routes(workbooks: Workbooks, content: Content, own: Assets) -> list[Any]:
    """Addresses of the workbooks, and of what their pages need of a kernel."""
    from tw_kit.serve.embed import KernelSocket  # takes seconds to import

    add_workbook_assets(own, content)
    frames = {side.value: frame_values(content, own, side) for side in Audience}
    names = "|".join(NOTEBOOKS)
    kernels = {"workbooks": workbooks}
    return [
        (rf"/workbook/({names})", WorkbookPage, {**kernels, "frames": frames}),
        (rf"/api/kernels/{KERNEL_ID}", KernelPage, kernels),
        (rf"/api/kernels/{KERNEL_ID}/channels", KernelSocket),
        (rf"/voila/api/shutdown/{KERNEL_ID}", EndKernel, kernels),
    ]
