"""Both workbooks filled whole, as people fill them, with what happens on the way; then the store is looked at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.workbooks.conftest import Served
from tests.workbooks.person import Person
from tw_kit.content import load_content
from tw_kit.model import Audience, Summary
from tw_kit.store import open_store
from tw_kit.workbook import as_summary, replay

CONTENT = load_content(None)
LOCALES = {"en": "en-CA", "fr": "fr-CA"}
SIZES = {"touch": {"width": 390, "height": 844}, "keyboard": {"width": 1280, "height": 800}}


def device(browser: Browser, language: str, hand: str) -> BrowserContext:
    return browser.new_context(viewport=SIZES[hand], has_touch=hand == "touch", locale=LOCALES[language])  # type: ignore[arg-type]


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(".tw-workbook h1")
    return page


def kept(data: Path, code: str) -> Summary:
    """The summary of what is on disk."""
    store = open_store(data)
    try:
        state = replay(store.read(store.open_workbook(code)), CONTENT)
    finally:
        store.close()
    return as_summary(state, CONTENT, on=dt.date(2027, 1, 1))


def saved(person: Person) -> None:
    expect(person.page.locator(".status")).to_contain_text(person.say("saved.saved"), timeout=15_000)


class OnTheWay:
    """What happens while a person fills a workbook: a reload, a killed kernel, and a second device."""

    def __init__(self, person: Person, served: Served, other: BrowserContext) -> None:
        self.person, self.served, self.other = person, served, other
        self.happened: list[str] = []

    def __call__(self, number: int) -> None:
        what = {9: self.reload, 20: self.killed_kernel, 27: self.second_device}.get(number)
        if what is not None:
            saved(self.person)
            what()
            self.happened.append(what.__name__)

    def reload(self) -> None:
        before = self.person.heading
        self.person.page.reload()
        expect(self.person.page.locator(".tw-workbook h1")).to_have_text(before)

    def killed_kernel(self) -> None:
        page, before = self.person.page, self.person.heading
        assert self.served.kill_kernels() >= 1
        again = page.get_by_role("button", name=self.person.say("lost.reload"), exact=True)
        expect(again).to_be_visible(timeout=40_000)
        assert "Traceback" not in page.locator("body").inner_text()
        self.person.press(again)
        page.wait_for_selector(".tw-workbook h1")
        expect(page.locator(".tw-workbook h1")).to_have_text(before)
        expect(again).to_have_count(0)

    def second_device(self) -> None:
        """The same workbook by its code, typed without its hyphens and in capitals; an answer there, and here again."""
        mine, language = self.person, self.person.language
        page = opened(self.other, f"{self.served.url}/workbook/{mine.audience.value}?lang={language}")
        page.get_by_role("button", name=mine.say("about.have_code"), exact=True).click()
        page.get_by_label(mine.say("code_entry.label"), exact=True).fill(mine.code.replace("-", " ").upper())
        page.get_by_role("button", name=mine.say("code_entry.open"), exact=True).click()
        expect(page.locator(".tw-workbook h1")).to_have_text(mine.heading)
        theirs = Person(page, CONTENT, mine.audience, language, "mouse")
        theirs.did = mine.did
        theirs.screen()
        saved(theirs)
        page.close()
        mine.page.evaluate("window.dispatchEvent(new Event('online'))")
        mine.page.reload()
        expect(mine.page.locator(".tw-workbook h1")).not_to_have_text(re.compile("…$"))


@pytest.fixture
def other_device(browser: Browser) -> Iterator[BrowserContext]:
    with device(browser, "en", "keyboard") as context:
        yield context


@pytest.mark.parametrize("hand", ["touch", "keyboard"])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("audience", [*Audience])
def test_what_was_tapped_is_what_is_kept(
    audience: Audience,
    language: str,
    hand: Literal["touch", "keyboard"],
    served: Served,
    browser: Browser,
    other_device: BrowserContext,
) -> None:
    with device(browser, language, hand) as context:
        trouble: list[str] = []
        page = opened(context, f"{served.url}/workbook/{audience.value}?lang={language}")
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: trouble.append(said.text) if "Content Security Policy" in said.text else None)
        person = Person(page, CONTENT, audience, language, hand)
        person.begin()
        on_the_way = OnTheWay(person, served, other_device)
        person.fill(on_the_way)
        saved(person)
        assert on_the_way.happened == ["reload", "killed_kernel", "second_device"]
        assert trouble == []

    did, summary = person.did, kept(served.data, person.code)
    assert {s: level.value for s, level in summary.response.asks.items()} == did.asks
    assert {s: level.value for s, level in summary.response.offers.items()} == did.offers
    core = [s for s in CONTENT.instrument.statements if s.core]
    assert len(did.asks) + len(did.offers) + len(did.skipped) == len(core)
    assert {"before": dict(summary.clarity.before), "after": dict(summary.clarity.after)} == did.clarity
    assert all(len(answers) == 6 for answers in did.clarity.values())
    assert [(m.about, dict(m.ratings)) for m in summary.magnet_maps] == [(did.place, did.ratings)]
    assert len(did.ratings) == len(CONTENT.factors)
    assert dict(summary.evidence) == did.evidence
    assert len(did.evidence) == (3 if audience is Audience.EMPLOYER else 0)
    assert dict(summary.reflections) == did.reflections
    assert list(summary.response.magnets) == did.magnets
    assert [(s.what, str(s.by), s.who) for s in summary.next_steps] == did.steps
    assert [consent.scope for consent in summary.consents] == did.consents
    assert summary.language == language
