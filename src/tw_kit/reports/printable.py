"""What of a participant's text can stand on paper: every word of it, and nothing that is not a word."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
MISSING = "□"  # where no font of the kit has the character
_BREAK_EVERY = 24  # letters; a longer run gets places where a line may end
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # no-break spaces stay: French needs them
_LONG_RUN = re.compile(rf"\S{{{_BREAK_EVERY + 1},}}")
# Explicit embeddings, overrides and isolates: they would turn the letters around them, even past their own text.
_BIDI_CONTROLS = frozenset(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
_TAG_LETTERS = range(0xE0000, 0xE0080)  # invisible letters, used to hide text in text


def printable(text: str) -> str:
    r"""The words of a text as one line, without control characters.

    Examples
    --------
    >>> printable("two\n lines\x00 and a \u202eturn")
    'two lines and a turn'
    """
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Cs":
            kept.append("�")
        elif char in _BIDI_CONTROLS or ord(char) in _TAG_LETTERS or (category == "Cc" and not char.isspace()):
            continue
        else:
            kept.append(char)
    return _SPACES.sub(" ", "".join(kept)).strip()


def capital(name: str) -> str:
    """A name as it begins a line; the rest of its letters stay as they are."""
    return name[:1].upper() + name[1:]


@cache
def _drawable() -> frozenset[int]:
    """Code points that the fonts of the kit can draw, and those that draw nothing."""
    from matplotlib.ft2font import FT2Font

    covered: set[int] = {0x20, 0xA0, 0x200B, 0x200C, 0x200D, 0x202F, 0xFE0E, 0xFE0F}
    for path in sorted(FONTS.glob("*.ttf")):
        covered |= FT2Font(str(path)).get_charmap().keys()
    return frozenset(covered)


def drawable(text: str) -> str:
    """A text for the PDF: a square where no font has the character, and breaks allowed in very long runs.

    HTML needs neither: a browser finds a font, and breaks long words by style.

    Examples
    --------
    >>> drawable("déjà 火")
    'déjà □'
    """
    known = _drawable()
    shown = "".join(char if char < "\x7f" or ord(char) in known else MISSING for char in text)
    return _LONG_RUN.sub(lambda run: _with_breaks(run.group()), shown)


def _with_breaks(run: str) -> str:
    return "\u200b".join(run[start : start + _BREAK_EVERY] for start in range(0, len(run), _BREAK_EVERY))
