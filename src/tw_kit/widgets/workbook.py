"""The workbook page as a widget: carries messages between a browser and a `Sitting`, and takes nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets as t
from ipywidgets import Layout

from tw_kit.sitting import Sitting
from tw_kit.widgets import front

_FETCHED = "export default { render() {} };\n"  # stands in for a module that the page fetches itself


class _NotSet(t.TraitError):
    """A browser tried to set a trait."""

    def _render_traceback_(self) -> list[str]:
        """What IPython sends to the browser of it: one line, and no path of this machine."""
        return [str(self)]


class _Refusing:
    """A widget whose traits no browser sets: mixed in before the widget's own class."""

    def set_state(self, sync_data: Any) -> None:
        """Refuse what a browser sets, without a word of what it was."""
        raise _NotSet("nothing on this page is set by a browser")


class _Fixed(_Refusing, Layout):  # type: ignore[misc]  # ipywidgets has no types
    """A layout as it is."""


class WorkbookPage(_Refusing, anywidget.AnyWidget):
    """One person at one workbook, in a notebook or on a page.

    Parameters
    ----------
    sitting : Sitting or None
        None where none could be made; `view` then says why.
    view : dict
        What the page reads first: `Sitting.first_view`, and ``trouble`` where there is some.
    words : dict
        See `tw_kit.sitting.words_of`; left out where `assets` says where they are.
    assets : dict
        Addresses of module, style and words (`tw_kit.widgets.assets.asset_urls`) where the page fetches them itself;
        empty where the widget carries them.

    Notes
    -----
    The browser sets nothing: everything it says is a message. docs/workbook.md.
    """

    _esm = t.Unicode().tag(sync=True)
    _css = t.Unicode().tag(sync=True)
    words = t.Dict().tag(sync=True)
    view = t.Dict().tag(sync=True)
    assets = t.Dict().tag(sync=True)

    def __init__(
        self,
        sitting: Sitting | None,
        *,
        view: Mapping[str, Any],
        words: Mapping[str, Any] | None = None,
        assets: Mapping[str, str] | None = None,
    ) -> None:
        self._sitting = sitting
        self._later: set[asyncio.Task[None]] = set()
        super().__init__(
            _esm=_FETCHED if assets else front.module(),
            _css="" if assets else front.style_with_typeface(),
            words=dict(words or {}),
            view=dict(view),
            assets=dict(assets or {}),
            layout=_Fixed(),
        )
        self.on_msg(self._heard)

    def _heard(self, widget: Any, message: Any, buffers: Any) -> None:
        if not (isinstance(message, Mapping) and message.get("type") == "handout"):
            self.send(self._answer(message))
            return
        task = asyncio.get_running_loop().create_task(self._answer_later(message))
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    def _answer(self, message: Any) -> dict[str, Any]:
        if self._sitting is not None:
            return self._sitting.answer(message)
        number = message.get("id") if isinstance(message, Mapping) else None
        return {"id": number, "type": "failed", "sentence": self.view["trouble"]}

    async def _answer_later(self, message: Any) -> None:
        """A handout takes seconds: answers are saved meanwhile."""
        self.send(await asyncio.to_thread(self._answer, message))
