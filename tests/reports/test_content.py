"""Handouts in the words of another programme: its own content folder, and one that cannot be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.reports.conftest import Printed
from tests.reports.pages import Pdf, read_html
from tw_kit.content import Content
from tw_kit.reports.press import make_handouts, make_invitation


@pytest.fixture
def own(content: Content, tmp_path: Path) -> Path:
    """A copy of the kit's content with another title."""
    folder = shutil.copytree(content.folder, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    texts = folder / "texts" / "handout.yaml"
    title = content.text("handout.seeker_title", "en")
    assert title in texts.read_text(encoding="utf-8")
    texts.write_text(texts.read_text(encoding="utf-8").replace(title, "What Anna wants <i>most</i>"), encoding="utf-8")
    return folder


def test_a_programme_may_bring_its_own_words(press, printed: Printed, own: Path, tmp_path: Path):
    source = printed.sources / "work_seeker_001.json"
    (made,) = make_handouts([source], tmp_path, languages=["en"], content=own, press=press)
    assert made.faults == ()
    page = read_html((tmp_path / "work_seeker_001.en.html").read_text(encoding="utf-8"))
    assert page.all("h1")[0].text == "What Anna wants <i>most</i>"
    assert "What Anna wants <i>most</i>" in Pdf(tmp_path / "work_seeker_001.en.pdf").text


def test_content_that_cannot_be_used_is_told_for_each_person_and_makes_nothing(press, printed: Printed, own: Path):
    (own / "texts" / "handout.yaml").write_text("handout.step: {en: One step}\n", encoding="utf-8")
    out = own.parent / "out"
    out.mkdir()
    sources = sorted(printed.sources.iterdir())[:2]
    made = make_handouts(sources, out, content=own, press=press)
    assert all({fault.message for fault in each.faults} >= {"content.translation_missing"} for each in made)
    assert make_invitation(out, content=own, press=press).faults
    assert list(out.iterdir()) == []
