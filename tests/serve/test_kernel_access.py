"""What a browser may do to a kernel, tried on a real server: its websocket, its addresses, and how kernels end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shutil
import signal
import socket
import tempfile
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.serve.conftest import get
from tests.serve.running import Running, run_apart, running, until
from tests.serve.test_door import message
from tw_kit.serve.door import PROTOCOL, parts_of


def open_page(server: Running) -> tuple[str, str]:
    """A workbook's page, without a browser: its kernel and its widget."""
    page = get(server.port, "/workbook/work_seeker?lang=en").text
    kernel, model = re.search(r'data-kernel="([^"]+)"', page), re.search(r'data-model="([^"]+)"', page)
    assert kernel is not None
    assert model is not None
    return kernel[1], model[1]


def end(server: Running, kernel: str, **headers: str) -> int:
    sent = {"Host": f"127.0.0.1:{server.port}", "Origin": server.url, **headers}
    return get(server.port, f"/voila/api/shutdown/{kernel}", "POST", Content_Length="0", **sent).status


@pytest.fixture
def page(server):
    """A page's kernel and widget; the kernel is ended after."""
    kernel, model = open_page(server)
    yield kernel, model
    end(server, kernel)


def address(server: Running, kernel: str, **headers: str) -> HTTPRequest:
    sent = {"Origin": server.url, "Sec-WebSocket-Protocol": PROTOCOL, **headers}
    url = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
    return HTTPRequest(url, headers={name: value for name, value in sent.items() if value})


async def closed(connection: WebSocketClientConnection) -> None:
    """Close a websocket, and wait for the other end to agree, if it has not closed it already."""
    connection.close()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1):
            while await connection.read_message() is not None:
                pass


def refused(server: Running, kernel: str, **headers: str) -> int:
    """The number of the answer to a websocket that is not opened."""

    async def connect() -> int:
        try:
            await closed(await websocket_connect(address(server, kernel, **headers)))
        except HTTPClientError as exc:
            return exc.code
        return 101

    return run_apart(connect())


def on_socket(server: Running, kernel: str, work: Callable[[WebSocketClientConnection], Awaitable[Any]]) -> Any:
    """Do something on a kernel's websocket."""

    async def whole() -> Any:
        connection = await websocket_connect(address(server, kernel))
        try:
            return await asyncio.wait_for(work(connection), 30)
        finally:
            await closed(connection)

    return run_apart(whole())


async def heard(connection: WebSocketClientConnection) -> tuple[str, dict[str, Any]]:
    """The next message: its kind and content."""
    got = await connection.read_message()
    assert isinstance(got, bytes), got
    parts = parts_of(got)
    assert parts is not None
    return json.loads(parts[1])["msg_type"], json.loads(parts[4])


async def states(connection: WebSocketClientConnection) -> tuple[dict[str, Any], set[str]]:
    """All widgets of a kernel with their states, and the kinds of all messages that came before."""
    kinds = set()
    control = uuid.uuid4().hex
    opening = {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}
    await connection.write_message(message("comm_open", opening), binary=True)
    asking = {"comm_id": control, "data": {"method": "request_states"}}
    await connection.write_message(message("comm_msg", asking), binary=True)
    while True:
        kind, content = await heard(connection)
        kinds.add(kind)
        if kind == "comm_msg" and content["comm_id"] == control:
            return content["data"]["states"], kinds


def test_a_page_has_one_workbook_and_its_files_are_fetched(server, page):
    kernel, model = page
    widgets, kinds = on_socket(server, kernel, states)
    state = widgets[model]["state"]
    assert state["view"]["audience"] == "work_seeker"
    assert state["view"]["host"] == "page"
    assert {get(server.port, url).status for url in state["assets"].values()} == {200}
    assert kinds == {"comm_msg", "status"}


def test_messages_are_packed(server, page):
    async def connect() -> str:
        connection = await websocket_connect(address(server, page[0]), compression_options={})
        await closed(connection)
        return connection.headers["Sec-WebSocket-Extensions"]

    assert "permessage-deflate" in run_apart(connect())


