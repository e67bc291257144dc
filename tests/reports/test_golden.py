"""Whole pages as a person last read and approved them. To write them anew, and then read what changed:

TW_KIT_REWRITE_GOLDEN=1 pytest tests/reports/test_golden.py
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import pytest

from tests.reports.pages import html_of
from tw_kit.content import LANGUAGES, Content
from tw_kit.reports.handouts import build_handout
from tw_kit.reports.site import Site
from tw_kit.store import read_summary

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = ("work_seeker", "employer")
REWRITE = "TW_KIT_REWRITE_GOLDEN"
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def readable(page: str) -> str:
    """The page without its style sheet, and with the words of the picture in place of its drawing.

    The style is a file of its own. How matplotlib writes a line differs from version to version; test_chart.py looks
    at the drawing.
    """
    page = STYLE.sub("<style></style>", page, count=1)
    return SVG.sub(lambda svg: "\n".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg.group())), page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_page_is_as_it_was_approved(case: str, language: str, content: Content):
    summary = read_summary(GOLDEN / f"{case}.json", content)
    page = readable(html_of(build_handout(summary, content, Site(), language)))
    approved = GOLDEN / f"{case}.{language}.html"
    if os.environ.get(REWRITE) == "1":
        approved.write_text(page, encoding="utf-8")
        pytest.skip(f"{approved.name} is written; read what changed before you commit it")
    was = approved.read_text(encoding="utf-8")
    changes = "\n".join(
        list(difflib.unified_diff(was.splitlines(), page.splitlines(), "approved", "now", lineterm=""))[:40]
    )
    assert page == was, f"{approved.name} differs; if it should: {REWRITE}=1\n{changes}"
