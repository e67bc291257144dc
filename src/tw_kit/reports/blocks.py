"""A handout as data: a title and a list of blocks. Builders make it, exporters draw it; it holds no markup.

Every text in it is plain: the HTML template escapes it, and Typst receives it as JSON strings, so a participant's
words can never become markup. The one exception is `Picture.svg`, which the kit draws itself from numbers and
content.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

MIME = "application/vnd.tw-kit.handout+json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, with the words of its owner beneath it where there are some.

    Parameters
    ----------
    text : str
    tag : str
        A short label before it, such as the factor; may be empty.
    own_words : str
        Quoted, in the language the person wrote; may be empty.
    """

    text: str
    tag: str = ""
    own_words: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A headed list; `style` is ``"lead"`` (large, numbered), ``"plain"`` or ``"numbered"``."""

    kind: ClassVar[str] = "lines"
    heading: str
    lines: tuple[Line, ...]
    style: str = "plain"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two headed lists side by side where there is room."""

    kind: ClassVar[str] = "pair"
    left: Lines
    right: Lines


@dataclass(frozen=True, slots=True)
class Callout:
    """The one thing to do, or room to write it by hand when `text` is empty."""

    kind: ClassVar[str] = "callout"
    label: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, what it shows in words, and the same facts as a table."""

    kind: ClassVar[str] = "picture"
    heading: str
    svg: str
    alt: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    slide: str = ""  # said on screens that are too narrow for it


@dataclass(frozen=True, slots=True)
class Group:
    """Some lines under a small heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """Small print: many answers, grouped, in columns where there is room."""

    kind: ClassVar[str] = "groups"
    heading: str
    groups: tuple[Group, ...]
    note: str = ""
    cut_here: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A heading and short paragraphs."""

    kind: ClassVar[str] = "note"
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes side by side where there is room."""

    kind: ClassVar[str] = "notes"
    notes: tuple[Note, ...]


Block = Lines | Pair | Callout | Picture | Groups | Note | Notes


@dataclass(frozen=True, slots=True)
class Handout:
    """What is printed for one person in one language.

    Parameters
    ----------
    title : str
    overline : str
        Above the title: what this page is, and its date.
    language, words_language : str
        ``"en"`` or ``"fr"``: of the page, and of its owner's own words.
    blocks : tuple of Block
    footer : str
    date : tuple of int
        Year, month, day: the document's date, so that the same input gives the same bytes.
    page_of : str
        "Page {page} of {pages}", for the exporter to fill.
    dense : bool
        Whether the page has more to say than most, and is set smaller on paper.
    """

    title: str
    overline: str
    language: str
    words_language: str
    blocks: tuple[Block, ...]
    footer: str
    date: tuple[int, int, int]
    page_of: str
    dense: bool = False

    def as_json(self) -> dict[str, Any]:
        """The handout as plain lists and dicts, each block with its `kind`."""
        record = asdict(self)
        for block, made in zip(self.blocks, record["blocks"], strict=True):
            made["kind"] = block.kind
        record["version"] = VERSION
        return record
