"""nbconvert exporter `tw-html`: an executed handout notebook as one HTML file that asks nothing of any network."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from traitlets import default

from tw_kit.content import LOCALES
from tw_kit.reports.executed import handout_of, without_cells
from tw_kit.reports.printable import FONTS

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _style() -> Markup:
    """The style sheet with our typeface inside, so that the page looks the same without a network."""
    css = (TEMPLATES / "tw_handout" / "handout.css").read_text(encoding="utf-8")
    font = base64.b64encode((FONTS / "AtkinsonHyperlegibleNext.woff2").read_bytes()).decode("ascii")
    face = (
        '@font-face { font-family: "Atkinson Hyperlegible Next"; font-weight: 200 800; '
        f'src: url(data:font/woff2;base64,{font}) format("woff2"); }}\n'
    )
    return Markup(face + css)  # noqa: S704  # the kit's own files


def _drawn(svg: str) -> Markup:
    """A picture that the kit drew itself; anything else in a handout is escaped."""
    return Markup(svg)  # noqa: S704


class HandoutHTMLExporter(TemplateExporter):
    """Exports a notebook that displayed a handout; cells, code and other outputs are left out."""

    export_from_notebook = "Handout (HTML)"
    output_mimetype = "text/html"

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[str]:
        return []  # nbconvert's own work on cells, and no cell is shown

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "tw_handout"

    @default("template_file")
    def _template_file_default(self) -> str:
        return "handout.html.j2"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]  # nbconvert’s
        environment.autoescape = True  # every word of a participant is hostile until escaped
        environment.trim_blocks = environment.lstrip_blocks = True
        environment.filters["drawn"] = _drawn
        # nbconvert itself knows two-letter languages only
        environment.globals["locale"] = LOCALES.__getitem__
        return environment

    def from_notebook_node(  # type: ignore[override]  # text here, as nbconvert’s own template exporter does
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page, and nbconvert's resources.

        Raises
        ------
        NotExported
            If the notebook holds no handout: it was not executed, or is another notebook.
        """
        resources = self._init_resources(resources or {})  # type: ignore[no-untyped-call]  # nbconvert’s
        resources["handout"], resources["style"] = handout_of(nb), _style()
        html, resources = super().from_notebook_node(without_cells(nb), resources, **kw)
        return html, resources
