"""Voila inside our server. All that we use of the insides of Voila, jupyter_server and jupyter_client is in this file.

Of Voila we take the way from a notebook to a page, and the kernels; not its server, its handlers, its settings files,
nor a look into other folders. `tests/serve/test_embed.py` says what must be there in another version of it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado import web
from traitlets.config import Config
from voila import __version__ as voila_version
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.notebook_renderer import NotebookRenderer
from voila.paths import collect_template_paths
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from tw_kit.serve.door import MESSAGE_MAX, PROTOCOL, allowed, is_for_pages
from tw_kit.serve.kernels import provisioner
from tw_kit.serve.kernels.nursery import Nursery
from tw_kit.serve.pages import is_asked_by_name, is_from_our_page
from tw_kit.serve.words import SHARE, TEMPLATE

DEBUG = "TW_KIT_DEBUG"  # in the environment: what Jupyter logs, kernel ids and all, is shown
IDLE_S = 600  # a kernel whose page has gone to sleep, or was never seen, is kept this long
_CULL_EVERY_S = 60
_DEATH_NOTICED_S = 1.0
_CELL_MAX_S = 60
_SOCKET_PATH_MAX = 100  # bytes of the path of a Unix socket: 104 on macOS, 108 on Linux
_SOCKET_NAME = len("/kernel-") + 36 + len("-ipc-10")
_PING_MS = 30_000  # jupyter_server has milliseconds here
_KERNEL = "python3"  # what our notebooks ask for

_log = logging.getLogger(__name__)


def _quiet_log() -> logging.Logger:
    """Jupyter's log: it has addresses and traces, which may hold what people wrote; so it is shown to nobody."""
    log = logging.getLogger("tw_kit.serve.jupyter")
    if DEBUG not in os.environ:
        log.propagate = False
        if not log.handlers:
            log.addHandler(logging.NullHandler())
    return log


class _Reader(IdentityProvider):
    """Everyone is the same reader: no login, and no cookie."""

    def get_user(self, handler: web.RequestHandler) -> User:
        """The reader."""
        return User("reader")