def test_code_is_not_run(server, page, tmp_path):
    kernel, _ = page
    mark = tmp_path / "ran"
    code = {"code": f"open({str(mark)!r}, 'w')", "silent": False, "allow_stdin": False, "user_expressions": {}}

    async def try_it(connection: WebSocketClientConnection) -> set[str]:
        for channel in ("shell", "control"):
            await connection.write_message(message("execute_request", code, channel), binary=True)
        await connection.write_message(json.dumps({"header": {"msg_type": "execute_request"}, "content": code}))
        return (await states(connection))[1]

    assert on_socket(server, kernel, try_it) == {"comm_msg", "status"}
    assert not mark.exists()


def test_no_widget_of_another_class_is_made(server, page):
    kernel, _ = page
    text = {
        "_model_module": "@jupyter-widgets/controls",
        "_model_module_version": "2.0.0",
        "_model_name": "TextModel",
        "_view_module": "@jupyter-widgets/controls",
        "_view_module_version": "2.0.0",
        "_view_name": "TextView",
    }
    opening = {"comm_id": "t1", "target_name": "jupyter.widget", "data": {"state": text, "buffer_paths": []}}

    async def try_it(connection: WebSocketClientConnection) -> list[set[str]]:
        before, _ = await states(connection)
        await connection.write_message(message("comm_open", opening, metadata={"version": "2.1.0"}), binary=True)
        after, _ = await states(connection)
        return [set(before), set(after)]

    before, after = on_socket(server, kernel, try_it)
    assert before == after


def test_nothing_is_set_by_a_browser(server, page):
    kernel, model = page
    update = {"method": "update", "state": {"view": {"audience": "employer"}}, "buffer_paths": []}

    async def try_it(connection: WebSocketClientConnection) -> tuple[Any, set[str]]:
        await connection.write_message(message("comm_msg", {"comm_id": model, "data": update}), binary=True)
        widgets, kinds = await states(connection)
        return widgets[model]["state"]["view"]["audience"], kinds

    assert on_socket(server, kernel, try_it) == ("work_seeker", {"comm_msg", "status"})


def test_a_kernel_is_not_shut_down_over_the_socket(server, page):
    kernel, _ = page
    other, _ = open_page(server)

    async def try_it(connection: WebSocketClientConnection) -> int:
        for channel in ("shell", "control"):
            for content in ({"restart": False}, {"restart": False, "kernel_id": other}):
                await connection.write_message(message("shutdown_request", content, channel), binary=True)
        return len((await states(connection))[0])

    assert on_socket(server, kernel, try_it) > 0
    assert [get(server.port, f"/api/kernels/{each}").status for each in (kernel, other)] == [200, 200]
    assert end(server, other) == 204


def test_a_message_that_is_too_long_ends_the_connection_and_nothing_more(server, page):
    kernel, model = page
    long = {"comm_id": model, "data": {"method": "custom", "content": "x" * 2_000_000}}

    async def try_it(connection: WebSocketClientConnection) -> Any:
        await connection.write_message(message("comm_msg", long), binary=True)
        while (got := await connection.read_message()) is not None:
            assert isinstance(got, bytes)
        return got

    assert on_socket(server, kernel, try_it) is None
    assert on_socket(server, kernel, states)[0][model]


