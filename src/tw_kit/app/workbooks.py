"""Workbook pages, and whose workbook a code opens."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from tw_kit.app.handouts import handout_bytes
from tw_kit.app.kit import kit_from, now, open_workbooks
from tw_kit.content import LANGUAGES, packaged_content
from tw_kit.environment import ASSETS
from tw_kit.errors import TwKitError
from tw_kit.model import Audience

if TYPE_CHECKING:
    from tw_kit.store import Store
    from tw_kit.widgets.workbook import WorkbookPage


def workbook_page(audience: str, environment: Mapping[str, str] = os.environ) -> WorkbookPage:
    """The workbook page of one side, to be the last line of a notebook's cell.

    Parameters
    ----------
    audience : str
        ``"work_seeker"`` or ``"employer"``.
    environment : mapping
        Says which content, data folder and database (`tw_kit.environment`), and, under Voila, what address the page
        was opened with.

    Returns
    -------
    WorkbookPage
        Always one: where it cannot work, it says why in both languages.
    """
    from tw_kit.sitting import Sitting, first_view, words_of
    from tw_kit.widgets.assets import asset_urls
    from tw_kit.widgets.workbook import WorkbookPage

    side = Audience(audience)
    is_page = environment.get("SERVER_SOFTWARE", "").startswith("voila")
    asked = parse_qs(environment.get("QUERY_STRING", "")).get("lang", [""])[0] if is_page else ""
    view = first_view(side, host="page" if is_page else "notebook", asked_language=asked)
    content, sitting, assets = packaged_content(), None, None
    try:
        kit = kit_from(environment)
        content = kit.content
        if prefix := environment.get(ASSETS):
            assets = asset_urls(prefix, content, side)
        sitting = Sitting(
            content=content,
            store=open_workbooks(kit),
            audience=side,
            view=view,
            now=lambda: now().astimezone(),  # the day of a handout is that of the place
            make_handout=partial(handout_bytes, kit),
            base_url=environment.get("VOILA_REQUEST_URL"),
        )
    except TwKitError as exc:
        view["trouble"] = {language: content.sentence(exc.faults[0], language) for language in LANGUAGES}
    return WorkbookPage(sitting, view=view, words=None if assets else words_of(content, side), assets=assets)


def side_of_code(store: Store, code: str) -> Audience:
    """Whose workbook a code opens: a work seeker's or an employer's.

    Raises
    ------
    StoreFaults
        If it opens none.
    """
    return Audience(store.export(store.open_workbook(code)).audience)
