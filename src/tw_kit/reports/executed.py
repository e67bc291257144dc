"""The handout that an executed notebook displayed, or a sentence that says why there is none."""

from __future__ import annotations

from typing import Any

from nbconvert.utils.exceptions import ConversionException
from nbformat.v4 import new_notebook

from tw_kit.content import LANGUAGES, load_content
from tw_kit.errors import Fault, HandoutFailed
from tw_kit.reports.blocks import MIME
from tw_kit.reports.settings import PrintSettings


class NotExported(HandoutFailed, ConversionException):
    """Raised by our exporters; `jupyter nbconvert` ends with its sentence."""

    def __str__(self) -> str:
        """What the person at nbconvert's command line is told."""
        chosen = PrintSettings.from_environment().language
        language = chosen if chosen in LANGUAGES else LANGUAGES[0]
        return " ".join(load_content().sentence(fault, language) for fault in self.faults)


def handout_of(notebook: Any) -> dict[str, Any]:
    """The last handout among the outputs of a notebook, as `Handout.as_json` made it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Raises
    ------
    NotExported
        If there is none.
    """
    for cell in reversed(notebook.cells):
        for output in reversed(cell.get("outputs", [])):
            found = output.get("data", {}).get(MIME)
            if found is not None:
                return dict(found)
    raise NotExported(Fault("handout.not_executed"))


def without_cells(notebook: Any) -> Any:
    """The notebook's head alone: nbconvert copies what it exports twice, and we read one output of it."""
    return new_notebook(metadata=notebook.metadata)
