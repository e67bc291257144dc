"""Every page of every persona: one file, nothing from outside, and in an order that a screen reader can follow."""

from __future__ import annotations

import itertools
import re

import pytest

from tests.reports.conftest import Printed
from tests.reports.pages import Element, read_html
from tw_kit.content import LANGUAGES, LOCALES

BYTES_MAX = 150_000
ADDRESS = ("src", "href", "srcset", "xlink:href", "action", "formaction", "poster", "data", "background", "cite")
IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]*)|@import", re.IGNORECASE)


@pytest.fixture(scope="module")
def pages(printed: Printed) -> dict[tuple[str, str], Element]:
    return {(stem, language): read_html(printed.html(stem, language)) for stem, language, _ in printed.each()}


def test_every_persona_has_a_page_in_each_language(printed, pages, people):
    assert [made.faults for made in printed.made] == [()] * len(people)
    assert len(pages) == len(people) * len(LANGUAGES) >= 20
    assert all(page.tag == "html" for page in pages.values())


def test_a_page_is_small(printed):
    sizes = {path.name: path.stat().st_size for path in printed.out.glob("*.html")}
    assert {name: size for name, size in sizes.items() if size >= BYTES_MAX} == {}


def test_a_page_runs_nothing(pages):
    for name, page in pages.items():
        assert page.all("script", "iframe", "object", "embed", "form", "base", "link", "template") == [], name
        events = [key for element in page.all() for key in element.attributes if key.lower().startswith("on")]
        assert events == [], name


def test_a_page_asks_nothing_of_any_network(pages):
    for name, page in pages.items():
        addresses = [
            element.attributes[key] or "" for element in page.all() for key in ADDRESS if key in element.attributes
        ]
        styles = [element.text for element in page.all("style")]
        styles += [value or "" for element in page.all() for value in element.attributes.values()]
        addresses += [found.group(1) or found.group() for style in styles for found in IN_CSS.finditer(style)]
        assert addresses, name
        assert [each[:60] for each in addresses if not each.startswith(("#", "data:"))] == [], name


def test_a_page_forbids_the_browser_what_it_does_not_need(pages):
    for page in pages.values():
        (policy,) = (m for m in page.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy")
        rules = dict(rule.split(maxsplit=1) for rule in (policy.attributes["content"] or "").split("; "))
        assert rules["default-src"] == "'none'"
        assert "script-src" not in rules
        assert {each for rule in rules.values() for each in rule.split()} <= {"'none'", "'unsafe-inline'", "data:"}


def test_the_language_of_the_page_and_of_its_owners_words_is_said(pages, people):
    for (stem, language), page in pages.items():
        assert page.attributes["lang"] == LOCALES[language] == {"en": "en", "fr": "fr-CA"}[language]
        (step,) = (each for each in page.all("p") if each.attributes.get("class") == "step")
        own = {words.attributes.get("lang", LOCALES[language]) for words in [*page.all("q"), *step.all("bdi")]}
        assert own == {LOCALES[people[stem].language]}


def test_headings_are_in_order(pages):
    for name, page in pages.items():
        levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (name, levels)
        assert all(heading.text.strip() for heading in page.all("h1", "h2", "h3")), name
        (title,) = page.all("title")
        assert title.text == page.all("h1")[0].text


def test_every_table_says_what_its_cells_are(pages):
    for name, page in pages.items():
        tables = page.all("table")
        assert len(tables) == 1, name
        for table in tables:
            columns = table.all("thead")[0].all("th")
            assert {column.attributes.get("scope") for column in columns} == {"col"}
            for row in table.all("tbody")[0].all("tr"):
                first, *cells = (each for each in row.inside if isinstance(each, Element))
                assert (first.tag, first.attributes.get("scope")) == ("th", "row")
                assert {cell.tag for cell in cells} == {"td"}
                assert len(cells) == len(columns) - 1


def test_the_picture_is_told_in_words(pages, content):
    for (_, language), page in pages.items():
        (picture,) = (element for element in page.all() if element.attributes.get("role") == "img")
        assert picture.attributes["aria-label"] == content.text("handout.picture_alt", language)
        assert len(picture.all("svg")) == 1


def test_what_can_be_scrolled_can_be_reached_by_keyboard_and_has_a_name(pages):
    for page in pages.values():
        for region in (element for element in page.all() if element.attributes.get("class") == "scroll"):
            assert region.attributes["tabindex"] == "0"
            assert region.attributes["role"] == "region"
            assert region.attributes["aria-label"]


def test_no_id_stands_twice(pages):
    for page in pages.values():
        ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
        assert len(ids) == len(set(ids))
