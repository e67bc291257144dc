"""The smallest host of the workbook page: one address, no kernel. Store and handouts are real."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import threading
from functools import partial
from pathlib import Path

import tornado.httpserver
import tornado.netutil
import tornado.web

from tw_kit.app import handout_bytes, open_kit, open_workbooks
from tw_kit.model import Audience
from tw_kit.reports.printable import FONTS
from tw_kit.sitting import Sitting, first_view, words_of
from tw_kit.widgets import front

PAGE = Path(__file__).with_name("page.html")
NEVER_S = 3600


class Host:
    """A server in a thread. `mood` is how it answers:

    - ``"well"``;
    - ``"silent"``: nothing is done, and no answer comes;
    - ``"deaf"``: what is asked is done, and no answer comes;
    - ``"failing"``: the store cannot be reached;
    - ``"gone"``: what carried the messages is gone, and the page is told so.
    """

    def __init__(self, folder: Path) -> None:
        self.kit = open_kit(data=folder)
        self.content = self.kit.content
        self.store = open_workbooks(self.kit)
        self.mood = "well"
        self.delay_s = 0.0
        self.trouble = None
        self.messages: list[dict] = []
        self._sittings: dict[tuple[str, str], Sitting] = {}
        self._lock = threading.Lock()
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        self._started.wait()

    def sitting(self, page: str, side: str, lang: str | None) -> Sitting:
        with self._lock:
            if (page, side) not in self._sittings:
                self._sittings[(page, side)] = Sitting(
                    content=self.content,
                    store=self.store,
                    audience=Audience(side),
                    view=first_view(Audience(side), host="page", asked_language=lang),
                    now=lambda: dt.datetime.now(dt.UTC).astimezone(),
                    make_handout=partial(handout_bytes, self.kit),
                )
            return self._sittings[(page, side)]

    def forget_sittings(self) -> None:
        """As after a restart: nobody has a workbook open."""
        with self._lock:
            self._sittings.clear()

    def _events(self) -> list[dict]:
        return [e for m in self.messages if m["type"] == "events" for e in m["events"]]

    def kinds(self) -> list[str]:
        """Kinds of the events that came, in order."""
        return [e["kind"] for e in self._events()]

    def keys_of(self, kind: str) -> list[str]:
        """Keys of the events of a kind that came, each as often as it came."""
        return [e["key"] for e in self._events() if e["kind"] == kind]

    async def _serve(self) -> None:
        sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        rules = [
            (r"/message/(\d+)", _Message, {"host": self}),
            (r"/state", _State, {"host": self}),
            (r"/(workbook\.js|workbook\.css|font\.woff2|)", _File),
            (r"/front/(.*\.js)", tornado.web.StaticFileHandler, {"path": str(front.FRONT)}),
        ]
        self._server = tornado.httpserver.HTTPServer(tornado.web.Application(rules))
        self._server.add_sockets(sockets)
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self._started.set()
        await self._ended.wait()
        self._server.stop()
        await self._server.close_all_connections()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()
        self.store.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


class _File(tornado.web.RequestHandler):
    def get(self, name: str) -> None:
        texts = {
            "workbook.js": ("text/javascript", lambda: front.module()),
            "workbook.css": ("text/css", lambda: front.style()),
            "font.woff2": ("font/woff2", lambda: (FONTS / "AtkinsonHyperlegibleNext.woff2").read_bytes()),
            "": ("text/html; charset=utf-8", lambda: PAGE.read_bytes()),
        }
        kind, read = texts[name]
        self.set_header("Content-Type", kind)
        self.write(read())


class _Of(tornado.web.RequestHandler):
    def initialize(self, host: Host) -> None:
        self.host = host

    @property
    def side(self) -> str:
        return self.get_query_argument("side", "work_seeker")


class _State(_Of):
    def get(self) -> None:
        side = Audience(self.side)
        view = first_view(
            side,
            host=self.get_query_argument("host", "page"),
            asked_language=self.get_query_argument("lang", None),
        )
        if self.host.trouble is not None:
            view["trouble"] = self.host.trouble
        self.write({"words": words_of(self.host.content, side), "view": view})


class _Message(_Of):
    async def post(self, page: str) -> None:
        host = self.host
        message = json.loads(self.request.body)
        host.messages.append(message)
        await asyncio.sleep(host.delay_s)
        if host.mood == "gone":
            self.set_status(503)
            return
        if host.mood == "silent":
            await asyncio.sleep(NEVER_S)
        if host.mood == "failing":
            sentence = {"en": "It cannot be written.", "fr": "Impossible d’écrire."}
            self.write({"id": message["id"], "type": "failed", "sentence": sentence})
            return
        sitting = host.sitting(page, self.side, self.get_query_argument("lang", None))
        answer = await asyncio.to_thread(sitting.answer, message)
        if host.mood == "deaf":
            await asyncio.sleep(NEVER_S)
        self.write(answer)
