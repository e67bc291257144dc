"""What a visitor of the start page sees, and of the page that takes a code."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlencode

import pytest

from tests.serve.conftest import get, served
from tw_kit.serve.site import make_application
from tw_kit.serve.start import Place
from tw_kit.store import MemoryStore
from tw_kit.workbook import Event, Kind

AT = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)
FORM = "application/x-www-form-urlencoded"


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
        ("/?lang=%ff", "fr", "fr-CA"),
        ("/handouts", "fr", "fr-CA"),
        ("/code", "fr", "fr-CA"),
    ],
)
def test_the_page_is_in_the_language_asked_for(ask, path, accept, language):
    answer = ask(path, Accept_Language=accept)
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Vary"].startswith("Accept-Language")


@pytest.mark.parametrize(("language", "other", "name"), [("en", "fr", "Français"), ("fr", "en", "English")])
@pytest.mark.parametrize("path", ["/", "/code", "/handouts"])
def test_the_other_language_is_one_link_away(ask, path, language, other, name):
    page = ask(f"{path}?lang={language}").text
    assert re.search(rf'<a class="language" href="{path}\?lang={other}" lang="[^"]+" hreflang="[^"]+">{name}</a>', page)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Start my workbook", "Start our workbook", "Continue with my code", "Make handouts"]),
        ("fr", ["Commencer mon cahier", "Commencer notre cahier", "Continuer avec mon code", "Créer des fiches"]),
    ],
)
def test_choices_are_links_to_pages_in_the_same_language(ask, language, names):
    choices = re.findall(r'<a class="choice" href="([^"]+)">.*?<b>(.*?)</b>', ask(f"/?lang={language}").text, re.DOTALL)
    paths = ["/workbook/work_seeker", "/workbook/employer", "/code", "/handouts"]
    assert choices == [(f"{path}?lang={language}", name) for path, name in zip(paths, names, strict=True)]


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (Place(), "All of it stays on this computer."),
        (Place(is_shared=True), "Answers are kept in the database of your service, and nowhere else."),
        (Place(is_demo=True), "These pages go away when you stop the program with Ctrl+C."),
    ],
)
def test_the_page_says_where_answers_stay(kit, store, place, sentence):
    with served(make_application(kit, kit.content, store, place=place)) as port:
        page = get(port, "/").text
    assert sentence in page.split("<footer>")[1]
    assert ("This is a demo." in page) == place.is_demo


def test_the_kit_has_the_name_that_its_handouts_bear(ask, kit):
    page = ask("/?lang=fr").text
    assert kit.content.text("handout.footer", "fr").startswith("Milieux de travail épanouissants")
    assert page.count("Trousse Milieux de travail épanouissants") == 2
    assert "Thriving Workplaces" not in page


def test_nothing_is_loaded_from_elsewhere(ask, asset):
    outside = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""")
    for path in ("/", "/?lang=fr", "/code", "/handouts", "/nothing", asset("pages.css"), asset("frame.css")):
        assert not outside.search(ask(path).text)


def test_our_files_are_packed_and_kept(ask, asset):
    style, font = ask(asset("pages.css"), Accept_Encoding="gzip"), ask(asset("typeface.woff2"))
    assert (style.headers["Content-Type"], style.headers["Content-Encoding"]) == ("text/css; charset=utf-8", "gzip")
    assert asset("typeface.woff2") in ask(asset("pages.css")).text
    assert (font.headers["Content-Type"], font.body[:4]) == ("font/woff2", b"wOF2")
    assert len(style.body) < 5_000


def test_health_is_ok(ask):
    answer = ask("/health")
    assert (answer.status, answer.text) == (200, "ok")


def start_workbook(store: MemoryStore, side: str, language: str) -> str:
    """A workbook's code."""
    data = {"audience": side, "language": language, "content_version": "1"}
    return store.start([Event("k1", AT, Kind.WORKBOOK_STARTED, data)]).code


def sent_code(ask, port: int, typed: str, language: str = "en"):
    return ask(
        f"/code?lang={language}",
        "POST",
        urlencode({"code": typed}).encode(),
        Host=f"127.0.0.1:{port}",
        Origin=f"http://127.0.0.1:{port}",
        Content_Type=FORM,
    )


@pytest.mark.parametrize(("side", "language"), [("work_seeker", "fr"), ("employer", "en")])
def test_a_code_leads_to_the_workbook_of_its_side(ask, port, store, side, language):
    code = start_workbook(store, side, language)
    answer = sent_code(ask, port, f"  {code.upper().replace('-', ' ')} ", language)
    assert answer.status == 200
    assert f'data-side="{side}" data-code="{code}" data-language="{language}"' in answer.text
    assert f'href="/workbook/{side}?lang={language}"' in answer.text
    assert "Location" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "This is not a code."),
        ("brick panda", "This is not a code."),
        ('"><script>alert(1)</script>', "This is not a code."),
        ("brick panda lemon 7", "No workbook opens with this code."),
        ("x" * 300, "This is not a code."),
    ],
)
def test_a_code_that_opens_nothing_is_told_beside_it(ask, port, typed, said):
    answer = sent_code(ask, port, typed)
    assert answer.status == 422
    assert re.search(rf'<p id="fault" class="fault" role="alert">{re.escape(said)}', answer.text)
    assert 'aria-describedby="hint fault"' in answer.text
    assert "<script" not in answer.text
    again = re.search(r'<input id="code"[^>]* value="([^"]*)"', answer.text)
    assert again is not None
    assert again[1] == typed.replace('"', "&#34;").replace("<", "&lt;").replace(">", "&gt;")


def test_codes_cannot_be_tried_out_as_fast_as_a_machine_can(ask, port, store):
    code = start_workbook(store, "employer", "en")
    assert [sent_code(ask, port, "brick panda lemon 7").status for _ in range(12)][-1] == 429
    answer = sent_code(ask, port, code)
    assert answer.status == 429
    assert "Wait one minute" in answer.text
    assert code not in answer.headers.get("Location", "")


def test_a_form_that_is_far_too_long_is_not_read(ask, port):
    assert sent_code(ask, port, "x" * 10_000).status == 413
