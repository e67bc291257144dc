"""What may pass from a page to its kernel."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1

from tw_kit.serve.door import MESSAGE_MAX, allowed, is_for_pages, message_of, parts_of

HEADER = {"msg_id": "m1", "session": "s1", "date": "2026-11-25T09:00:00Z", "username": "", "version": "5.3"}


def message(kind: str, content: Any, channel: str = "shell", metadata: Any = None, **header: Any) -> bytes:
    """As a browser sends it, written by jupyter_server's own hand."""
    records = ({**HEADER, "msg_type": kind, **header}, {}, {} if metadata is None else metadata, content)
    return serialize_msg_to_ws_v1([json.dumps(each).encode() for each in records], channel)


def comm(data: Any, comm_id: Any = "c1", **more: Any) -> dict[str, Any]:
    return {"comm_id": comm_id, "data": data, **more}


def passed(kept: bytes) -> tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Channel, header, metadata and content of what was let through, read by jupyter_server's own eyes."""
    channel, parts = deserialize_msg_from_ws_v1(kept)
    header, parent, metadata, content = (json.loads(part) for part in parts)
    assert parent == {}
    return channel, header, metadata, content


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("comm_msg", comm({"method": "custom", "content": {"id": 1, "type": "look"}})),
        ("comm_msg", comm({"method": "update", "state": {"view": {}}, "buffer_paths": []})),
        ("comm_msg", comm({"method": "request_states"})),
        ("comm_open", comm({}, target_name="jupyter.widget.control")),
        ("kernel_info_request", {}),
    ],
)
def test_what_a_widget_needs_passes_as_it_is(kind, content):
    kept = allowed(message(kind, content))
    assert kept is not None
    channel, header, metadata, got = passed(kept)
    assert (channel, header, got) == ("shell", {**HEADER, "msg_type": kind}, content)
    assert metadata == ({"version": "1.0.0"} if kind == "comm_open" else {})


@pytest.mark.parametrize(
    "kind",
    [
        "execute_request",
        "inspect_request",
        "complete_request",
        "history_request",
        "is_complete_request",
        "comm_info_request",
        "comm_close",
        "shutdown_request",
        "interrupt_request",
        "debug_request",
        "input_reply",
        "create_subshell_request",
        "",
        None,
        ["comm_msg"],
    ],
)
def test_what_runs_code_or_looks_around_does_not_pass(kind):
    assert allowed(message(kind, comm({"method": "custom"}, code="1", restart=False))) is None


@pytest.mark.parametrize("channel", ["control", "stdin", "iopub", "", "SHELL"])
def test_only_one_channel_is_open(channel):
    assert allowed(message("comm_msg", comm({"method": "custom"}), channel)) is None


@pytest.mark.parametrize(
    "content",
    [
        comm({"state": {"_model_name": "TextModel"}}, target_name="jupyter.widget"),
        comm({}, target_name="other"),
        comm({}),
        comm({}, target_name=["jupyter.widget.control"]),
        comm({}, comm_id="", target_name="jupyter.widget.control"),
        comm({}, comm_id="x" * 101, target_name="jupyter.widget.control"),
        comm({}, comm_id=7, target_name="jupyter.widget.control"),
    ],
)
def test_a_page_makes_no_widget(content):
    assert allowed(message("comm_open", content)) is None


@pytest.mark.parametrize(
    "data", [{}, {"method": "echo_update"}, {"method": None}, {"method": ["custom"]}, [], "x", None]
)
def test_an_unknown_method_does_not_pass(data):
    assert allowed(message("comm_msg", comm(data))) is None


def test_nothing_more_than_what_is_known_passes():
    kept = allowed(
        message(
            "comm_open",
            comm({"state": {"x": 1}}, target_name="jupyter.widget.control", target_module="os"),
            metadata={"version": "1.0.0", "subshell_id": "s"},
            subshell_id="s",
        )
    )
    assert kept is not None
    assert passed(kept) == (
        "shell",
        {**HEADER, "msg_type": "comm_open"},
        {"version": "1.0.0"},
        comm({}, target_name="jupyter.widget.control"),
    )


@pytest.mark.parametrize("part", range(1, 5))
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"a":' * 100_000])
def test_a_part_that_is_no_object_does_not_pass(part, body):
    parts = parts_of(message("kernel_info_request", {}))
    assert parts is not None
    parts[part] = body
    if (part, body) in ((2, b"[]"), (2, b"null")):
        return  # the parent's header is not read, and not passed on
    assert allowed(message_of(parts)) is None


def test_buffers_and_missing_parts_do_not_pass():
    parts = parts_of(message("kernel_info_request", {}))
    assert parts is not None
    assert allowed(message_of([*parts, b"buffer"])) is None
    assert allowed(message_of(parts[:-1])) is None
    assert allowed(message_of(parts)) is not None


def test_a_number_that_would_fill_the_memory_is_not_believed():
    whole = message("kernel_info_request", {})
    assert allowed((2**63).to_bytes(8, "little") + whole[8:]) is None
    assert allowed(whole[:8] + (2**62).to_bytes(8, "little") + whole[16:]) is None


def test_what_is_too_long_is_not_read():
    long = message("comm_msg", comm({"method": "custom", "content": "x" * MESSAGE_MAX}))
    assert allowed(long) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_without_an_error(body):
    assert allowed(body) is None


@given(st.data())
def test_a_message_with_one_byte_changed_passes_or_does_not(data):
    whole = bytearray(message("comm_msg", comm({"method": "custom", "content": {"type": "look"}})))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] = data.draw(st.integers(0, 255))
    kept = allowed(bytes(whole))
    assert kept is None or passed(kept)[1]["msg_type"] == "comm_msg"


@pytest.mark.parametrize(
    ("kind", "is_told"),
    [
        ("comm_msg", True),
        ("status", True),
        ("execute_input", False),
        ("stream", False),
        ("error", False),
        ("display_data", False),
    ],
)
def test_what_a_kernel_prints_or_fails_at_is_not_told(kind, is_told):
    assert is_for_pages(json.dumps({"msg_type": kind}).encode()) is is_told


def test_a_header_that_is_none_is_not_told():
    assert not is_for_pages(b"{")