class _OwnKernel(KernelSpecManager):
    """One kernel: that of the Python which runs the server, whatever kernels a person has installed beside it."""

    def find_kernel_specs(self) -> dict[str, str]:
        """The one name."""
        return {_KERNEL: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The one kernel, by any name."""
        flags = ["--HistoryManager.enabled=False", "--IPKernelApp.log_level=ERROR"]
        forks = {"kernel_provisioner": {"provisioner_name": provisioner.NAME}} if Nursery.can_fork() else {}
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *flags],
            display_name="Python 3",
            language="python",
            metadata=forks,
        )


class _Connection(ZMQChannelsWebsocketConnection):
    """Between one page and its kernel: what the page does not need is passed on in neither direction."""

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        """Pass on what `door.allowed` lets through, written anew."""
        kept = allowed(incoming_msg) if isinstance(incoming_msg, bytes) else None
        if kept is None:
            _log.warning("a message to a kernel was refused")
        else:
            super().handle_incoming_message(kept)  # type: ignore[arg-type]  # bytes, in this protocol

    def _on_zmq_reply(self, stream: Any, msg_list: Any) -> None:
        if is_for_pages(msg_list[0]):
            super()._on_zmq_reply(stream, msg_list)  # type: ignore[no-untyped-call]


class KernelSocket(VoilaKernelWebsocketHandler):  # type: ignore[misc]  # Voila has no types
    """The websocket of a page, for our own pages only."""

    log = _quiet_log()

    def check_origin(self, origin: str | None = None) -> bool:
        """Whether a page of ours opens it; a browser always says which page does."""
        return is_from_our_page(self.request)

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Refuse another name and another page before anything is looked up."""
        if not is_asked_by_name(self.request):
            raise web.HTTPError(421)
        if not self.check_origin():
            raise web.HTTPError(403)
        await super().prepare(*args, **kwargs)

    async def get(self, kernel_id: str) -> None:
        """Open it."""
        if PROTOCOL not in self.request.headers.get("Sec-WebSocket-Protocol", ""):
            raise web.HTTPError(400)
        await super().get(kernel_id)

    def write_error(self, status_code: int, **_: Any) -> None:
        """A program reads this: the number is enough."""
        self.finish()

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log the kind of an unexpected error, and nothing of what was sent."""
        if not isinstance(value, web.HTTPError):
            _log.error("websocket failed: %s", getattr(typ, "__name__", typ))


class _Renderer(NotebookRenderer):  # type: ignore[misc]  # Voila has no types
    """Voila's way from a notebook to a page; the notebook is one that was read already."""

    def __init__(self, notebook: nbformat.NotebookNode, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._notebook = notebook

    async def load_notebook(self, path: str) -> nbformat.NotebookNode:
        """A copy: the renderer fills it with what cells put out."""
        return deepcopy(self._notebook)


class Workbooks(Voila):  # type: ignore[misc]  # Voila has no types
    """The notebooks that are served, and their kernels.

    Parameters
    ----------
    folder : Path
        Where the notebooks are, and where their kernels run.
    names : mapping of str to str
        What a page is called to file name.
    environment : mapping of str to str
        What kernels find in theirs, beside our own; an empty text takes a variable away.
    content : Path or None
        The content folder that kernels read.

    Notes
    -----
    `start` and `stop` belong to one event loop.
    """

    def __init__(
        self, folder: Path, names: Mapping[str, str], environment: Mapping[str, str], content: Path | None = None
    ) -> None:
        self._notebooks = {name: nbformat.read(folder / file, as_version=4) for name, file in names.items()}
        self._scratch = _short_folder()
        has_sockets = os.name == "posix" and len(self._scratch) + _SOCKET_NAME <= _SOCKET_PATH_MAX
        super().__init__(log=_quiet_log(), config=_settings("ipc" if has_sockets else "tcp"), root_dir=str(folder))
        self.connection_dir = self._scratch
        self.voila_configuration = VoilaConfiguration(parent=self)
        self.template_paths = collect_template_paths(["voila"], TEMPLATE, prune=True, root_dirs=[str(SHARE)])
        self._environment = {**environment, "IPYTHONDIR": str(Path(self._scratch) / "ipython")}
        self._nursery = Nursery(content) if Nursery.can_fork() else None
        self.application_settings: dict[str, Any] = {
            **self.init_settings(),
            "websocket_compression_options": {},
            "websocket_max_message_size": MESSAGE_MAX,
            "ws_ping_interval": _PING_MS,
            "ws_ping_timeout": 3 * _PING_MS,  # as long as the interval, it would be over at the first ping
        }
        self.kernel_manager.allowed_message_types = ["comm_open", "comm_msg", "kernel_info_request"]

    def start(self) -> None:
        """Get ready to start kernels: what takes long begins now."""
        if self._nursery is not None:
            provisioner.use(self._nursery)
            self._nursery.start()

    async def stop(self) -> None:
        """End all kernels, and leave nothing behind; the websockets are closed before."""
        # Not shutdown_all: it counts in what could not start, and then fails.
        ends = (self.end_kernel(kernel_id) for kernel_id in self.kernel_manager.list_kernel_ids())
        await asyncio.gather(*ends, return_exceptions=True)
        self.kernel_manager.context.destroy(linger=0)
        if self._nursery is not None:
            await self._nursery.close()
            provisioner.use(None)
        self.sweep()

    def sweep(self) -> None:
        """Remove the folder of sockets: for whoever makes this and does not come to `start` it."""
        shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def kernel_count(self) -> int:
        """How many kernels run."""
        return len(self.kernel_manager.list_kernel_ids())

    def has_kernel(self, kernel_id: str) -> bool:
        """Whether this kernel runs."""
        return kernel_id in self.kernel_manager

    async def end_kernel(self, kernel_id: str) -> None:
        """End a kernel, if it runs."""
        if kernel_id in self.kernel_manager:
            await self.kernel_manager.shutdown_kernel(kernel_id, now=True)

    async def page(
        self,
        name: str,
        values: Mapping[str, Any],
        request: Mapping[str, str],
        before_kernel: Callable[[], Awaitable[None]],
    ) -> AsyncGenerator[str]:
        """A page, piece by piece, of a notebook that runs in a kernel of its own.

        Parameters
        ----------
        name : str
            What the page is called.
        values : mapping
            `resources.tw` of the template.
        request : mapping of str to str
            What a notebook may know of how it was asked for: ``QUERY_STRING``, ``VOILA_REQUEST_URL``.
        before_kernel : callable
            Called when all that can be said without a kernel has been given.

        Notes
        -----
        Where a kernel cannot start, or this is closed before its end, no kernel is left.
        """
        renderer = _Renderer(
            self._notebooks[name],
            voila_configuration=self.voila_configuration,
            traitlet_config=self.config,
            notebook_path=f"{name}.ipynb",
            template_paths=self.template_paths,
            contents_manager=self.contents_manager,
            kernel_spec_manager=self.kernel_spec_manager,
            base_url=self.base_url,
            page_config={},
        )
        await renderer.initialize()
        renderer.resources["tw"] = dict(values)
        kernel_id = str(uuid.uuid4())

        starts: list[asyncio.Task[Any]] = []

        async def kernel() -> Any:
            await before_kernel()
            starts.append(asyncio.create_task(self._start_kernel(kernel_id, request)))
            await asyncio.shield(starts[0])  # one that is half started could not be ended
            return self.kernel_manager.get_kernel(kernel_id)

        coming = kernel()
        is_whole = False
        try:
            async for piece, _ in renderer.generate_content_generator(kernel_id, coming):
                yield piece
            is_whole = True
        finally:
            coming.close()
            if not is_whole:
                await asyncio.shield(self._undo(kernel_id, starts, renderer))

    async def _start_kernel(self, kernel_id: str, request: Mapping[str, str]) -> None:
        silence = {} if DEBUG in os.environ else {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = self._kernel_environment(request)
        await self.kernel_manager.start_kernel(
            kernel_id=kernel_id, kernel_name=_KERNEL, path="", env=environment, **silence
        )

    async def _undo(self, kernel_id: str, starts: list[asyncio.Task[Any]], renderer: NotebookRenderer) -> None:
        if starts:
            await asyncio.wait(starts)
        client = getattr(getattr(renderer, "executor", None), "kc", None)
        if client is not None:
            client.stop_channels()
        await self.end_kernel(kernel_id)

    def _kernel_environment(self, request: Mapping[str, str]) -> dict[str, str]:
        said = {**os.environ, **self._environment, **request, "SERVER_SOFTWARE": f"voila/{voila_version}"}
        return {name: value for name, value in said.items() if value or name not in self._environment}


def _short_folder() -> str:
    """A new folder for its owner alone, with room in its path for the names of sockets."""
    usual = tempfile.gettempdir()
    room = _SOCKET_PATH_MAX - _SOCKET_NAME - len("/tw-kit-12345678")
    return tempfile.mkdtemp(prefix="tw-kit-", dir=usual if len(usual) <= room or os.name != "posix" else "/tmp")  # noqa: S108


def _settings(transport: str) -> Config:
    """Voila's and Jupyter's settings, and no others: no file is read for more."""
    return Config(
        {
            "Voila": {
                "base_url": "/",
                "identity_provider_class": _Reader,
                "kernel_websocket_connection_class": _Connection,
                "config_file_paths": [],
            },
            "VoilaConfiguration": {
                "template": TEMPLATE,
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "kernel_spec_manager_class": _OwnKernel,
                "show_tracebacks": False,
                "strip_sources": True,
            },
            "VoilaExecutor": {"timeout": _CELL_MAX_S, "startup_timeout": _CELL_MAX_S},
            "KernelManager": {"transport": transport},
            # A new kernel would have no workbook in it: the page is told that its own is gone.
            "KernelRestarter": {"restart_limit": 0, "time_to_dead": _DEATH_NOTICED_S},
            # Not allow_tracebacks: it names what jupyter_server 2.21 has not, and the first error ends a connection.
            "MappingKernelManager": {"cull_idle_timeout": IDLE_S, "cull_interval": _CULL_EVERY_S},
        }
    )
