"""The parts of a page that are the same for everyone, as files with a hash in their names: a server sends each once.

The server offers `assets`; a page's kernel says with `asset_urls` which ones its page needs, and need not carry them.
"""

from __future__ import annotations

import hashlib
import json

from tw_kit.content import Content
from tw_kit.model import Audience
from tw_kit.sitting import words_of
from tw_kit.widgets import front

_HASH_LENGTH = 16  # hexadecimal digits, 64 bits: names differ when the bytes do


def _named(stem: str, ending: str, data: bytes) -> tuple[str, bytes]:
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:_HASH_LENGTH]}.{ending}", data


def _module() -> tuple[str, bytes]:
    return _named("workbook", "js", front.module().encode())


def _style() -> tuple[str, bytes]:
    return _named("workbook", "css", front.style().encode())


def _words(content: Content, audience: Audience) -> tuple[str, bytes]:
    text = json.dumps(words_of(content, audience), ensure_ascii=False, separators=(",", ":"))
    return _named(f"words.{audience.value}", "json", text.encode())


def assets(content: Content) -> dict[str, bytes]:
    """Every file that a page may fetch, by name: the same name is always the same bytes.

    Parameters
    ----------
    content : Content
    """
    return dict([_module(), _style(), *(_words(content, audience) for audience in Audience)])


def asset_urls(prefix: str, content: Content, audience: Audience) -> dict[str, str]:
    """Where a page finds its module, style and words.

    Parameters
    ----------
    prefix : str
        Path that `assets` are served under, such as ``"/assets/"``.
    content : Content
    audience : Audience

    Returns
    -------
    dict
        ``_esm``, ``_css`` and ``words``.
    """
    files = {"_esm": _module(), "_css": _style(), "words": _words(content, audience)}
    return {part: f"{prefix.rstrip('/')}/{name}" for part, (name, _) in files.items()}
