"""What a visitor of the start page sees."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tw_kit.content import load_content
from tw_kit.model import Audience, Response
from tw_kit.sample import grow_people
from tw_kit.serve.people import Person, listed
from tw_kit.serve.site import LOCALES, make_application

CONTENT = load_content()


def test_each_person_is_named_with_their_magnets(ask, people):
    page = ask("/").text
    assert len(people) == 6
    for person in people:
        kind = "Work seeker" if person.audience.value == "work_seeker" else "Employer"
        card = page.split(f"<h3>{kind} {person.number}</h3>")[1].split("<h3>")[0]
        names = re.findall(r"<li>([^<]+)</li>", card)[: len(person.magnets)]
        assert names == [CONTENT.factor_name(magnet, "en") for magnet in person.magnets]


def test_each_handout_is_linked_once_and_each_link_can_be_told_apart(ask, people):
    page = ask("/").text
    links = re.findall(r'<a class="(?:html|pdf)[^>]*href="([^"]+)"[^>]*>(.*?)</a>', page)
    assert sorted(href for href, _ in links) == sorted(
        f"/handouts/{path.name}" for p in people for path in p.files.values()
    )
    names = [re.sub(r"<[^>]+>", "", words) for _, words in links]
    assert len(set(names)) == len(names) == 24
    assert "Read in English (Work seeker 2)" in names
    assert "PDF (français, Employeur 3)" in names
    assert all(ask(href).status == 200 for href, _ in links)


@pytest.mark.parametrize(
    ("path", "accept", "language"),
    [
        ("/", "", "en"),
        ("/", "fr-CA,fr;q=0.9,en;q=0.5", "fr-CA"),
        ("/", "de,fr;q=0.5,en;q=0.3", "fr-CA"),
        ("/", "en-CA,en;q=0.9,fr;q=0.8", "en"),
        ("/", "de", "en"),
        ("/", "fr;q=0, en;q=0.1", "en"),
        ("/", "frr, fro-CA", "en"),
        ("/", "en;q=x, fr;q=nan, ;;, ,", "en"),
        ("/?lang=fr", "en", "fr-CA"),
        ("/?lang=en", "fr", "en"),
        ("/?lang=<script>", "fr", "fr-CA"),
    ],
)
def test_the_page_is_in_the_language_asked_for(ask, path, accept, language):
    answer = ask(path, Accept_Language=accept)
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize(("language", "other", "name"), [("en", "fr", "Français"), ("fr", "en", "English")])
def test_the_other_language_is_one_link_away(ask, language, other, name):
    page = ask(f"/?lang={language}").text
    assert re.search(rf'<a class="language" href="/\?lang={other}" lang="[^"]+" hreflang="[^"]+">{name}</a>', page)


def test_the_reader_is_told_what_this_is_and_what_to_do_next(ask):
    page = ask("/").text
    assert "<h1>6 people, and a handout for each</h1>" in page
    assert "These people are invented" in page
    assert "<code>uv run tw-kit handouts FOLDER --out HANDOUTS</code>" in page
    assert "<code>uv run tw-kit handouts DOSSIER --out FICHES</code>" in ask("/?lang=fr").text


def test_the_kit_has_the_name_that_its_handouts_bear(ask):
    page = ask("/?lang=fr").text
    assert CONTENT.text("handout.footer", "fr").startswith("Milieux de travail épanouissants")
    assert page.count("Trousse Milieux de travail épanouissants") == 2
    assert "Thriving Workplaces" not in page


def test_headings_go_down_a_step_at_a_time(ask):
    levels = [int(level) for level in re.findall(r"<h(\d)", ask("/").text)]
    assert levels == [1, 2, 3, 3, 3, 2, 3, 3, 3]


def test_nothing_is_loaded_from_elsewhere(ask):
    for path in ("/", "/?lang=fr", "/start.css", "/nothing"):
        assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""", ask(path).text)


def test_the_typeface_and_the_style_are_ours(ask):
    style, font = ask("/start.css"), ask("/font.woff2")
    assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert (font.status, font.headers["Content-Type"], font.body[:4]) == (200, "font/woff2", b"wOF2")
    assert ask("/font.woff2", If_None_Match=font.headers["Etag"]).status == 304


def test_health_is_ok(ask):
    answer = ask("/health")
    assert (answer.status, answer.text) == (200, "ok")


def test_words_of_a_content_are_escaped(handouts):
    summary = dict(grow_people(CONTENT, 1, 0, 7))["work_seeker_001"]
    odd = replace(summary, response=Response(summary.audience, magnets=("<b>x</b>",)))
    page = rendered(listed([("work_seeker_001", odd)], [handouts / "work_seeker_001.en.html"]))
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page


def test_people_without_handouts_are_not_listed_and_an_empty_side_says_so(handouts):
    people = listed(grow_people(CONTENT, 2, 2, 7), [handouts / "employer_002.fr.pdf"])
    assert [(p.audience.value, p.number, list(p.files)) for p in people] == [("employer", 1, [("fr", "pdf")])]
    page = rendered(people)
    assert "<h1>1 person, and a handout to keep</h1>" in page
    assert page.count("There is nobody here.") == 1
    assert page.count('<a class="pdf') == 1


def rendered(people: list[Person]) -> str:
    template = make_application(people, CONTENT).settings["tw_templates"].get_template("start.html.j2")
    return template.render(
        content=CONTENT,
        locales=LOCALES,
        language="en",
        other="fr",
        languages=("en", "fr"),
        groups=[(side, [p for p in people if p.audience is side]) for side in Audience],
        count=len(people),
        command="tw-kit",
    )
