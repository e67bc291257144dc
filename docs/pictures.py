"""Draw the pictures of the README from the real thing: `uv run python -m docs.pictures` with Chromium installed.

- docs/handout.png: the first page of a sample person's handout.
- docs/workbook.png: three screens of a workbook as an invented person fills it, on a phone.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import typst
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import launched
from tests.workbooks.person import Person
from tw_kit.content import packaged_content
from tw_kit.model import Audience
from tw_kit.reports.exporter_pdf import TEMPLATE
from tw_kit.reports.handouts import build_handout
from tw_kit.reports.printable import FONTS
from tw_kit.reports.site import Site
from tw_kit.sample import grow_people

HERE = Path(__file__).parent
PIXELS_PER_INCH = 100
PHONE = {"width": 390, "height": 760}
GAP = 24  # pixels between phones
GROUND = "#e9e4da"


def handout() -> bytes:
    """The first page of a handout, as PNG."""
    content = packaged_content()
    _, summary = next(iter(grow_people(content, seekers=1, employers=0, seed=1, language="en")))
    made = build_handout(summary, content, Site(), "en").as_json()
    pages = typst.compile(
        TEMPLATE,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs={"handout": json.dumps(made), "paper": "us-letter"},
    )
    return pages[0] if isinstance(pages, list) else pages


def screens(browser: Browser, url: str, audience: Audience, language: str, wanted: list[str]) -> list[Image.Image]:
    """What stands on a phone when its owner comes to the screens of these headings, and at the end."""
    context = browser.new_context(viewport=PHONE, locale=f"{language}-CA", has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{url}workbook/{audience.value}?lang={language}")
    page.wait_for_selector(".tw-workbook h1")
    person = Person(page, packaged_content(), audience, language, "touch")
    taken: dict[str, Image.Image] = {}

    def look(number: int) -> None:
        heading = person.heading
        if heading in wanted or person.is_shown("result.heading"):
            page.wait_for_timeout(600)
            taken[heading] = Image.open(io.BytesIO(page.screenshot()))

    person.begin()
    person.fill(look)
    context.close()
    return list(taken.values())


def workbook() -> Image.Image:
    """Three screens side by side."""
    content = packaged_content()
    command = [str(Path(sys.executable).parent / "tw-kit"), "serve", "--no-browser", "--port", "0", "--data"]
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        browser = launched(playwright)
        if browser is None:
            raise SystemExit("no Chromium found")
        with subprocess.Popen([*command, data], stdout=subprocess.PIPE, text=True) as server:  # noqa: S603  # our own command
            assert server.stdout is not None  # noqa: S101  # for the type
            url = next(line.split()[1] for line in server.stdout if line.startswith("ready "))
            ask = content.statements["wa_shifts_ahead"].ask.en
            evidence = content.statements["wc_plain_talk"].offer.en
            seeker = screens(browser, url, Audience.WORK_SEEKER, "en", [ask])
            employer = screens(browser, url, Audience.EMPLOYER, "en", [evidence])
            result = screens(browser, url, Audience.WORK_SEEKER, "fr", [])
            server.terminate()
    shown = [seeker[0], employer[0], *result]
    whole = Image.new("RGB", ((PHONE["width"] + GAP) * len(shown) + GAP, PHONE["height"] + 2 * GAP), GROUND)
    for number, each in enumerate(shown):
        whole.paste(each, (GAP + number * (PHONE["width"] + GAP), GAP))
    return whole.quantize(128)


def main() -> None:
    """Make both pictures."""
    (HERE / "handout.png").write_bytes(handout())
    workbook().save(HERE / "workbook.png", optimize=True)


if __name__ == "__main__":
    main()
