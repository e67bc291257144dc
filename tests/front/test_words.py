"""The page's words: every one that it asks for is there, and none is there for nothing."""

from __future__ import annotations

import re

from tests.front.person import CONTENT
from tw_kit.widgets import front

SOURCES = {path.name: path.read_text(encoding="utf-8") for path in front.FRONT.glob("*.js")}
ASKED = re.compile(  # say("id"), and ids that are chosen between
    r'\b(?:say|count|words\.find|link|saidIn\([^"]*?,)\(?\s*"([a-z_]+(?:\.[a-z_]+)*)"|"([a-z_]+\.[a-z_]+)"'
)
PATTERNS = re.compile(r"(?:say|count|find)\(`([^`]+)`")
SIDES, ENDINGS = ("work_seeker", "employer"), ("one", "other", "in_job")


def base(text_id):
    """An id without what the page adds to it: side, situation, number."""
    parts = text_id.split(".")
    while parts[-1] in (*SIDES, *ENDINGS):
        parts.pop()
    return ".".join(parts)


def has(text_id):
    return any(base(each) == text_id for each in OURS)


OURS = {each.removeprefix("workbook.") for each in CONTENT.texts if each.startswith("workbook.")}
OTHERS = {each for each in CONTENT.texts if each.startswith(("question.", "fit."))}


def asked():
    """Ids that the source names in full."""
    return {name for source in SOURCES.values() for pair in ASKED.findall(source) for name in pair if name}


def patterns():
    """Ids with a part that is known when the page runs only, as patterns."""
    found = {name for source in SOURCES.values() for name in PATTERNS.findall(source)}
    return [re.compile(re.sub(r"\\\$\\\{.*?\\\}", "[a-z_.]+", re.escape(name)) + "$") for name in found]


def test_every_text_that_the_page_asks_for_is_there():
    names = {name for name in asked() if not name.startswith(("answers.consents", "queue.", "fit."))}
    assert len(names) > 100
    assert sorted(name for name in names if not has(name)) == []


def test_no_text_is_there_for_nothing():
    named, shapes = asked(), patterns()
    unused = {base(each) for each in OURS if base(each) not in named and not any(p.match(base(each)) for p in shapes)}
    assert sorted(unused) == []


def test_where_the_words_differ_by_side_both_sides_have_theirs():
    for each in OURS:
        parts = each.split(".")
        for side, other in (SIDES, SIDES[::-1]):
            if parts[-1] == side:
                assert ".".join([*parts[:-1], other]) in OURS or ".".join(parts[:-1]) in OURS, each


def test_no_sentence_stands_in_the_source():
    """Words for people come from content; what is left in quotes are names, signs and paths."""
    for name, source in SOURCES.items():
        code = re.sub(r"//[^\n]*", "", source)
        sentences = [text for text in re.findall(r'"([^"\n]*)"', code) if re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+", text)]
        assert sentences == [], name


def test_nothing_is_read_as_markup():
    markup = "innerHTML|outerHTML|insertAdjacentHTML|document.write|eval\\(|new Function|createContextualFragment"
    for name, source in SOURCES.items():
        assert re.findall(markup, source) == [], name


def test_nothing_needs_a_secure_page_or_another_machine():
    needs = r"randomUUID|serviceWorker|wakeLock|crypto\.subtle|https?:|fetch\(|XMLHttpRequest|document\.documentElement"
    for name, source in SOURCES.items():
        code = source.replace("http://www.w3.org/2000/svg", "")
        code = re.sub(r"//[^\n]*", "", code)
        assert re.findall(needs, code) == [], name
