"""The server's end of the link to the zygote: asks for kernels, and knows which have ended."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from tw_kit.serve.kernels.zygote import READY

START_S = 60.0  # a cold disk on an old laptop
_END_S = 5.0


class NurseryClosed(RuntimeError):
    """There is no process to fork kernels from: it could not start, or has ended. Says its last words."""


class Forked:
    """A kernel's process, with what `subprocess.Popen` offers of one that has no pipes.

    Parameters
    ----------
    pid : int
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        return self.returncode

    def wait(self) -> int:
        """Its exit code, once it has ended: jupyter_client asks only then."""
        if self.returncode is None:
            raise RuntimeError("the kernel is still running")
        return self.returncode

    def send_signal(self, signum: int) -> None:
        """Send it a signal; nothing happens where it has ended."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """Starts the zygote, and asks it for kernels. Belongs to one event loop; `start` is cheap and may come first.

    Parameters
    ----------
    content : Path or None
        The content folder that kernels will read.
    """

    def __init__(self, content: Path | None = None) -> None:
        self._content = content
        self._process: subprocess.Popen[bytes] | None = None
        self._ours: socket.socket | None = None
        self._said: IO[bytes] | None = None  # what it writes to its standard error
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._asked: dict[int, asyncio.Future[Forked]] = {}
        self._running: dict[int, Forked] = {}
        self._numbers = itertools.count(1)

    @staticmethod
    def can_fork() -> bool:
        """Whether kernels are forked here: on Linux. macOS has fork, and libraries that do not survive it."""
        return sys.platform == "linux"

    def start(self) -> None:
        """Start the zygote, so that it imports while the server still makes itself ready."""
        self._ours, theirs = socket.socketpair()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # closed in _process_ended
        paths = [str(Path(path).absolute()) for path in sys.path]
        call = f"zygote.serve({theirs.fileno()}, {str(self._content or '')!r})"
        code = f"import sys; sys.path[:] = {paths!r}; from tw_kit.serve.kernels import zygote; {call}"
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and code
                [sys.executable, "-c", code],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for us; we then close the link
            )

    async def fork(self, connection_file: str, environment: dict[str, str], folder: str) -> Forked:
        """A new kernel.

        Parameters
        ----------
        connection_file : str
            Written already.
        environment : dict of str to str
        folder : str
            Where it runs.

        Raises
        ------
        NurseryClosed
            If there is no zygote, or it ends meanwhile.
        """
        writer = await self._link()
        number, answer = next(self._numbers), asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        order: dict[str, Any] = {
            "number": number,
            "connection_file": connection_file,
            "environment": environment,
            "folder": folder,
        }
        writer.write(json.dumps(order).encode() + b"\n")
        try:
            await writer.drain()
            return await answer  # type: ignore[no-any-return]  # a future of what `_listen` sets
        finally:
            self._asked.pop(number, None)

    async def _link(self) -> asyncio.StreamWriter:
        """The link to a zygote that is ready; a new one where the last has ended."""
        if self._process is None:
            self.start()
        if self._writer is None:
            assert self._ours is not None  # noqa: S101  # for the type: start() has set it
            reader, self._writer = await asyncio.open_unix_connection(sock=self._ours)
            self._ready = asyncio.get_running_loop().create_future()
            self._listening = asyncio.create_task(self._listen(reader))
        assert self._ready is not None  # noqa: S101  # as above
        writer, ready = self._writer, self._ready
        try:
            await asyncio.wait_for(asyncio.shield(ready), START_S)
        except TimeoutError as exc:
            raise NurseryClosed(f"not ready after {START_S:.0f} s") from exc
        return writer

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        """Take what the zygote tells, until it ends."""
        try:
            while line := await reader.readline():
                self._told(json.loads(line))
        except ConnectionError:
            pass
        finally:
            self._lost()

    def _told(self, message: dict[str, Any]) -> None:
        if message.get("said") == READY and self._ready is not None and not self._ready.done():
            self._ready.set_result(None)
        elif "started" in message:
            kernel = self._running[message["pid"]] = Forked(message["pid"])
            answer = self._asked.get(message["started"])
            if answer is None or answer.cancelled():
                kernel.kill()  # whoever asked has gone
            else:
                answer.set_result(kernel)
        elif "ended" in message:
            kernel_or_none = self._running.pop(message["ended"], None)
            if kernel_or_none is not None:
                kernel_or_none.returncode = message["code"]

    def _lost(self) -> None:
        """The zygote has ended, or is to end, and its kernels with it."""
        if self._writer is not None:
            self._writer.close()
        for kernel in self._running.values():
            kernel.returncode = -signal.SIGKILL
        closed, waiting = NurseryClosed(self._process_ended()), [self._ready, *self._asked.values()]
        self._running.clear()
        for future in waiting:
            if future is not None and not future.done():
                future.set_exception(closed)
                future.exception()  # looked at: nobody may be waiting
        self._writer = self._ready = self._listening = self._ours = self._process = None

    def _process_ended(self) -> str:
        """See to it that the process has ended; gives the last line on its standard error."""
        if self._process is None or self._said is None:
            return "?"
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with self._said as said:
            said.seek(0)
            lines = said.read().decode("utf-8", errors="replace").splitlines()
        return next((line[:200] for line in reversed(lines) if line.strip()), "?")

    async def close(self) -> None:
        """End the zygote and all its kernels."""
        if self._writer is not None and self._listening is not None:
            listening = self._listening
            self._writer.close()  # which ends the listening, and that sees to the rest
            await listening
        elif self._ours is not None:
            self._ours.close()
            self._process_ended()
            self._process = self._ours = None
