"""The page of a workbook in a real browser, on a real server: its size, its connection, and how it fails."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.serve.running import until
from tests.serve.test_look import WCAG
from tests.serve.test_start_page import start_workbook
from tests.serve.wire import wire
from tw_kit.app import open_kit, open_workbooks
from tw_kit.content import load_content
from tw_kit.errors import Fault

CONTENT = load_content()
FIRST_VISIT_MAX = 150_000  # bytes, typeface included
REPEAT_VISIT_MAX = 20_000
USABLE_S = 15  # a busy machine; alone it is under one


class Traffic:
    """Bytes that a page moves, as Chromium counts them: answers with their headers, and frames of websockets."""

    def __init__(self, page: Page) -> None:
        self.by_url: Counter[str] = Counter()
        self.frames = 0
        self._urls: dict[str, str] = {}
        cdp = page.context.new_cdp_session(page)
        cdp.on("Network.requestWillBeSent", lambda e: self._urls.__setitem__(e["requestId"], e["request"]["url"]))
        cdp.on("Network.loadingFinished", self._finished)
        for event in ("Network.webSocketFrameReceived", "Network.webSocketFrameSent"):
            cdp.on(event, self._frame)
        cdp.send("Network.enable")

    def _finished(self, event) -> None:
        self.by_url[self._urls.get(event["requestId"], "?")] += event["encodedDataLength"]

    def _frame(self, event) -> None:
        self.frames += len(event["response"]["payloadData"]) * 3 // 4  # base64

    @property
    def bytes(self) -> int:
        return sum(self.by_url.values()) + self.frames


@pytest.fixture
def context(browser, server):
    """A new browser that remembers what it complained of; `watch` blocks other hosts, and remembers them too."""
    made = browser.new_context(locale="en-CA")
    made.complaints, made.outside = [], []
    made.on("console", lambda message: made.complaints.append(message.text))
    made.on("weberror", lambda error: made.complaints.append(str(error.error)))

    def is_ours(url: str) -> bool:
        if url.startswith((f"{server.url}/", f"ws://127.0.0.1:{server.port}/")):
            return True
        made.outside.append(url)
        return False

    def watch(route) -> None:
        if is_ours(route.request.url):
            route.continue_()
        else:
            route.abort()

    made.on("page", lambda page: page.on("websocket", lambda socket: is_ours(socket.url)))
    made.watch = lambda: made.route("**/*", watch)
    yield made
    made.close()


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    page.locator("body[data-ready]").wait_for(timeout=USABLE_S * 1000)
    return page


def heading(page: Page) -> str:
    return page.locator("h1").first.inner_text()


@pytest.mark.parametrize("side", ["work_seeker", "employer"])
def test_a_visit_is_small_and_a_second_one_much_smaller(context, server, side):
    page = context.new_page()
    first = Traffic(page)
    opened(page, f"{server.url}/workbook/{side}")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("[...document.fonts].map(f => f.status)") == ["loaded"]
    page.wait_for_load_state("networkidle")
    assert 20_000 < first.bytes <= FIRST_VISIT_MAX, first.by_url
    assert first.frames > 500
    again = Traffic(second := context.new_page())
    opened(second, f"{server.url}/workbook/{side}")
    second.wait_for_load_state("networkidle")
    assert 1_000 < again.bytes <= REPEAT_VISIT_MAX, again.by_url
    assert context.complaints == []


def test_it_is_usable_soon_after_the_click(context, server):
    page = context.new_page()
    page.goto(server.url)
    begun = time.monotonic()
    page.get_by_role("link", name="Start my workbook").click()
    page.get_by_role("button").first.wait_for()
    page.locator("body[data-ready]").wait_for(timeout=USABLE_S * 1000)
    assert time.monotonic() - begun < USABLE_S


@pytest.mark.parametrize(("language", "locale"), [("en", "en"), ("fr", "fr-CA")])
def test_the_page_has_the_language_and_the_title_that_the_workbook_has(context, server, language, locale):
    page = opened(context.new_page(), f"{server.url}/workbook/employer?lang={language}")
    assert page.evaluate("document.documentElement.lang") == locale
    assert heading(page).strip() in page.title()
    assert Axe().run(page, options=WCAG).response["violations"] == []


def test_nothing_is_asked_of_any_other_host(context, server):
    context.watch()
    page = context.new_page()
    for path in ("/", "/?lang=fr", "/code", "/handouts", "/nothing"):
        page.goto(server.url + path)
    context.complaints.clear()  # of the page that is not there
    opened(page, f"{server.url}/workbook/work_seeker?lang=fr")
    opened(page, f"{server.url}/workbook/employer?lang=en")
    assert context.outside == []
    assert context.complaints == []
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => null)")  # what is outside is seen, and refused twice over
    assert "Content Security Policy" in "".join(context.complaints)


def test_the_kernel_ends_when_the_page_is_left(context, server):
    before = {each.pid for each in server.kernels()}
    page = opened(context.new_page(), f"{server.url}/workbook/work_seeker")
    mine = {each.pid for each in server.kernels()} - before
    assert len(mine) == 1
    page.goto("about:blank")
    assert until(lambda: not mine & {each.pid for each in server.kernels()})


@pytest.mark.parametrize("between", ["-", " ", ""])
@pytest.mark.parametrize(("side", "language"), [("work_seeker", "fr"), ("employer", "en")])
def test_a_code_opens_the_workbook_of_its_side_and_is_in_no_address(context, server, side, language, between):
    store = open_workbooks(open_kit(data=server.data))
    code = start_workbook(store, side, language)
    store.close()
    page = context.new_page()
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(f"{server.url}/code?lang=fr")
    page.get_by_label(CONTENT.text("page.code_label", "fr")).fill(code.replace("-", between))
    page.get_by_role("button", name=CONTENT.text("page.code_open", "fr")).click()
    page.locator("body[data-ready]").wait_for(timeout=USABLE_S * 1000)
    expect(page.locator(".tw-workbook.is-open")).to_be_visible(timeout=USABLE_S * 1000)
    assert page.url == f"{server.url}/workbook/{side}?lang=fr"
    assert [each for each in addresses if code[:6] in each.split("#")[0]] == []


@pytest.fixture
def connected(context, server, tmp_path):
    """A workbook's page over a wire that can be cut."""
    with wire(server.port) as line:
        page = context.new_page()
        opened(page, f"http://127.0.0.1:{line.port}/workbook/work_seeker?lang=en")
        yield page, line


