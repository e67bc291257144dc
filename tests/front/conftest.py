"""A host, pages at it, and workbooks that are filled already."""

from __future__ import annotations

import re

import pytest

from tests.front.filled import Filled
from tests.front.host import Host
from tests.front.person import Person

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def host(tmp_path):
    made = Host(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def devices(browser):
    """Makes devices; each has a storage of its own."""
    made = []

    def device(**settings):
        made.append(browser.new_context(**{**PHONE, **settings}))
        return made[-1]

    yield device
    for each in made:
        each.close()


@pytest.fixture
def visit(host, devices):
    """Opens a page; at the end, none of them may have complained or asked anyone else for anything."""
    complaints = []

    def opened(
        language="en", side="work_seeker", device=None, code=None, query="", before=lambda page: None, **settings
    ):
        locale = {"en": "en-CA", "fr": "fr-CA"}[language]
        page = (device or devices(locale=locale, **settings)).new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: complaints.append(request.url) if _is_foreign(request.url, host) else None)
        before(page)
        page.goto(f"{host.address}?side={side}&lang={language}{query}{'' if code is None else '#' + code}")
        page.locator('.tw-workbook:not([data-screen="opening"]) h1').wait_for()
        return Person(page, language)

    yield opened
    assert [said for said in complaints if not re.search("50[0-9]|ERR_", said)] == []


def _is_foreign(url, host):
    return not url.startswith((host.address, "data:", "blob:"))


@pytest.fixture
def filled(host):
    """Makes workbooks at the host, without a browser."""
    return lambda side="work_seeker", language="en", **more: Filled(host, side, language, **more)
