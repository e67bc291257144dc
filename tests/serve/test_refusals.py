"""What a visitor may not do, and what every answer forbids."""

from __future__ import annotations

import logging

import pytest

from tests.serve.conftest import get, served
from tw_kit.serve.site import make_application

PAGES = [
    "/",
    "/code",
    "/health",
    "pages.css",
    "typeface.woff2",
    "/handouts",
    "/handouts/employer_001.en.html",
    "/handouts/employer_001.en.pdf",
    "/nothing",
]
FORMS = ("/code", "/handouts")


@pytest.fixture(params=PAGES)
def path(request, asset):
    """Each kind of page, by its address."""
    return request.param if request.param.startswith("/") else asset(request.param)


def test_every_answer_forbids_what_it_does_not_need(ask, path):
    headers = ask(path).headers
    policy = headers["Content-Security-Policy"]
    form_action = "'self'" if path in FORMS else "'none'"
    assert policy.startswith(f"default-src 'none'; base-uri 'none'; form-action {form_action}; frame-ancestors 'none'")
    assert "script" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == ("same-origin" if path in FORMS else "no-referrer")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Server" not in headers
    assert "Set-Cookie" not in headers
    kept = "public, max-age=31536000, immutable"
    assert headers["Cache-Control"] == (kept if path.startswith("/assets/") else "no-store")


@pytest.mark.parametrize(("kind", "media_type"), [("html", "text/html; charset=utf-8"), ("pdf", "application/pdf")])
def test_a_handout_is_served_as_what_it_is(ask, kind, media_type):
    answer = ask(f"/handouts/work_seeker_002.fr.{kind}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, media_type)
    assert b"work_seeker_002" in answer.body


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::1]", "0.0.0.0", ""]
)
def test_a_name_that_is_not_this_machines_is_refused(ask, host, path):
    answer = ask(path, Host=host)
    assert answer.status in ((400, 421) if host == "" else (421,))
    assert b"invented" not in answer.body
    assert b"work_seeker" not in answer.body


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000"])
def test_this_machine_has_two_names(ask, host):
    assert ask("/", Host=host).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/handouts/secret.json",
        "/handouts/../secret.html",
        "/handouts/..%2fsecret.html",
        "/handouts/%2e%2e/secret.html",
        "/handouts/..\\secret.html",
        "/handouts/",
        "/handouts/employer_001.en.html/",
        "/handouts/employer_009.en.html",
        "/handouts/made/",
        "/handouts/made/x/all.zip",
        "/../../etc/passwd",
        "/assets/",
        "/assets/pages.css",
        "/assets/..%2f..%2fpages.py",
        "/static/pages.css",
        "/favicon.ico",
        "/handouts/%00",
        "/handouts/%ff",
    ],
)
def test_what_is_not_listed_is_not_there(ask, path):
    answer = ask(path)
    assert answer.status in (400, 404)
    assert b"secret" not in answer.body.replace(path.encode(), b"")
    assert b"root:" not in answer.body


def test_a_handout_that_was_taken_away_is_not_there(ask, handouts):
    path = handouts / "employer_003.fr.html"
    kept = path.read_bytes()
    path.unlink()
    try:
        assert ask(f"/handouts/{path.name}").status == 404
    finally:
        path.write_bytes(kept)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/", "/health", "/handouts/employer_001.en.html"])
def test_pages_can_only_be_read(ask, method, path):
    answer = ask(path, method=method, Content_Length="0")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert_speaks_both_languages(answer.text, "This page can only be read", "Cette page se lit seulement")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1", "http://localhost"]
)
def test_what_another_page_sends_is_refused(ask, port, path, origin):
    sent = {} if origin is None else {"Origin": origin.format(port=port)}
    kind = "application/x-www-form-urlencoded"
    answer = ask(path, "POST", b"code=x", Host=f"127.0.0.1:{port}", Content_Type=kind, **sent)
    assert answer.status == 403
    assert_speaks_both_languages(
        answer.text, "This was sent from a page that is not ours", "Cet envoi vient d’une page qui n’est pas la nôtre"
    )


def test_head_is_get_without_its_body(ask, path):
    got, head = ask(path), ask(path, method="HEAD")
    assert (head.status, head.body) == (got.status, b"")
    for name in ("Content-Type", "Content-Length", "Content-Security-Policy"):
        assert head.headers[name] == got.headers[name]


def assert_speaks_both_languages(page: str, english: str, french: str) -> None:
    assert '<html lang="en">' in page
    assert f'<span lang="en">{english}</span>' in page
    assert f'<span lang="fr-CA">{french}</span>' in page
    assert "Traceback" not in page


def test_a_page_that_is_missing_says_so_in_both_languages(ask):
    answer = ask("/nothing")
    assert answer.status == 404
    assert_speaks_both_languages(answer.text, "There is no such page", "Cette page n’existe pas")


def test_a_page_that_breaks_shows_no_trace_and_logs_no_words(kit, store, caplog):
    application = make_application(kit, kit.content, store)
    application.settings["tw_place"] = None  # it has no footer
    with caplog.at_level(logging.DEBUG), served(application) as port:
        answer = get(port, "/?lang=fr")
    assert answer.status == 500
    assert_speaks_both_languages(answer.text, "This page could not be shown", "Cette page n’a pas pu être affichée")
    assert [r.getMessage() for r in caplog.records if r.name.startswith("tw_kit")] == ["page failed: UndefinedError"]
    assert not [r for r in caplog.records if r.exc_info or "lang=fr" in r.getMessage()]
