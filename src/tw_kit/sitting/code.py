"""A resume code on the page: as it is written on paper, and as a QR picture."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import quote, urlsplit

import segno

from tw_kit.content import LANGUAGES
from tw_kit.store.codes import WORDS, as_written, code_words, folded

QUIET_MODULES = 4  # light squares around a QR code: what the standard asks for, and cheap phones need
ADDRESS_MAX = 300  # characters: a longer address would make squares too small to read from a screen


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Every word that a code may have, by its fold."""
    return {folded(word): word for language in reversed(LANGUAGES) for word in code_words(language)}


def _split(fold: str, number: int) -> list[str] | None:
    """A fold as so many words of the lists."""
    words = _words()
    if number == 1:
        return [words[fold]] if fold in words else None
    for end in range(1, len(fold)):
        if fold[:end] in words and (rest := _split(fold[end:], number - 1)) is not None:
            return [words[fold[:end]], *rest]
    return None


def written(typed: str) -> str:
    """A code that opens a workbook, as it is written on paper, however it was typed.

    Examples
    --------
    >>> written("BRICK panda, lemon7")
    'brick-panda-lemon-7'
    """
    fold = folded(typed)
    words = _split(fold[:-1], WORDS)
    return as_written(typed) if words is None else "-".join([*words, fold[-1]])


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def reachable(address: str | None) -> str | None:
    """An address of a page without its query, if other devices can reach it; None otherwise.

    Examples
    --------
    >>> reachable("http://192.168.1.20:8866/work_seeker?lang=fr")
    'http://192.168.1.20:8866/work_seeker'
    >>> reachable("http://localhost:8866/work_seeker") is None
    True
    """
    try:
        parts = urlsplit(address or "")
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or _is_loopback(host):
        return None
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def qr(code: str, base_url: str | None) -> str:
    """A QR code as an ``<svg>`` element, dark on a quiet light border; its size is the page's to set.

    Parameters
    ----------
    code : str
        As it is written.
    base_url : str or None
        Address of the page, if other devices can reach it: then the picture opens the workbook there. The code is in
        the fragment, which no server is told.
    """
    text = code if base_url is None else f"{base_url}#{quote(code)}"
    if len(text) > ADDRESS_MAX:
        text = code
    made = segno.make(text, error="m", micro=False)
    return str(made.svg_inline(border=QUIET_MODULES, dark="#000", light="#fff", omitsize=True))
