"""All addresses of the server put together as one web application."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado import web

from tw_kit.app import Kit
from tw_kit.content import Content
from tw_kit.serve.assets import PREFIX, page_assets
from tw_kit.serve.handouts import handout_routes
from tw_kit.serve.pages import AssetFile, Health, Page, page_templates
from tw_kit.serve.people import Person
from tw_kit.serve.start import CodePage, Place, StartPage
from tw_kit.serve.workbook import workbook_routes
from tw_kit.sitting import Brake
from tw_kit.store import Store

if TYPE_CHECKING:
    from tw_kit.serve.embed import Workbooks


def make_application(
    kit: Kit,
    content: Content,
    store: Store,
    *,
    workbooks: Workbooks | None = None,
    people: Sequence[Person] = (),
    place: Place | None = None,
    command: str = "tw-kit",
) -> web.Application:
    """The web site.

    Parameters
    ----------
    kit : Kit
        What handouts are made with.
    content : Content
        The words of its pages.
    store : Store
        Knows the codes.
    workbooks : Workbooks or None
        None is a site without workbooks: Voila need not be imported to look at its other pages.
    people : sequence of Person
        Of a demo.
    place : Place or None
        None is the place of `kit`.
    command : str
        How the reader runs the kit, such as ``"uv run tw-kit"``.
    """
    assets = page_assets()
    routes: list[Any] = [
        (r"/", StartPage),
        (r"/code", CodePage, {"store": store, "wrong_codes": Brake()}),
        (r"/health", Health),
        (rf"{PREFIX}([\w.-]+)", AssetFile, {"assets": assets}),
        *handout_routes(kit, people),
    ]
    if workbooks is not None:
        routes += workbook_routes(workbooks, content, assets)
    return web.Application(
        routes,
        default_handler_class=Page,
        log_function=lambda handler: None,  # a page that a person opened is nobody's business
        compress_response=True,
        tw_content=content,
        tw_templates=page_templates(str(Path(__file__).parent / "templates")),
        tw_assets=assets,
        tw_place=place or Place.of(store),
        tw_command=command,
        **({} if workbooks is None else workbooks.application_settings),
    )
