"""The eight factors as one picture: what attracts and repels, what is asked, what is offered. Drawn as SVG.

Teal, solid and right of the line attracts; orange, hatched and left of it repels: never colour alone, and readable
in black and white. The picture holds numbers and content's words only, never a participant's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tw_kit.model import RATING_MAX, RATING_MIN
from tw_kit.reports.printable import FONTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ATTRACT, REPEL, INK, SOFT, LINE, TRACK = "#0b6470", "#a8430c", "#1d2b33", "#56646d", "#d9d2c5", "#f1ece2"
MAGNET = "#7a5a00"
WIDTH_IN = 7.2  # inches: the text width of a Letter page with our margins
ROW_IN = 0.19
FAMILY = "Atkinson Hyperlegible Next"


@dataclass(frozen=True, slots=True)
class Row:
    """One factor in the picture.

    Parameters
    ----------
    name : str
    magnet_rank : int or None
        1 to 3.
    rating : int or None
        Of the magnet map, -3 to 3 steps; None when not rated.
    needs, wants, rather_nots, avoids : int
        Asks at each level.
    yes, negotiable, no : int
        Offers at each level.
    """

    name: str
    magnet_rank: int | None
    rating: int | None
    needs: int
    wants: int
    rather_nots: int
    avoids: int
    yes: int
    negotiable: int
    no: int


@dataclass(frozen=True, slots=True)
class Headings:
    """The words over each panel."""

    map: str
    asks: str
    offers: str
    repels: str
    attracts: str


@cache
def _prepared() -> Any:
    """matplotlib, with our typeface and settings; imported only when something is drawn."""
    import matplotlib as mpl
    from matplotlib import font_manager

    for path in sorted(FONTS.glob("Atkinson*.ttf")):
        font_manager.fontManager.addfont(path)
    mpl.rcParams.update(
        {
            "svg.fonttype": "none",  # text stays text: small, sharp, and read in the page's own typeface
            "svg.hashsalt": "tw-kit",  # same picture, same bytes
            "font.family": [FAMILY, "DejaVu Sans"],
            "font.size": 8.5,
            "hatch.linewidth": 1.4,
            "hatch.color": REPEL,
            "axes.linewidth": 0,
        }
    )
    return mpl


def _map_panel(axes: Axes, rows: Sequence[Row]) -> None:
    """Bars of the magnet map from -3 to 3."""
    axes.set_xlim(RATING_MIN - 0.1, RATING_MAX + 0.1)
    for y, row in enumerate(rows):
        axes.barh(y, RATING_MAX - RATING_MIN, left=RATING_MIN, height=0.56, color=TRACK, zorder=1)
        if row.rating is None:
            continue
        if row.rating > 0:
            axes.barh(y, row.rating, height=0.56, color=ATTRACT, zorder=2)
        elif row.rating < 0:
            style: dict[str, Any] = {"facecolor": "#ffffff", "edgecolor": REPEL, "hatch": "/////", "linewidth": 0.9}
            axes.barh(y, row.rating, height=0.56, zorder=2, **style)
        else:
            axes.plot([0], [y], marker="o", markersize=4.5, color=INK, zorder=4)
    axes.axvline(0, color=INK, linewidth=1, zorder=3)


def _squares(axes: Axes, y: int, start: float, step: int, marks: Sequence[str]) -> None:
    """A row of small squares from `start`, towards `step`: filled, open, half or hatched."""
    for number, mark in enumerate(marks):
        x = start + step * (number + 0.5)
        colour = REPEL if mark.startswith("repel") else ATTRACT
        box: dict[str, Any] = {"width": 0.74, "left": x - 0.37, "height": 0.5, "linewidth": 1.0, "zorder": 2}
        if mark.endswith("strong"):
            box |= {"facecolor": "#ffffff", "hatch": "/////"} if mark.startswith("repel") else {"facecolor": colour}
            axes.barh(y, edgecolor=colour, **box)
        else:
            axes.barh(y, facecolor="#ffffff", edgecolor=colour, **box)
        if mark == "half":
            axes.barh(y, 0.37, left=x - 0.37, height=0.5, color=ATTRACT, zorder=3)


def _ask_panel(axes: Axes, rows: Sequence[Row]) -> None:
    left = max(1, *(row.rather_nots + row.avoids for row in rows))
    right = max(1, *(row.needs + row.wants for row in rows))
    axes.set_xlim(-left - 0.4, max(right, 3) + 0.4)
    for y, row in enumerate(rows):
        _squares(axes, y, 0.1, 1, ["strong"] * row.needs + ["weak"] * row.wants)
        _squares(axes, y, -0.1, -1, ["repel strong"] * row.avoids + ["repel weak"] * row.rather_nots)
    axes.axvline(0, color=INK, linewidth=1, zorder=3)


def _offer_panel(axes: Axes, rows: Sequence[Row]) -> None:
    axes.set_xlim(0, max(3, *(row.yes + row.negotiable for row in rows)) + 0.4)
    for y, row in enumerate(rows):
        _squares(axes, y, 0.1, 1, ["strong"] * row.yes + ["half"] * row.negotiable)


def factor_picture(rows: Sequence[Row], headings: Headings) -> str:
    """All factors, one row each, in up to three panels; the panel of the magnet map only where one was made.

    Parameters
    ----------
    rows : sequence of Row
        In content order.
    headings : Headings

    Returns
    -------
    str
        One ``<svg>`` element without prolog, script, outside address or date: the same rows give the same text.
    """
    mpl = _prepared()
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    has_map = any(row.rating is not None for row in rows)
    panels: list[tuple[str, Any, float]] = [(headings.asks, _ask_panel, 2.0), (headings.offers, _offer_panel, 1.5)]
    if has_map:
        panels.insert(0, (headings.map, _map_panel, 1.7))
    figure = Figure(figsize=(WIDTH_IN, ROW_IN * (len(rows) + 2.0)))
    FigureCanvasSVG(figure)
    name_width = 2.25 / WIDTH_IN
    top, bottom, gap = 1 - 1.45 * ROW_IN / figure.get_figheight(), 0.02, 0.025
    unit = (1 - name_width - gap * len(panels)) / sum(width for _, _, width in panels)
    x = name_width
    for number, (heading, draw, width) in enumerate(panels):
        axes = figure.add_axes((x + gap, bottom, unit * width, top - bottom))
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.axis("off")
        draw(axes, rows)
        middle = x + gap + unit * width / 2
        figure.text(middle, 0.995, heading, ha="center", va="top", color=INK, fontweight="bold")
        if draw is not _offer_panel:
            y = top + 0.006
            zero = axes.transData.transform((0, 0))[0] / figure.bbox.width
            figure.text(zero - 0.008, y, f"◂ {headings.repels}", ha="right", va="bottom", color=REPEL, fontsize=7)
            figure.text(zero + 0.008, y, f"{headings.attracts} ▸", ha="left", va="bottom", color=ATTRACT, fontsize=7)
        if number == 0:
            for y, row in enumerate(rows):
                at = axes.transData.transform((0, y))[1] / figure.bbox.height
                figure.text(0.035, at, row.name, ha="left", va="center", color=INK)
                if row.magnet_rank is not None:
                    weight: dict[str, Any] = {"fontweight": "bold", "color": MAGNET}
                    figure.text(0.004, at, f"★{row.magnet_rank}", ha="left", va="center", fontsize=8, **weight)
        x += gap + unit * width
    out = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with mpl.rc_context():
        figure.savefig(out, format="svg", metadata=nothing, transparent=True)
    return _bare(out.getvalue())


def _bare(svg: str) -> str:
    """The element alone: no prolog, no metadata with outside addresses, and a size that its page decides."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return svg.strip()
