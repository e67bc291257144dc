"""The handout that an executed notebook displayed."""

from __future__ import annotations

from typing import Any

from tw_kit.errors import Fault, HandoutFailed
from tw_kit.reports.blocks import MIME


def handout_of(notebook: Any) -> dict[str, Any]:
    """The last handout among the outputs of a notebook, as `Handout.as_json` made it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Raises
    ------
    HandoutFailed
        If there is none.
    """
    for cell in reversed(notebook.cells):
        for output in reversed(cell.get("outputs", [])):
            found = output.get("data", {}).get(MIME)
            if found is not None:
                return dict(found)
    raise HandoutFailed(Fault("handout.not_executed"))
