"""The eight factors as one picture: what attracts and repels, what is asked, what is offered. Drawn as SVG.

Teal, solid and right of the line attracts; orange, hatched and left of it repels: never colour alone, and readable
in black and white. The picture holds numbers and content's words only, never a participant's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tw_kit.model import RATING_MAX, RATING_MIN
from tw_kit.reports.printable import FONTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ATTRACT, REPEL, INK, SOFT, TRACK = "#0b6470", "#a8430c", "#1d2b33", "#56646d", "#f1ece2"
MAGNET = "#7a5a00"
WIDTH_IN = 7.2  # inches: the text width of a Letter page with our margins
ROW_IN = 0.19
NAMES_IN, GAP_IN = 2.25, 0.18  # for the names at the left, and before each panel
DOT_IN = 2.25 / 72  # radius
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
def _prepared() -> None:
    """matplotlib, with our typeface and settings; imported only when something is drawn."""
    import matplotlib as mpl
    from matplotlib import font_manager

    for path in sorted(FONTS.glob("Atkinson*.ttf")):
        font_manager.fontManager.addfont(path)
    mpl.rcdefaults()  # nothing of the reader's own matplotlibrc
    mpl.rcParams.update(
        {
            "svg.fonttype": "none",  # text stays text: small, sharp, and read in the page's own typeface
            "svg.hashsalt": "tw-kit",  # same picture, same bytes
            "font.family": [FAMILY, "DejaVu Sans"],
            "font.size": 8.5,
            "hatch.linewidth": 1.4,
            "hatch.color": REPEL,
            "axes.linewidth": 0,
            "text.parse_math": False,  # a dollar sign in a name is a dollar sign
        }
    )


@dataclass(frozen=True, slots=True)
class _Panel:
    """Where a panel stands, in inches from the lower left corner of the picture, and what its x axis spans."""

    heading: str
    left: float
    width: float
    low: float
    high: float
    middles: tuple[float, ...]  # of the rows, from the first
    row: float  # height of one

    def x(self, value: float) -> float:
        """From the panel's scale to inches."""
        return self.left + self.width * (value - self.low) / (self.high - self.low)


# How each kind of shape is drawn, in the order in which they are laid over each other.
_HATCHED: dict[str, Any] = {"facecolor": "#ffffff", "edgecolor": REPEL, "hatch": "/////"}
_STYLES: dict[str, dict[str, Any]] = {
    "track": {"facecolor": TRACK, "linewidth": 0},
    "bar": {"facecolor": ATTRACT, "linewidth": 0},
    "bar_repels": {**_HATCHED, "linewidth": 0.9},
    "full": {"facecolor": ATTRACT, "edgecolor": ATTRACT, "linewidth": 1},
    "open": {"facecolor": "#ffffff", "edgecolor": ATTRACT, "linewidth": 1},
    "half": {"facecolor": ATTRACT, "linewidth": 0},
    "crossed": {"facecolor": "#ffffff", "edgecolor": SOFT, "linewidth": 0.8},
    "repels_full": {**_HATCHED, "linewidth": 1},
    "repels_open": {"facecolor": "#ffffff", "edgecolor": REPEL, "linewidth": 1},
    "axis": {"facecolor": "none", "edgecolor": INK, "linewidth": 1},
    "zero": {"facecolor": INK, "linewidth": 0},
}


class _Shapes:
    """Shapes by kind, in inches. A kind becomes one path: a fraction of the time and size of a patch for each."""

    def __init__(self) -> None:
        from matplotlib.path import Path

        self._path = Path
        self._points: dict[str, list[Any]] = {kind: [] for kind in _STYLES}
        self._codes: dict[str, list[Any]] = {kind: [] for kind in _STYLES}

    def box(self, kind: str, ends: Sequence[float], middle: float, height: float) -> None:
        left, right = sorted(ends)
        low, high = middle - height / 2, middle + height / 2
        self._points[kind] += [(left, low), (right, low), (right, high), (left, high), (left, low)]
        self._codes[kind] += [self._path.MOVETO, *[self._path.LINETO] * 3, self._path.CLOSEPOLY]

    def crossed(self, ends: Sequence[float], middle: float, height: float) -> None:
        self.box("crossed", ends, middle, height)
        left, right = sorted(ends)
        low, high = middle - height / 2, middle + height / 2
        self._points["crossed"] += [(left, low), (right, high), (left, high), (right, low)]
        self._codes["crossed"] += [self._path.MOVETO, self._path.LINETO] * 2

    def axis(self, x: float, low: float, high: float) -> None:
        self._points["axis"] += [(x, low), (x, high)]
        self._codes["axis"] += [self._path.MOVETO, self._path.LINETO]

    def dot(self, x: float, y: float) -> None:
        circle: Any = self._path.circle((x, y), DOT_IN)
        self._points["zero"] += [tuple(point) for point in circle.vertices]
        self._codes["zero"] += list(circle.codes)

    def draw(self, figure: Figure) -> None:
        from matplotlib.patches import PathPatch

        for kind, style in _STYLES.items():
            if self._points[kind]:
                path = self._path(self._points[kind], self._codes[kind])
                figure.add_artist(PathPatch(path, transform=figure.dpi_scale_trans, **style))


