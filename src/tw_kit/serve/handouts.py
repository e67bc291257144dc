"""Handouts: the page that makes them of files, what came of it, and those of a demo's people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tornado import web

from tw_kit.app import Kit
from tw_kit.errors import BadInput, Fault, HandoutFailed
from tw_kit.model import Audience
from tw_kit.serve.making import BYTES_MAX, FILES_MAX, MINUTES, Batch, Batches, Sent
from tw_kit.serve.pages import HTML, SHUT, Page, reader_language
from tw_kit.serve.people import Person

TYPES = {"html": HTML, "pdf": "application/pdf"}
# A handout is one file: its style, typeface and picture are inside it. A browser shows a PDF in a page of its own.
_POLICIES = {
    "html": f"{SHUT}; style-src 'unsafe-inline'; font-src data:; img-src data:",
    "pdf": f"{SHUT}; style-src 'unsafe-inline'; object-src 'self'",
}


class _Showing(Page):
    def show_handout(self, file_format: str, body: bytes) -> None:
        self.set_header("Content-Security-Policy", _POLICIES[file_format])
        self.set_header("Content-Type", TYPES[file_format])
        self.finish(body)


class HandoutsPage(_Showing):
    """Takes summary files; in a demo, shows the invented people too."""

    SUPPORTED_METHODS = ("GET", "HEAD", "POST")

    def initialize(self, kit: Kit, batches: Batches, people: Sequence[Person]) -> None:
        """Take what handouts are made with, and who is there already."""
        self.kit, self.batches, self.people = kit, batches, people

    def get(self, *args: str) -> None:
        """Show the form."""
        self._ask()

    async def post(self, *args: str) -> None:
        """Make handouts, and lead to them; or say what is wrong with all that was sent."""
        if len(self.request.body) > BYTES_MAX:
            raise web.HTTPError(413)
        # A browser sends one file without a name where none was chosen.
        sent = [Sent(each.filename, each.body) for each in self.request.files.get("summaries", []) if each.filename]
        if not sent:
            self._ask(problem=("page.make_none", {}))
        elif len(sent) > FILES_MAX:
            self._ask(problem=("page.make_many", {"got": len(sent), "most": FILES_MAX}))
        else:
            try:
                name = await self.batches.make(self.kit, sent)
            except (BadInput, HandoutFailed) as exc:
                self._ask(faults=exc.faults)
                return
            self.set_header("Location", f"/handouts/made/{name}?lang={reader_language(self.request)}")
            self.set_status(303)

    def _ask(self, problem: tuple[str, dict[str, Any]] | None = None, faults: Sequence[Fault] = ()) -> None:
        if problem or faults:
            self.set_status(422)
        self.allow_form()
        language = reader_language(self.request)
        self.show_in_language(
            "people.html.j2" if self.people else "handouts.html.j2",
            problem=None if problem is None else self.content.text(problem[0], language, **problem[1]),
            faults=faults,
            groups=[(side, [p for p in self.people if p.audience is side]) for side in Audience],
            count=len(self.people),
            command=self.settings["tw_command"],
            files_max=FILES_MAX,
            megabytes_max=BYTES_MAX // 1_000_000,
        )


class MadePage(_Showing):
    """What came of the files that were sent."""

    def initialize(self, batches: Batches) -> None:
        """Take the batches."""
        self.batches = batches

    def batch(self, name: str) -> Batch:
        """The batch of this name, or no such page."""
        batch = self.batches.get(name)
        if batch is None:
            raise web.HTTPError(404)
        return batch

    def get(self, *args: str) -> None:
        """Show them, and each fault."""
        batch = self.batch(args[0])
        self.show_in_language(
            "made.html.j2",
            made=[person for person in batch.people if person.files],
            faulty=[person for person in batch.people if not person.files],
            noted=[person for person in batch.people if person.notes],
            base=f"/handouts/made/{args[0]}",
            minutes=MINUTES,
        )


class MadeFile(MadePage):
    """One handout of a batch, or all of them as one file."""

    def get(self, *args: str) -> None:
        """Give it."""
        batch, name = self.batch(args[0]), args[1]
        if name in batch.files:
            self.show_handout(name.rsplit(".", 1)[1], batch.files[name])
        elif name == "all.zip":
            saved_as = quote(self.content.text("page.made_zip_name", reader_language(self.request)))
            self.set_header("Content-Type", "application/zip")
            self.set_header("Content-Disposition", f"attachment; filename*=utf-8''{saved_as}")
            self.finish(batch.packed())
        else:
            raise web.HTTPError(404)


class DemoHandout(_Showing):
    """A handout of one of the demo's people; no other file is served."""

    def initialize(self, files: dict[str, tuple[str, Path]]) -> None:
        """Take the files, each with its format, by name."""
        self.files = files

    def get(self, *args: str) -> None:
        """Give it."""
        file_format, path = self.files.get(args[0], ("", None))
        if path is None or not path.is_file():
            raise web.HTTPError(404)
        self.show_handout(file_format, path.read_bytes())


def handout_routes(kit: Kit, people: Sequence[Person]) -> list[Any]:
    """Addresses of all of it."""
    batches = Batches()
    files = {path.name: (kind, path) for person in people for (_, kind), path in person.files.items()}
    return [
        (r"/handouts", HandoutsPage, {"kit": kit, "batches": batches, "people": people}),
        (r"/handouts/made/([\w-]+)", MadePage, {"batches": batches}),
        (r"/handouts/made/([\w-]+)/([^/]+)", MadeFile, {"batches": batches}),
        (r"/handouts/([^/]+)", DemoHandout, {"files": files}),
    ]
