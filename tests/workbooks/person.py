"""A believable person at a workbook page: reads what is on the screen, taps or types, and remembers what they did.

It knows the page only by what a person sees: headings, labels and buttons, in their language. What it remembers is
compared with what the store holds.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tw_kit.content import Content
from tw_kit.model import Audience

TABS_MAX = 80  # controls on the longest screen, by far
SCREENS_MAX = 150


@dataclass
class Did:
    """What a person told the page, by its words as they were shown."""

    asks: dict[str, str] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    clarity: dict[str, dict[str, int]] = field(default_factory=lambda: {"before": {}, "after": {}})
    ratings: dict[str, int] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    reflections: dict[str, str] = field(default_factory=dict)
    place: str = ""
    magnets: list[str] = field(default_factory=list)
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    consents: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


class Person:
    """Someone who fills a workbook.

    Parameters
    ----------
    page : Page
        At the workbook's first screen.
    content : Content
    audience : Audience
    language : str
    hand : str
        ``"touch"``, ``"mouse"`` or ``"keyboard"``.
    """

    def __init__(
        self,
        page: Page,
        content: Content,
        audience: Audience,
        language: str,
        hand: Literal["touch", "mouse", "keyboard"] = "mouse",
    ) -> None:
        self.page, self.content, self.audience, self.language, self.hand = page, content, audience, language, hand
        self.did = Did()
        self.code = ""
        self.has_seen_clarity = False
        self.seconds: list[float] = []  # a statement each
        self.seen: list[str] = []  # headings, in order

    # What stands on the screen

    def say(self, text_id: str, **facts: str | int) -> str:
        """A word of the page; of this side where there is one."""
        own = f"workbook.{text_id}.{self.audience.value}"
        text = own if own in self.content.texts else f"workbook.{text_id}"
        return self.content.text(text, self.language, **facts)

    @property
    def heading(self) -> str:
        return self.page.locator(".tw-workbook h1").inner_text().replace("\n", " ")

    def button(self, text_id: str, **facts: str | int) -> Locator:
        return self.page.locator(".screen").get_by_role("button", name=self.say(text_id, **facts), exact=True)

    def is_shown(self, text_id: str) -> bool:
        return self.heading == self.say(text_id)

    def of_statement(self, part: Literal["ask", "offer"]) -> str | None:
        """The statement whose sentence is the heading."""
        heading = self.heading
        for statement, words in self.content.statements.items():
            if getattr(words, part).in_language(self.language) == heading:
                return statement
        return None

    # What a hand does

    def press(self, target: Locator) -> None:
        if self.hand == "touch":
            target.tap()
        elif self.hand == "mouse":
            target.click()
        else:
            self.reach(target)
            self.page.keyboard.press("Enter")

    def reach(self, target: Locator) -> None:
        """Go to a control by the Tab key alone."""
        for _ in range(TABS_MAX):
            if target.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target} on the screen {self.heading!r}")

    def write(self, target: Locator, text: str) -> None:
        if self.hand == "keyboard":
            self.reach(target)
            self.page.keyboard.insert_text(text)
        else:
            target.fill(text)

    def tick(self, box: Locator) -> None:
        if self.hand == "keyboard":
            self.reach(box)
            self.page.keyboard.press("Space")
        else:
            self.press(box.locator("xpath=ancestor::label"))
        expect(box).to_be_checked()

    def choose(self, value: str) -> None:
        """Choose among radio buttons, and go on."""
        before = self.heading
        radio = self.page.locator(f'.screen input[type=radio][value="{value}"]')
        if self.hand == "keyboard":
            radios = self.page.locator(".screen input[type=radio]")
            values = [each.get_attribute("value") for each in radios.all()]
            self.reach(radios.first)
            self.page.keyboard.press("Space")
            for _ in range(values.index(value)):
                self.page.keyboard.press("ArrowDown")
            expect(radio).to_be_checked()
            self.page.keyboard.press("Enter")
        else:
            self.press(radio.locator("xpath=ancestor::label"))
        self.left(before)

    def left(self, heading: str) -> None:
        """Wait until another screen is there."""
        expect(self.page.locator(".tw-workbook h1")).not_to_have_text(heading)

    def go_on(self, text_id: str = "next") -> None:
        before = self.heading
        self.press(self.button(text_id))
        self.left(before)

    # The way through

    def begin(self, *, consents: int = 2) -> None:
        """Language, what this is, consents, and the code."""
        if self.page.locator(".screen").get_by_role("button", name="English", exact=True).count():
            name = "Français" if self.language == "fr" else "English"
            before = self.heading
            self.press(self.page.locator(".screen").get_by_role("button", name=name, exact=True))
            self.left(before)
        expect(self.page.locator(".tw-workbook h1")).to_have_text(self.say("about.heading"))
        self.go_on("about.next")
        boxes = self.page.locator(".screen input[type=checkbox]")
        for box in boxes.all()[:consents]:
            self.tick(box)
            self.did.consents.append(box.get_attribute("value") or "")
        self.go_on("consent.start")
        expect(self.page.locator(".tw-workbook h1")).to_have_text(self.say("code.heading"))
        self.code = self.page.locator(".screen .code").inner_text().replace("\n", "").strip()
        self.go_on("code.next")

    def fill(self, on_screen: Callable[[int], None] = lambda number: None) -> None:
        """Everything up to the result.

        Parameters
        ----------
        on_screen : callable
            Told the number of each screen before it is filled: for what happens on the way.
        """
        for number in range(SCREENS_MAX):
            on_screen(number)
            if self.is_shown("result.heading"):
                return
            self.seen.append(self.heading)
            started = time.monotonic()
            if self.screen():
                self.seconds.append(time.monotonic() - started)
        raise AssertionError(f"no end after {SCREENS_MAX} screens: {self.seen[-5:]}")

    def screen(self) -> bool:
        """Fill the screen that is there; tells whether it was a statement."""
        if self.is_shown("private.heading"):
            self.press(self.button("private.cover"))
            self.left(self.say("private.heading"))
        if self.page.locator(".screen input[type=radio]").count():
            return self.one_of()
        handlers = {
            "place.heading": self.name_place,
            "evidence_choice.heading": self.choose_evidence,
            "reflect.heading": self.reflect,
            "magnets.heading": self.choose_magnets,
            "steps.heading": self.plan,
        }
        for text_id, handler in handlers.items():
            if self.is_shown(text_id):
                handler()
                return False
        if self.button("more.later").count():
            self.go_on("more.later")
        elif self.button("kind_question.keep").count():
            self.go_on("kind_question.keep")
        elif self.button("begin").count():
            self.go_on("begin")
        elif (statement := self.of_statement("offer")) and self.page.locator(".screen textarea").count():
            self.did.evidence[statement] = f"{statement} : « l’exemple » <b>& 'le' \"vrai\"</b>"
            self.write(self.page.locator(".screen textarea"), self.did.evidence[statement])
            self.go_on()
        else:
            raise AssertionError(f"a screen that a person would not know what to do with: {self.heading!r}")
        return False

    def one_of(self) -> bool:
        values = [each.get_attribute("value") or "" for each in self.page.locator(".screen input[type=radio]").all()]
        heading = self.heading
        value = values[int(hashlib.sha256(heading.encode()).hexdigest(), 16) % len(values)]
        if statement := self.of_statement("ask"):
            if statement.startswith("gr_"):  # one factor is passed over
                self.did.skipped.append(statement)
                self.go_on("skip")
                return True
            self.did.asks[statement] = value
        elif statement := self.of_statement("offer"):
            self.did.offers[statement] = value
        elif factor := next(
            (f for f in self.content.factors if self.content.factor_name(f, self.language).lower() == heading.lower()),
            None,
        ):
            self.did.ratings[factor] = int(value)
        else:
            items = self.content.clarity.of(self.audience)
            item = next(each.id for each in items if each.text.in_language(self.language) == heading)
            when = "after" if item in self.did.clarity["before"] else "before"
            self.did.clarity[when][item] = int(value)
        self.choose(value)
        return True

    def name_place(self) -> None:
        self.did.place = "l’usine <script>alert(1)</script>"
        self.write(self.page.get_by_label(self.say("place.label")), self.did.place)
        self.go_on()

    def choose_evidence(self) -> None:
        for box in self.page.locator(".screen input[type=checkbox]").all()[:3]:
            self.tick(box)
        self.go_on()

    def reflect(self) -> None:
        fold = self.page.locator(".screen details").first
        self.press(fold.locator("summary"))
        box = fold.locator("textarea")
        text = "Un chef qui écoute.\nEt du temps."
        self.write(box, text)
        asked = fold.locator("label").first.inner_text()
        prompts = {f: w.reflect.of(self.audience).in_language(self.language) for f, w in self.content.factors.items()}
        factor = next(f for f, prompt in prompts.items() if prompt in asked)
        self.did.reflections[factor] = text
        self.go_on()

    def choose_magnets(self) -> None:
        boxes = self.page.locator(".screen input[type=checkbox]").all()
        for box in (boxes[4], boxes[0], boxes[6]):
            self.tick(box)
            self.did.magnets.append(box.get_attribute("value") or "")
        self.go_on()

    def plan(self) -> None:
        step = ("Appeler l’usine & demander", "2027-02-03", "Marie")
        labels = (self.say(f"steps.{part}") for part in ("what", "by", "who"))
        what, by, who = (self.page.get_by_label(label, exact=True).first for label in labels)
        self.write(what, step[0])
        if self.hand == "keyboard":
            self.reach(by)
            self.page.keyboard.type("02032027")
        else:
            by.fill(step[1])
        self.write(who, step[2])
        self.did.steps.append(step)
        self.go_on()
