"""Our pages on a real server, with small files for handouts; without Voila, which takes seconds to import."""

from __future__ import annotations

import asyncio
import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from tests.serve.running import Running, running
from tw_kit.app import Kit, open_kit
from tw_kit.content import load_content
from tw_kit.sample import grow_people
from tw_kit.serve.people import Person, listed
from tw_kit.serve.server import BODY_MAX
from tw_kit.serve.site import make_application
from tw_kit.serve.start import Place
from tw_kit.store import MemoryStore

if TYPE_CHECKING:
    from tw_kit.serve.embed import Workbooks


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@pytest.fixture(scope="session")
def handouts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with handouts of three people of each side, and files that are nobody's."""
    folder = tmp_path_factory.mktemp("made") / "handouts"
    folder.mkdir()
    for stem, _ in grow_people(load_content(), 3, 3, 7):
        for language in ("en", "fr"):
            (folder / f"{stem}.{language}.html").write_text(f"<p>{stem} {language}", encoding="utf-8")
            (folder / f"{stem}.{language}.pdf").write_bytes(b"%PDF-1.7 " + stem.encode())
    (folder / "secret.json").write_text("{}", encoding="utf-8")
    (folder.parent / "secret.html").write_text("secret", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def people(handouts: Path) -> list[Person]:
    """The people on the page."""
    files = [path for path in handouts.iterdir() if path.suffix in (".html", ".pdf")]
    return listed(grow_people(load_content(), 3, 3, 7), files)


@contextmanager
def served(application: Application, workbooks: Workbooks | None = None) -> Iterator[int]:
    """A server for an application, in a thread with a loop of its own (Playwright has one in the main thread)."""
    (socket,) = bind_sockets(0, "127.0.0.1")
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        server = HTTPServer(application, max_body_size=BODY_MAX)
        server.add_sockets([socket])
        if workbooks is not None:
            workbooks.start()
        await stop.wait()
        server.stop()
        await server.close_all_connections()
        if workbooks is not None:
            await workbooks.stop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield socket.getsockname()[1]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        socket.close()


def get(port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """Ask a server for a page; the path is sent as it is, and `Accept_Language` stands for `Accept-Language`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host="Host" in sent, skip_accept_encoding=True)
    for name, value in sent.items():
        connection.putheader(name, value)
    if body:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body or None)
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """A kit with an empty data folder."""
    return open_kit(data=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def store() -> MemoryStore:
    """The store of the server."""
    return MemoryStore()


@pytest.fixture(scope="session")
def application(kit: Kit, store: MemoryStore, people: list[Person]) -> Application:
    """The pages of a demo."""
    place = Place(is_demo=True)
    return make_application(kit, kit.content, store, people=people, place=place, command="uv run tw-kit")


@pytest.fixture(scope="session")
def port(application: Application) -> Iterator[int]:
    """The port of a server with the pages of a demo."""
    with served(application) as number:
        yield number


@pytest.fixture(scope="session")
def asset(application: Application) -> Callable[[str], str]:
    """Gives the address of one of our own files by its plain name."""
    return application.settings["tw_assets"].url


@pytest.fixture
def ask(port: int) -> Callable[..., Answer]:
    """Asks that server; see `get`."""
    return partial(get, port)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`tw-kit serve`, once for all tests that only use it."""
    with running(tmp_path_factory.mktemp("served")) as found:
        yield found
