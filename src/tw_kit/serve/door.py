"""What may pass between a page and its kernel: messages of widgets that are there already, and nothing that runs code.

Messages are in Jupyter's websocket protocol, version 1: the number of places, each a position in the message, then the
parts between them. What does not fit exactly is refused, and what passes is written anew from the parts that are known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

PROTOCOL = "v1.kernel.websocket.jupyter.org"
MESSAGE_MAX = 1_000_000  # bytes; a batch of answers is under 200,000
CONTROL = "jupyter.widget.control"
_PLACE = 8  # bytes
_PARTS = 5  # channel, header, parent header, metadata, content; no buffers
_ID_MAX = 100
_WIDGET_METHODS = ("custom", "update", "request_state")
_FOR_PAGES = frozenset({"comm_msg", "status"})


def parts_of(message: bytes) -> list[bytes] | None:
    """The parts of a message, or None where it is not one."""
    if not _PLACE < len(message) <= MESSAGE_MAX or int.from_bytes(message[:_PLACE], "little") != _PARTS + 1:
        return None
    starts = range(_PLACE, _PLACE * (_PARTS + 2), _PLACE)
    places = [int.from_bytes(message[start : start + _PLACE], "little") for start in starts]
    if places[0] != _PLACE * (_PARTS + 2) or places != sorted(places) or places[-1] != len(message):
        return None
    return [message[start:end] for start, end in pairwise(places)]


def message_of(parts: list[bytes]) -> bytes:
    """A message of these parts."""
    places = [_PLACE * (len(parts) + 2)]
    for part in parts:
        places.append(places[-1] + len(part))
    numbers = (len(places), *places)
    return b"".join([*(number.to_bytes(_PLACE, "little") for number in numbers), *parts])


def allowed(message: bytes) -> bytes | None:
    """What is passed on of a page's message to its kernel; None where nothing is.

    Parameters
    ----------
    message : bytes
        As it came from a browser.
    """
    parts = parts_of(message)
    if parts is None or parts[0] != b"shell":
        return None
    try:
        header, _, metadata, content = (json.loads(part) for part in parts[1:])
    except (ValueError, RecursionError):
        return None
    if not (isinstance(header, dict) and isinstance(metadata, dict) and isinstance(content, dict)):
        return None
    kind = header.get("msg_type")
    kept = _kept(kind, content)
    if kept is None or not all(isinstance(header.get(name), str) for name in ("msg_id", "session", "date")):
        return None
    named = {name: header[name][:_ID_MAX] for name in ("msg_id", "session", "date")}
    whole = {**named, "msg_type": kind, "username": "", "version": "5.3"}
    version = {"version": "1.0.0"} if kind == "comm_open" else {}
    return message_of([b"shell", *(json.dumps(each).encode() for each in (whole, {}, version, kept))])


def _kept(kind: Any, content: Mapping[str, Any]) -> dict[str, Any] | None:
    """The content that is passed on of a message of this kind."""
    if kind == "kernel_info_request":
        return {}
    comm, data = content.get("comm_id"), content.get("data")
    if not (isinstance(comm, str) and 0 < len(comm) <= _ID_MAX and isinstance(data, dict)):
        return None
    if kind == "comm_open" and content.get("target_name") == CONTROL:
        return {"comm_id": comm, "target_name": CONTROL, "data": {}}
    if kind != "comm_msg":
        return None
    method = data.get("method")
    if method == "request_states":
        return {"comm_id": comm, "data": {"method": method}}
    return {"comm_id": comm, "data": dict(data)} if method in _WIDGET_METHODS else None


def is_for_pages(header: bytes) -> bool:
    """Whether a page is told a message of its kernel: not what runs, what is printed, or a trace."""
    try:
        return json.loads(header).get("msg_type") in _FOR_PAGES
    except ValueError:
        return False
