"""nbconvert exporter `tw-pdf`: an executed handout notebook as a tagged PDF (PDF/UA-1), by Typst.

Typst refuses to write a PDF/UA-1 file with a picture without alt text, a table without headers or a document without
title: so the standard is enforced, not hoped for. The handout travels as JSON, so no text can become markup.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters import Exporter
from traitlets import Enum, default

from tw_kit.errors import Fault
from tw_kit.reports.executed import NotExported, handout_of, without_cells
from tw_kit.reports.printable import FONTS, drawable

TEMPLATE = Path(__file__).parent / "templates" / "handout.typ"
PAPERS = ("us-letter", "a4")


def _drawable(record: Any, *, key: str = "") -> Any:
    """The same record with every text such that our fonts can draw it; the kit's own drawing stays as it is."""
    if isinstance(record, str):
        return record if key == "svg" else drawable(record)
    if isinstance(record, dict):
        return {name: _drawable(value, key=name) for name, value in record.items()}
    if isinstance(record, list | tuple):
        return [_drawable(value) for value in record]
    return record


class HandoutPDFExporter(Exporter):
    """Exports a notebook that displayed a handout; cells, code and other outputs are left out."""

    export_from_notebook = "Handout (PDF)"
    output_mimetype = "application/pdf"
    paper = Enum(["", *PAPERS], "", help="us-letter or a4; empty for what the site's own file says").tag(config=True)

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[str]:
        return []  # nbconvert's own work on cells, and no cell is shown

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]  # bytes here: as nbconvert’s own PDF exporter does
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF, and nbconvert's resources.

        Raises
        ------
        NotExported
            If the notebook holds no handout, or Typst refuses the document.
        """
        _, resources = super().from_notebook_node(without_cells(nb), resources, **kw)
        return pdf_of(handout_of(nb), self.paper), resources


@cache
def fonts() -> typst.Fonts:
    """The kit's own typefaces and no others: the same page on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def pdf_of(handout: dict[str, Any], paper: str = "") -> bytes:
    """A handout as PDF/UA-1: the same handout gives the same bytes.

    Parameters
    ----------
    handout : dict
        As `Handout.as_json` makes it.
    paper : str
        ``"us-letter"`` or ``"a4"``; where it is empty the handout says, and Letter where it says nothing.

    Raises
    ------
    NotExported
        If Typst refuses it.
    """
    record = _drawable(handout)
    try:
        made = typst.compile(
            TEMPLATE,
            font_paths=fonts(),
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"handout": json.dumps(record), "paper": paper or str(record.get("paper", PAPERS[0]))},
            timestamp=0,
        )
    except typst.TypstError as exc:
        raise NotExported(Fault("handout.pdf_refused", "", {"reason": str(exc)[:300]})) from exc
    return bytes(made)
