"""A handout as its readers' programs see it: an HTML page in pieces, a PDF with its tags."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from pypdf import PdfReader

from tw_kit.reports.blocks import MIME, Handout
from tw_kit.reports.exporter_html import HandoutHTMLExporter

EMPTY = frozenset({"meta", "br", "hr", "img", "link", "input"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    inside: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    def all(self, *tags: str) -> list[Element]:
        """Elements inside with one of these tags, in the order of the page; all without tags."""
        found = []
        for each in self.inside:
            if isinstance(each, Element):
                if not tags or each.tag in tags:
                    found.append(each)
                found += each.all(*tags)
        return found

    @property
    def shape(self) -> Any:
        """The element without words."""
        return (self.tag, self.attributes, [each.shape for each in self.inside if isinstance(each, Element)])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice in <{tag}>"
        element = Element(tag, dict(attrs))
        self.open[-1].inside.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def read_html(text: str) -> Element:
    """The page; every tag must be closed in its place, and there are no comments or instructions."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root], f"not closed: {[each.tag for each in reader.open]}"
    assert reader.others == []
    (page,) = (each for each in reader.root.inside if isinstance(each, Element))
    return page


@dataclass
class Tag:
    """A structure element of a PDF."""

    kind: str
    record: Any


class Pdf:
    """What a screen reader finds in a PDF."""

    def __init__(self, path: Path) -> None:
        self.reader = PdfReader(path)
        self.root = self.reader.trailer["/Root"]

    @property
    def xmp(self) -> str:
        return str(self.root["/Metadata"].get_object().get_data().decode("utf-8"))

    @property
    def tags(self) -> list[Tag]:
        found: list[Tag] = []

        def walk(node: Any) -> None:
            node = node.get_object() if hasattr(node, "get_object") else node
            if isinstance(node, list):
                for each in node:
                    walk(each)
            elif isinstance(node, dict):
                if "/S" in node:
                    found.append(Tag(str(node["/S"]).removeprefix("/"), node))
                walk(node.get("/K"))

        walk(self.root["/StructTreeRoot"]["/K"])
        return found

    @property
    def text(self) -> str:
        """Its words, with one space between them."""
        return " ".join(self.text_of_page(number) for number in range(len(self.reader.pages)))

    def text_of_page(self, number: int) -> str:
        return " ".join(self.reader.pages[number].extract_text().split())


def executed(handout: Handout) -> Any:
    """A notebook that displayed this handout."""
    data = {MIME: json.loads(json.dumps(handout.as_json())), "text/plain": handout.title}
    output = nbformat.v4.new_output("execute_result", data, execution_count=1)
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("show", outputs=[output], id="handout")])


def html_of(handout: Handout) -> str:
    return HandoutHTMLExporter().from_notebook_node(executed(handout))[0]
