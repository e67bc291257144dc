"""papermill engine `tw-kit`: runs a notebook's cells in this very process, in an IPython shell.

A kernel process with its sockets, polls and start-up costs more than a handout does. Here the process *is* the
isolation: `press` forks one for each person from a warmed one, so that no two people's data are ever in the same
memory, and it ends when that person's handouts are written.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from typing import Any

from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_output
from traitlets.config import Config


@cache
def shell() -> InteractiveShell:
    """The one shell of this process: without history, without the user's profile, without colours."""
    config = Config()
    config.HistoryManager.enabled = False  # writes what was run to disk, from a thread of its own
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Minimal"
    folder = tempfile.mkdtemp(prefix="tw-kit-shell-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return InteractiveShell.instance(config=config, ipython_dir=folder)


@cache
def _engine() -> Any:
    from papermill.engines import Engine

    class InProcessEngine(Engine):  # type: ignore[misc]  # papermill has no types
        """Executes cells one after the other and records their outputs, as a kernel would."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> None:
            """Run all cells of a notebook under papermill's manager.

            Raises
            ------
            Exception
                Whatever a cell raised; the cells after it do not run.
            """
            _run_all(nb_man)

    return InProcessEngine


def __getattr__(name: str) -> Any:
    """`InProcessEngine`, made when papermill asks for it: it loads this module while it is itself being imported."""
    if name == "InProcessEngine":
        return _engine()
    raise AttributeError(name)


def _run_all(nb_man: Any) -> None:
    running = shell()
    running.reset(new_session=True)
    for index, cell in enumerate(nb_man.nb.cells):
        if cell.cell_type != "code":
            continue
        nb_man.cell_start(cell, index)
        cell.execution_count = index + 1
        stopped = _run(running, cell)
        if stopped is not None:
            nb_man.cell_exception(cell, index, exception=stopped)
            raise stopped
        nb_man.cell_complete(cell, index)


def _run(running: InteractiveShell, cell: Any) -> BaseException | None:
    """One cell: its outputs are recorded in it; what it raised is returned."""
    last: list[dict[str, Any]] = []
    running.display_trap.hook = CapturingDisplayHook(running, last)
    with capture_output() as captured:
        result = running.run_cell(cell.source, store_history=False)
    cell.outputs = [new_output("display_data", shown.data, metadata=shown.metadata) for shown in captured.outputs]
    cell.outputs += [
        new_output("execute_result", shown["data"], metadata=shown["metadata"], execution_count=cell.execution_count)
        for shown in last
    ]
    error: BaseException | None = result.error_before_exec or result.error_in_exec
    return error
