"""Resume codes: three common words and a digit that open one's own workbook, on any device and from paper.

A code is shown once and kept nowhere. The store keeps a keyed hash of it (HMAC-SHA256), whose key is a file of its own:
a copy of the database alone, or of a backup, opens nobody's workbook and cannot be searched for a code. With the key
at hand the 33 bits of a code can be tried out, so key and backups belong in different places.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import tempfile
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from tw_kit.content import LANGUAGES
from tw_kit.content.load import PACKAGED
from tw_kit.errors import Fault, StoreFaults

WORDS = 3
WORDS_MIN = 1024  # in each list: 3 × 10 bits, and 3 more for the digit
DIGITS = "23456789"  # 0 and 1 look like letters
LENGTH_MAX = 200  # characters that someone may type
KEY_BYTES = 32
_JOINED = {"œ": "oe", "æ": "ae"}


@lru_cache(maxsize=4)
def code_words(language: str) -> tuple[str, ...]:
    """The words that codes of a language are made of.

    Parameters
    ----------
    language : str
        ``"en"`` or ``"fr"``.
    """
    lines = (PACKAGED / "codes" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def new_code(language: str) -> str:
    """A new code, such as ``"brick-panda-lemon-7"``; not looked up anywhere.

    Parameters
    ----------
    language : str
        ``"en"`` or ``"fr"``: whose words; it opens the workbook on a page of any language.
    """
    words = code_words(language if language in LANGUAGES else LANGUAGES[0])
    return "-".join([*(secrets.choice(words) for _ in range(WORDS)), secrets.choice(DIGITS)])


def folded(text: str) -> str:
    """What counts of a typed code: its letters without accents or case, and its digits.

    Examples
    --------
    >>> folded(" Écureuil  MAREE vélo-4 ")
    'ecureuilmareevelo4'
    """
    lowered = "".join(_JOINED.get(letter, letter) for letter in text[:LENGTH_MAX].casefold())
    return "".join(letter for letter in unicodedata.normalize("NFKD", lowered) if letter.isalnum())


def as_written(code: str) -> str:
    """A typed code in one way of writing, for paper.

    Examples
    --------
    >>> as_written(" Écureuil MARÉE, vélo 4")
    'écureuil-marée-vélo-4'
    """
    composed = unicodedata.normalize("NFC", code[:LENGTH_MAX].casefold())
    return "-".join(re.findall(r"[^\W_]+", composed))


def checked_fold(code: str) -> str:
    """The fold of a code that a person typed.

    Raises
    ------
    StoreFaults
        If it cannot be a code: letters first and one digit last. The fault does not repeat it.
    """
    fold = folded(code)
    if len(code) > LENGTH_MAX or not fold[:-1].isalpha() or not fold[-1:].isdecimal() or not fold.isascii():
        raise StoreFaults(Fault("store.code_shape"))
    return fold


class CodeKey:
    """The secret key that codes are hashed with.

    Parameters
    ----------
    path : Path or None
        Its file; None is a key that lives and dies with this object.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._key = secrets.token_bytes(KEY_BYTES) if path is None else None

    def ensure(self, known: str | None, keep: Callable[[str], str]) -> None:
        """Have the key at hand, the right one for a store.

        Parameters
        ----------
        known : str or None
            The store's mark of its key (`mark`); None if it has none yet: then a key is made where there is none.
        keep : callable
            Keeps a mark in such a store, and gives back the one that is kept there: another server may be faster.

        Raises
        ------
        StoreFaults
            If the key file is missing, is no key, or is that of another store.
        """
        if self._key is None:
            self._key = self._read()
        if self._key is None:
            if known is not None:
                raise StoreFaults(Fault("store.key_missing", str(self.path)))
            self._key = self._made()
        if known is None:
            known = keep(self.mark())
        if not hmac.compare_digest(known, self.mark()):
            self._key = None if self.path is not None else self._key
            raise StoreFaults(Fault("store.key_other", str(self.path)))

    def present_mark(self) -> str | None:
        """The mark of the key that is there now; None where there is none."""
        if self._key is None:
            self._key = self._read()
        return None if self._key is None else self.mark()

    def mark(self) -> str:
        """What tells this key from others, and tells nothing else of it."""
        return self._digest(b"mark")[:32]

    def hashed(self, code: str) -> str:
        """What a store keeps of a code: 64 hexadecimal digits; raises StoreFaults if it cannot be a code."""
        return self._digest(b"code\0" + checked_fold(code).encode())

    def digest(self, purpose: str, text: str) -> str:
        """A keyed hash of any text, 64 hexadecimal digits; of another purpose, another one."""
        return self._digest(purpose.encode() + b"\0" + text.encode(errors="replace"))

    def _digest(self, message: bytes) -> str:
        if self._key is None:
            raise RuntimeError("`ensure` was not called")
        return hmac.new(self._key, b"tw-kit 1 " + message, hashlib.sha256).hexdigest()

    def _read(self) -> bytes | None:
        if self.path is None:
            return None
        try:
            text = self.path.read_text(encoding="ascii").strip()
            key = bytes.fromhex(text)
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise StoreFaults(Fault("store.key_unreadable", str(self.path), {"reason": exc.strerror or "?"})) from exc
        except ValueError as exc:
            raise StoreFaults(Fault("store.key_damaged", str(self.path))) from exc
        if len(key) != KEY_BYTES:
            raise StoreFaults(Fault("store.key_damaged", str(self.path)))
        return key

    def _made(self) -> bytes:
        """A new key in its file, whole or not at all, readable by its owner; another process may have been faster."""
        path = self.path
        if path is None:
            raise RuntimeError("a key without a file is made at once")
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".code-key-")  # 0600
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(KEY_BYTES) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
        made = self._read()
        if made is None:
            raise StoreFaults(Fault("store.key_missing", str(path)))
        return made
