"""Draw docs/handout.png, the picture in the README: the first page of a sample person's real handout.

`uv run python docs/picture.py`
"""

from __future__ import annotations

import json
from pathlib import Path

import typst

from tw_kit.content import packaged_content
from tw_kit.reports.exporter_pdf import TEMPLATE
from tw_kit.reports.handouts import build_handout
from tw_kit.reports.printable import FONTS
from tw_kit.reports.site import Site
from tw_kit.sample import grow_people

OUT = Path(__file__).parent / "handout.png"
PIXELS_PER_INCH = 100


def main() -> None:
    """Make the picture."""
    content = packaged_content()
    _, summary = next(iter(grow_people(content, seekers=1, employers=0, seed=1, language="en")))
    handout = build_handout(summary, content, Site(), "en").as_json()
    pages = typst.compile(
        TEMPLATE,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs={"handout": json.dumps(handout), "paper": "us-letter"},
    )
    OUT.write_bytes(pages[0] if isinstance(pages, list) else pages)


if __name__ == "__main__":
    main()