def _map_rows(panel: _Panel, rows: Sequence[Row], shapes: _Shapes) -> None:
    """Bars of the magnet map from -3 to 3; a rating of 0 is a dot, no rating an empty track."""
    for middle, row in zip(panel.middles, rows, strict=True):
        height = 0.56 * panel.row
        shapes.box("track", (panel.x(RATING_MIN), panel.x(RATING_MAX)), middle, height)
        if row.rating == 0:
            shapes.dot(panel.x(0), middle)
        elif row.rating is not None:
            kind = "bar" if row.rating > 0 else "bar_repels"
            shapes.box(kind, (panel.x(0), panel.x(row.rating)), middle, height)


def _squares(panel: _Panel, middle: float, step: int, marks: Sequence[str], shapes: _Shapes) -> None:
    """A row of small squares from the axis towards `step`."""
    for number, mark in enumerate(marks):
        centre = step * (number + 0.6)
        left, height = panel.x(centre - 0.37), 0.5 * panel.row
        if mark == "crossed":
            shapes.crossed((left, panel.x(centre + 0.37)), middle, height)
            continue
        shapes.box("open" if mark == "half" else mark, (left, panel.x(centre + 0.37)), middle, height)
        if mark == "half":
            shapes.box("half", (left, panel.x(centre)), middle, height)


def _ask_rows(panel: _Panel, rows: Sequence[Row], shapes: _Shapes) -> None:
    for middle, row in zip(panel.middles, rows, strict=True):
        _squares(panel, middle, 1, ["full"] * row.needs + ["open"] * row.wants, shapes)
        _squares(panel, middle, -1, ["repels_full"] * row.avoids + ["repels_open"] * row.rather_nots, shapes)


def _offer_rows(panel: _Panel, rows: Sequence[Row], shapes: _Shapes) -> None:
    for middle, row in zip(panel.middles, rows, strict=True):
        _squares(panel, middle, 1, ["full"] * row.yes + ["half"] * row.negotiable + ["crossed"] * row.no, shapes)


def _panels(
    rows: Sequence[Row], headings: Headings, middles: tuple[float, ...], row: float
) -> list[tuple[Callable[..., None], _Panel]]:
    """What is drawn side by side, each with its place: the magnet map only where there is one."""
    repels = max(1, *(row.rather_nots + row.avoids for row in rows)) + 0.4
    asks = max(3, *(row.needs + row.wants for row in rows)) + 0.4
    offers = max(3, *(row.yes + row.negotiable + row.no for row in rows)) + 0.4
    wanted: list[tuple[Callable[..., None], str, float, float, float]] = [
        (_ask_rows, headings.asks, 2.0, -repels, asks),
        (_offer_rows, headings.offers, 1.5, 0, offers),
    ]
    if any(row.rating is not None for row in rows):
        wanted.insert(0, (_map_rows, headings.map, 1.7, RATING_MIN - 0.1, RATING_MAX + 0.1))
    unit = (WIDTH_IN - NAMES_IN - GAP_IN * len(wanted)) / sum(width for _, _, width, _, _ in wanted)
    panels, left = [], NAMES_IN
    for draw, heading, width, low, high in wanted:
        panels.append((draw, _Panel(heading, left + GAP_IN, unit * width, low, high, middles, row)))
        left += GAP_IN + unit * width
    return panels


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
    _prepared()
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    height = ROW_IN * (len(rows) + 2.0)
    low, high = 0.02 * height, height - 1.45 * ROW_IN
    row_height = (high - low) / len(rows)
    middles = tuple(high - (number + 0.5) * row_height for number in range(len(rows)))
    figure = Figure(figsize=(WIDTH_IN, height))
    FigureCanvasSVG(figure)
    shapes = _Shapes()

    def write(x: float, y: float, text: str, side: str, level: str, **look: Any) -> None:
        look = {"color": INK} | look
        figure.text(x, y, text, ha=side, va=level, transform=figure.dpi_scale_trans, **look)

    for middle, row in zip(middles, rows, strict=True):
        write(0.25, middle, row.name, "left", "center")
        if row.magnet_rank is not None:
            write(0.03, middle, f"★{row.magnet_rank}", "left", "center", color=MAGNET, fontweight="bold", fontsize=8)
    for draw, panel in _panels(rows, headings, middles, row_height):
        draw(panel, rows, shapes)
        write(panel.left + panel.width / 2, 0.995 * height, panel.heading, "center", "top", fontweight="bold")
        if draw is not _offer_rows:
            zero, above = panel.x(0), high + 0.01
            shapes.axis(zero, low, high)
            write(zero - 0.06, above, f"◂ {headings.repels}", "right", "bottom", color=REPEL, fontsize=7)
            write(zero + 0.06, above, f"{headings.attracts} ▸", "left", "bottom", color=ATTRACT, fontsize=7)
    shapes.draw(figure)
    out = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    figure.savefig(out, format="svg", metadata=nothing, transparent=True)
    return _bare(out.getvalue())


def _bare(svg: str) -> str:
    """The element alone: no prolog, no metadata with outside addresses, and a size that its page decides."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return svg.strip()
