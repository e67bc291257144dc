"""What stays when somebody leaves: in the store what they said, on the device nothing that they did not want there."""

from __future__ import annotations

import http.client
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.conftest import ARGUMENTS, system_browser
from tests.workbooks.conftest import Served
from tests.workbooks.person import Person
from tests.workbooks.test_filled import CONTENT, device, opened
from tw_kit.model import Audience
from tw_kit.store import open_store
from tw_kit.workbook import replay


def at_the_place(page: Page) -> Person:
    """Somebody who has come to where a workplace is named."""
    person = Person(page, CONTENT, Audience.WORK_SEEKER, "en", "mouse")
    person.begin()
    for _ in range(10):
        if person.is_shown("place.heading"):
            return person
        person.screen()
    raise AssertionError("no place to name")


def named(data: Path, code: str) -> str | None:
    store = open_store(data)
    try:
        state = replay(store.read(store.open_workbook(code)), CONTENT)
    finally:
        store.close()
    return state.maps["place"].about if "place" in state.maps else None


def test_words_that_were_just_typed_are_kept_when_the_page_is_left_at_once(served: Served, browser: Browser) -> None:
    with device(browser, "en", "keyboard") as context:
        person = at_the_place(opened(context, f"{served.url}/workbook/work_seeker?lang=en"))
        person.page.get_by_label(person.say("place.label")).press_sequentially("the fish plant")
        person.page.goto("about:blank")
        until = time.monotonic() + 10
        while named(served.data, person.code) != "the fish plant" and time.monotonic() < until:
            time.sleep(0.1)
    assert named(served.data, person.code) == "the fish plant"


def test_after_forgetting_no_browser_history_has_the_code(served: Served, browser: Browser, tmp_path: Path) -> None:
    with device(browser, "en", "keyboard") as context:
        person = Person(
            opened(context, f"{served.url}/workbook/work_seeker?lang=en"), CONTENT, Audience.WORK_SEEKER, "en", "mouse"
        )
        person.begin()
    kind: BrowserType = browser.browser_type
    profile = tmp_path / "profile"
    context = kind.launch_persistent_context(
        str(profile), executable_path=system_browser(), args=list(ARGUMENTS), locale="en-CA"
    )
    page = context.new_page()
    page.goto(f"{served.url}/code?lang=en")
    page.get_by_label(CONTENT.text("page.code_label", "en")).fill(person.code)
    page.get_by_role("button", name=CONTENT.text("page.code_open", "en")).click()
    expect(page.locator(".tw-workbook.is-open")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name=re.compile("^Forget me")).click()
    page.get_by_role("button", name=CONTENT.text("workbook.forget.yes", "en")).click()
    expect(page.locator(".tw-workbook.is-open")).to_have_count(0)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    context.close()
    with closing(sqlite3.connect(profile / "Default" / "History")) as history:
        addresses = [row[0] for row in history.execute("select url from urls")]
    assert any("/workbook/work_seeker" in each for each in addresses), "the history is read"
    assert [each for each in addresses if person.code.split("-")[0] in each] == []


@pytest.mark.parametrize(("meant_for", "status"), [("image", 403), ("iframe", 403)])
def test_another_sites_page_starts_no_kernel(served: Served, meant_for: str, status: int) -> None:
    address = urlsplit(served.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
    with closing(connection):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": meant_for}
        connection.request("GET", "/workbook/work_seeker", headers=headers)
        assert connection.getresponse().status == status
