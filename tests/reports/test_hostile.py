"""Whatever a person writes changes nothing on a page but the words."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports.hostile import HARMLESS, HOSTILE, LONG, WORD, with_words
from tests.reports.pages import Pdf, html_of, read_html
from tw_kit.content import LANGUAGES, load_content
from tw_kit.model import Audience, Summary
from tw_kit.reports.exporter_pdf import pdf_of
from tw_kit.reports.handouts import build_handout
from tw_kit.reports.press import Press, make_handouts
from tw_kit.reports.printable import printable
from tw_kit.reports.site import Site
from tw_kit.sample import grow_people
from tw_kit.store import read_summary, summary_json

SIDES = {Audience.WORK_SEEKER: "work_seeker_001", Audience.EMPLOYER: "employer_001"}


def as_file(summary: Summary, words: str, path: Path) -> None:
    """A summary file as another program might write it, with half characters as escapes."""
    marked = json.loads(summary_json(with_words(summary, WORD)))
    marked["person"] = words[:80]

    def filled(record: Any) -> Any:
        if isinstance(record, dict):
            return {key: filled(value) for key, value in record.items()}
        if isinstance(record, list):
            return [filled(value) for value in record]
        return words if record == WORD else record

    path.write_text(json.dumps(filled(marked), ensure_ascii=True), encoding="ascii")


@pytest.fixture(scope="module")
def made(press: Press, people: dict[str, Summary], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work seeker for each hostile text, an employer for every fourth, and both with harmless words."""
    sources, out = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("made")
    for number, (name, words) in enumerate({"harmless": HARMLESS, **HOSTILE}.items()):
        as_file(people[SIDES[Audience.WORK_SEEKER]], words, sources / f"{name}.work_seeker.json")
        if number % 4 == 0 and name not in LONG:
            as_file(people[SIDES[Audience.EMPLOYER]], words, sources / f"{name}.employer.json")
    results = make_handouts(sorted(sources.iterdir()), out, press=press)
    assert {made.source.stem: made.faults for made in results if made.faults} == {}
    return out


def stems(made: Path) -> list[tuple[str, str, str]]:
    """Name of the text, side, language."""
    found = [path.name.split(".") for path in sorted(made.glob("*.html"))]
    return [(name, side, language) for name, side, language, _ in found]


def test_all_are_made(made):
    assert len(stems(made)) >= len(HOSTILE) * len(LANGUAGES)
    assert len(list(made.glob("*.pdf"))) == len(stems(made))


def test_nothing_of_the_page_changes_but_the_words(made):
    for name, side, language in stems(made):
        page = read_html((made / f"{name}.{side}.{language}.html").read_text(encoding="utf-8"))
        usual = read_html((made / f"harmless.{side}.{language}.html").read_text(encoding="utf-8"))
        assert page.shape == usual.shape, (name, side, language)


def test_the_words_are_all_there(made):
    for name, side, language in stems(made):
        words = HARMLESS if name == "harmless" else HOSTILE[name]
        words = printable(words)
        page = read_html((made / f"{name}.{side}.{language}.html").read_text(encoding="utf-8"))
        usual = read_html((made / f"harmless.{side}.{language}.html").read_text(encoding="utf-8"))
        assert page.text.count(words) == usual.text.count(HARMLESS) >= 10, (name, side, language)
        assert page.text.replace(words, HARMLESS) == usual.text, (name, side, language)


def test_ordinary_words_can_be_read_from_the_pdf(made):
    usual = {
        (side, language): Pdf(made / f"harmless.{side}.{language}.pdf").text.count(WORD)
        for side, language in {(side, language) for _, side, language in stems(made)}
    }
    for name, side, language in stems(made)[::3]:  # both languages; reading a PDF back takes longer than making it
        pdf = Pdf(made / f"{name}.{side}.{language}.pdf")
        if name in LONG:
            assert WORD in pdf.text_of_page(0)
        else:
            assert pdf.text.count(WORD) == usual[side, language] >= 10, (name, side, language)


def test_the_pdf_is_tagged_as_ever(made):
    for name, side, language in stems(made)[1::3]:
        if name not in LONG:
            pdf, usual = Pdf(made / f"{name}.{side}.{language}.pdf"), Pdf(made / f"harmless.{side}.{language}.pdf")
            kinds = {"H1", "H2", "H3", "Figure", "Table", "TR", "TH", "TD", "L", "LI", "Link"}
            assert [t.kind for t in pdf.tags if t.kind in kinds] == [t.kind for t in usual.tags if t.kind in kinds]


def test_nothing_was_executed(made):
    text = (made / "jinja.work_seeker.en.html").read_text(encoding="utf-8")
    assert "{{7*7}}" in text
    assert "49" not in read_html(text).all("body")[0].text
    assert "root:" not in Pdf(made / "typst_code.work_seeker.en.pdf").text
    assert '#read("/etc/passwd")' in Pdf(made / "typst_code.work_seeker.en.pdf").text


def test_no_control_character_and_no_override_is_left(made):
    for path in made.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        bad = {char for char in text if (ord(char) < 32 and char not in "\n") or "\x7f" <= char <= "\x9f"}
        bad |= set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
        assert bad == set(), path.name


def _words() -> st.SearchStrategy[str]:
    """Any text at all, with a letter in it: without one there would be nothing to print."""
    return st.builds(lambda a, b: f"{a}x{b}", st.text(max_size=60), st.text(max_size=60))


@cache
def persona(side: Audience) -> Summary:
    ((_, summary),) = grow_people(load_content(), side is Audience.WORK_SEEKER, side is Audience.EMPLOYER, seed=1)
    return summary


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=_words(), side=st.sampled_from(list(Audience)), language=st.sampled_from(LANGUAGES))
def test_any_words_change_nothing_but_the_words(tmp_path: Path, words: str, side: Audience, language: str):
    content, file = load_content(), tmp_path / "any.json"
    as_file(persona(side), words, file)
    usual = build_handout(with_words(persona(side), HARMLESS), content, Site(), language)
    handout = build_handout(read_summary(file, content), content, Site(), language)
    page, before = read_html(html_of(handout)), read_html(html_of(usual))
    assert page.shape == before.shape
    if printable(words) not in before.text:
        assert page.text.replace(printable(words), HARMLESS) == before.text
    assert pdf_of(handout.as_json()).startswith(b"%PDF-1.7")


NAMES = (
    "quote\"s and 's",
    "back\\slash",
    "brace{}{0}{{",
    "dollar $(x) `x` %s",
    "-rf",
    "héé 火 ‮x",
    "dots.in.the.stem",
    "new\nline",
    "#panic() <b>",
    "trailing ",
)


@pytest.mark.parametrize("formats", [("html", "pdf")])
def test_file_names_are_names_and_nothing_else(press, people, tmp_path, formats):
    sources, out = tmp_path / "in {x}", tmp_path / "out $x"
    sources.mkdir()
    out.mkdir()
    for name in NAMES:
        (sources / f"{name}.json").write_text(summary_json(people["work_seeker_001"]), encoding="utf-8")
    results = make_handouts(sorted(sources.iterdir()), out, languages=["fr"], formats=formats, press=press)
    assert {result.source.name: result.faults for result in results if result.faults} == {}
    assert sorted(p.name for p in out.iterdir()) == sorted(f"{name}.fr.{each}" for name in NAMES for each in formats)