def send_code(page: Page) -> None:
    """Ask the kernel for the workbook of a code that opens none."""
    page.get_by_role("button", name=CONTENT.text("workbook.about.have_code", "en")).click()
    page.get_by_role("textbox").fill("brick panda lemon 7")
    page.keyboard.press("Enter")


def expect_answer(page: Page) -> None:
    """The kernel's sentence is there."""
    said = CONTENT.sentence(Fault("store.code_unknown"), "en")
    expect(page.get_by_text(said).first).to_be_visible(timeout=USABLE_S * 1000)


def test_a_connection_that_is_cut_is_made_again_to_the_same_kernel(connected):
    page, line = connected
    kernel, count = page.locator("#workbook").get_attribute("data-kernel"), line.count
    line.cut()
    assert until(lambda: line.count > count)
    send_code(page)
    expect_answer(page)
    assert page.locator("#workbook").get_attribute("data-kernel") == kernel


def test_what_is_said_while_there_is_no_connection_arrives_after(connected):
    page, line = connected
    line.refuse(True)
    line.cut()
    page.wait_for_timeout(500)
    send_code(page)
    page.wait_for_timeout(1_000)
    line.refuse(False)
    expect_answer(page)


def test_a_connection_that_went_dead_while_nobody_looked_is_noticed_on_coming_back(connected):
    page, line = connected
    line.deaden()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    count = line.count
    assert until(lambda: line.count > count, 15)
    send_code(page)
    expect_answer(page)


def test_a_kernel_that_is_gone_is_told_in_a_sentence_with_one_button(context, server):
    before = {each.pid for each in server.kernels()}
    page = opened(context.new_page(), f"{server.url}/workbook/work_seeker?lang=fr")
    (mine,) = [each for each in server.kernels() if each.pid not in before]
    mine.kill()
    expect(page.get_by_text(CONTENT.text("workbook.lost.page", "fr")).first).to_be_visible(timeout=USABLE_S * 1000)
    page.get_by_role("button", name=CONTENT.text("workbook.lost.reload", "fr")).click()
    page.locator("body[data-ready]").wait_for(timeout=USABLE_S * 1000)
    assert "Traceback" not in page.inner_text("body")


def test_without_script_the_page_says_what_it_needs(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/workbook/work_seeker?lang=fr")
    said = page.locator("noscript").inner_text()
    context.close()
    assert "Ce cahier a besoin de JavaScript." in said
    assert "This workbook needs JavaScript." in said
