"""What a visitor sees of the invented people of a demo."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.serve.conftest import get, served
from tw_kit.app import Kit
from tw_kit.content import load_content
from tw_kit.model import Response
from tw_kit.sample import grow_people
from tw_kit.serve.people import Person, listed
from tw_kit.serve.site import make_application
from tw_kit.store import MemoryStore

CONTENT = load_content()


def test_each_person_is_named_with_their_magnets(ask, people):
    page = ask("/handouts").text
    assert len(people) == 6
    for person in people:
        kind = "Work seeker" if person.audience.value == "work_seeker" else "Employer"
        card = page.split(f"<h3>{kind} {person.number}</h3>")[1].split("<h3>")[0]
        names = re.findall(r"<li>([^<]+)</li>", card)[: len(person.magnets)]
        assert names == [CONTENT.factor_name(magnet, "en") for magnet in person.magnets]


def test_each_handout_is_linked_once_and_each_link_can_be_told_apart(ask, people):
    page = ask("/handouts").text
    links = re.findall(r'<a class="(?:html|pdf)[^>]*href="([^"]+)"[^>]*>(.*?)</a>', page)
    assert sorted(href for href, _ in links) == sorted(
        f"/handouts/{path.name}" for p in people for path in p.files.values()
    )
    names = [re.sub(r"<[^>]+>", "", words) for _, words in links]
    assert len(set(names)) == len(names) == 24
    assert "Read in English (Work seeker 2)" in names
    assert "PDF (français, Employeur 3)" in names
    assert all(ask(href).status == 200 for href, _ in links)


def test_the_reader_is_told_what_this_is_and_what_to_do_next(ask):
    page = ask("/handouts").text
    assert "<h1>6 people, and a handout for each</h1>" in page
    assert "These people are invented" in page
    assert "<code>uv run tw-kit handouts FOLDER --out HANDOUTS</code>" in page
    assert "<code>uv run tw-kit handouts DOSSIER --out FICHES</code>" in ask("/handouts?lang=fr").text


def test_the_kit_has_the_name_that_its_handouts_bear(ask):
    page = ask("/handouts?lang=fr").text
    assert CONTENT.text("handout.footer", "fr").startswith("Milieux de travail épanouissants")
    assert page.count("Trousse Milieux de travail épanouissants") == 2
    assert "Thriving Workplaces" not in page


def test_headings_go_down_a_step_at_a_time(ask):
    levels = [int(level) for level in re.findall(r"<h(\d)", ask("/handouts").text)]
    assert levels == [1, 2, 3, 3, 3, 2, 3, 3, 3, 2]


def test_words_of_a_content_are_escaped(kit, handouts):
    summary = dict(grow_people(CONTENT, 1, 0, 7))["work_seeker_001"]
    odd = replace(summary, response=Response(summary.audience, magnets=("<b>x</b>",)))
    page = rendered(kit, listed([("work_seeker_001", odd)], [handouts / "work_seeker_001.en.html"]))
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page


def test_people_without_handouts_are_not_listed_and_an_empty_side_says_so(kit, handouts):
    people = listed(grow_people(CONTENT, 2, 2, 7), [handouts / "employer_002.fr.pdf"])
    assert [(p.audience.value, p.number, list(p.files)) for p in people] == [("employer", 1, [("fr", "pdf")])]
    page = rendered(kit, people)
    assert "<h1>1 person, and a handout to keep</h1>" in page
    assert page.count("There is nobody here.") == 1
    assert page.count('<a class="pdf') == 1


def rendered(kit: Kit, people: list[Person]) -> str:
    with served(make_application(kit, CONTENT, MemoryStore(), people=people)) as port:
        return get(port, "/handouts").text