@pytest.mark.parametrize(
    ("headers", "number"),
    [
        ({"Origin": ""}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example", "Origin": "http://evil.example"}, 421),
        ({"Sec-WebSocket-Protocol": ""}, 400),
        ({"Sec-WebSocket-Protocol": "other"}, 400),
        ({}, 101),
    ],
)
def test_only_our_own_page_opens_a_socket(server, page, headers, number):
    assert refused(server, page[0], **headers) == number


def test_there_is_no_socket_of_a_kernel_that_is_not_there(server):
    assert refused(server, str(uuid.uuid4())) == 404


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example"])
def test_only_our_own_page_ends_a_kernel(server, page, origin):
    assert end(server, page[0], Origin=origin) == 403
    assert get(server.port, f"/api/kernels/{page[0]}").status == 200


def test_a_kernel_that_is_ended_is_gone(server):
    kernel, _ = open_page(server)
    assert get(server.port, f"/api/kernels/{kernel}").status == 200
    assert end(server, kernel) == 204
    assert get(server.port, f"/api/kernels/{kernel}").status == 404
    assert end(server, kernel) == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/kernels"),
        ("GET", "/api"),
        ("GET", "/api/contents"),
        ("GET", "/api/sessions"),
        ("GET", "/api/terminals"),
        ("GET", "/login"),
        ("GET", "/tree"),
        ("GET", "/voila"),
        ("GET", "/voila/tree"),
        ("GET", "/voila/render/work_seeker.ipynb"),
        ("GET", "/voila/render/workbooks/work_seeker.ipynb"),
        ("GET", "/voila/files/work_seeker.ipynb"),
        ("GET", "/voila/static/voila.js"),
        ("GET", "/voila/templates/tw_workbook/static/page.js"),
        ("GET", "/voila/templates/lab/static/index.css"),
        ("GET", "/voila/labextensions/x"),
        ("GET", "/voila/api/themes/x"),
        ("GET", "/voila/api/contents/work_seeker.ipynb"),
        ("GET", "/workbook"),
        ("GET", "/workbook/bargain"),
        ("GET", "/workbook/work_seeker.ipynb"),
        ("GET", "/workbook/..%2f..%2fREADME.md"),
        ("GET", "/static/favicons/favicon.ico"),
    ],
)
def test_nothing_else_of_jupyter_is_there(server, method, path):
    answer = get(server.port, path, method)
    assert answer.status == 404
    assert "There is no such page" in answer.text


def test_a_kernel_may_not_be_deleted_or_restarted_by_address(server, page):
    assert get(server.port, f"/api/kernels/{page[0]}", "DELETE").status == 405
    assert get(server.port, f"/api/kernels/{page[0]}/restart", "POST").status == 405
    assert get(server.port, f"/api/kernels/{page[0]}").status == 200


def test_a_kernel_starts_only_for_a_visitor_who_waits_for_the_page(tmp_path):
    with running(tmp_path) as server:
        for path in ("/", "/health", "/code", "/handouts", "/workbook/nobody"):
            get(server.port, path)
        assert get(server.port, "/workbook/work_seeker", "HEAD").status == 200
        assert server.kernels() == []
        assert get(server.port, "/workbook/work_seeker", Host="evil.example").status == 421
        assert server.kernels() == []
        open_page(server)  # the zygote is ready
        assert until(lambda: len(server.kernels()) == 1)
        for wait_s in (0.0, 0.02, 0.1, 0.3):
            with socket.create_connection(("127.0.0.1", server.port)) as visitor:
                visitor.sendall(f"GET /workbook/employer HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
                visitor.settimeout(wait_s or None)
                with contextlib.suppress(TimeoutError):
                    if wait_s:
                        visitor.recv(10)
        open_page(server)
        assert until(lambda: len(server.kernels()) == 2)
        assert "failed" not in server.log.read_text()


@pytest.fixture
def scratch():
    """A folder for temporary files with a name short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="t-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGKILL])
def test_all_kernels_end_with_the_server(tmp_path, scratch, signum):
    with running(tmp_path, TMPDIR=str(scratch)) as server:
        open_page(server)
        kernel, _ = open_page(server)
        assert refused(server, kernel) == 101
        family = server.process.children(recursive=True)
        assert len(server.kernels()) == 2
        assert list(scratch.glob("tw-kit-*/kernel-*-ipc-*"))
        server.process.send_signal(signum)
        _, alive = psutil.wait_procs([*family, server.process], timeout=10)
        assert [each for each in alive if each.status() != psutil.STATUS_ZOMBIE] == []
    assert signum == signal.SIGKILL or list(scratch.iterdir()) == []


def test_the_log_has_no_address_code_or_trace(server, page):
    kernel, _ = page
    get(server.port, "/code?lang=fr#secret")
    refused(server, kernel, Origin="http://evil.example")
    said = server.log.read_text()
    assert kernel not in said
    assert "/workbook" not in said
    assert "evil" not in said
    assert "Traceback" not in said
