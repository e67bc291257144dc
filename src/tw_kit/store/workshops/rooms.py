"""Room codes: seven letters on the wall that find a room, and open nothing else.

Nineteen letters that are told apart at a distance, without vowels, so that hardly a word comes out; what still might
be read as one is left out by a list. Drawn by the system's generator for secrets: 29 bits at the least.
"""

from __future__ import annotations

import secrets
from functools import lru_cache

from tw_kit.content.load import PACKAGED
from tw_kit.errors import Fault, StoreFaults

LETTERS = "BCDFGHJKLMNPRSTVWXZ"  # no vowels, no Y; Q looks like O and G
LENGTH = 7
_TYPED_MAX = 40  # characters that someone may type


@lru_cache(maxsize=1)
def rude_runs() -> tuple[str, ...]:
    """Runs of letters that no room code holds."""
    lines = (PACKAGED / "codes" / "rude.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def new_room_code() -> str:
    """A new room code, such as ``"KMTRVXB"``; not looked up anywhere."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if not any(run in code for run in rude_runs()):
            return code


def room_as_written(code: str) -> str:
    """A room code as it is shown, in two groups.

    Examples
    --------
    >>> room_as_written("KMTRVXB")
    'KMT-RVXB'
    """
    return f"{code[:3]}-{code[3:]}"


def checked_room(typed: str) -> str:
    """The room code that a person typed, however they typed it.

    Raises
    ------
    StoreFaults
        If it cannot be one. The fault does not repeat it.

    Examples
    --------
    >>> checked_room(" kmt-rvxb ")
    'KMTRVXB'
    """
    code = "".join(letter for letter in typed[:_TYPED_MAX].upper() if letter.isalnum())
    if len(typed) > _TYPED_MAX or len(code) != LENGTH or not set(code) <= set(LETTERS):
        raise StoreFaults(Fault("live.room_shape"))
    return code
