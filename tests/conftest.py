"""What all tests share: a browser, or one line that says how to get one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Error, Playwright, sync_playwright

settings.register_profile("tw-kit", deadline=None, print_blob=True)
settings.load_profile("tw-kit")

REQUIRE_BROWSER = "TW_KIT_REQUIRE_BROWSER"
NO_BROWSER = (
    "no Chromium or Chrome found; get one with: apt-get install chromium, or: uv run playwright install chromium"
)
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP room.test 127.0.0.1",
)


def system_browser() -> str | None:
    """Where the Chromium or Chrome of this machine is."""
    return next((path for name in SYSTEM_BROWSERS if (path := shutil.which(name)) is not None), None)


def launched(playwright: Playwright) -> Browser | None:
    """A Chromium, or None where there is none."""
    system = system_browser()
    if system is None and not Path(playwright.chromium.executable_path).exists():
        return None
    try:
        return playwright.chromium.launch(executable_path=system, args=list(ARGUMENTS))
    except Error:
        if system is not None:  # there is one and it does not start: that is a failure, not an absence
            raise
        return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; where none is found the test is skipped, or fails if the machine must have one."""
    with sync_playwright() as playwright:
        found = launched(playwright)
        if found is None:
            if os.environ.get(REQUIRE_BROWSER) == "1":
                pytest.fail(NO_BROWSER)
            pytest.skip(NO_BROWSER)
        yield found
        found.close()
