"""A wire between a browser and a server, which can be cut, and can go dead without either end being told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Wire:
    """Carries bytes both ways from `port` to the server's port; methods may be called from any thread."""

    def __init__(self, to: int) -> None:
        self.to, self.port = to, 0
        self.count = 0  # connections so far
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_dead = asyncio.Event()
        self._refuses = False
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.count += 1
        if self._refuses:
            writer.close()
            return
        their_reader, their_writer = await asyncio.open_connection("127.0.0.1", self.to)
        both = {writer, their_writer}
        self._writers |= both
        with suppress(asyncio.CancelledError, ConnectionError):
            await asyncio.gather(self._pass(reader, their_writer), self._pass(their_reader, writer))
        self._writers -= both
        for each in both:
            each.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_dead = self._is_dead
        while data := await reader.read(65_536):
            if is_dead.is_set():
                await asyncio.Event().wait()  # neither passed on nor told
            writer.write(data)
            await writer.drain()
        writer.close()

    def cut(self) -> None:
        """Close all connections, as a network that goes away and comes back."""
        self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in self._writers])

    def deaden(self) -> None:
        """Let what is connected now carry nothing more, ever; new connections work."""

        def do() -> None:
            self._is_dead.set()
            self._is_dead = asyncio.Event()

        self._loop.call_soon_threadsafe(do)

    def refuse(self, refuses: bool) -> None:
        """Whether new connections are refused."""
        self._refuses = refuses


@contextmanager
def wire(to: int) -> Iterator[Wire]:
    """A wire to a server's port."""
    made = Wire(to)
    made._thread.start()
    made._ready.wait()
    try:
        yield made
    finally:
        made._loop.call_soon_threadsafe(made._loop.stop)
        made._thread.join()
