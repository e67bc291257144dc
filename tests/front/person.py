"""What a person does at the page, as verbs: by touch or by keyboard, in either language."""

from __future__ import annotations

from tw_kit.content import packaged_content

CONTENT = packaged_content()
SCREENS_MAX = 200


class Person:
    """Someone at a page that is open.

    Parameters
    ----------
    page : playwright Page
    language : str
    """

    def __init__(self, page, language="en"):
        self.page, self.language = page, language

    def say(self, text_id, **facts):
        """A text of the page."""
        return CONTENT.text(f"workbook.{text_id}", self.language, **facts)

    @property
    def screen(self):
        return self.page.locator(".tw-workbook").get_attribute("data-screen")

    @property
    def kind(self):
        return self.screen.partition(".")[0]

    @property
    def heading(self):
        return self.page.locator(".tw-workbook h1").inner_text()

    @property
    def saved(self):
        return self.page.locator(".tw-workbook .saved").inner_text()

    def button(self, name, exact=True):
        return self.page.get_by_role("button", name=name, exact=exact)

    def wait_for(self, screen):
        self.page.locator(f'.tw-workbook[data-screen="{screen}"]').wait_for()

    def left(self, screen):
        """Wait until another screen is shown."""
        self.page.locator(f'.tw-workbook:not([data-screen="{screen}"])').wait_for()

    def wait_saved(self):
        self.page.locator(".tw-workbook .saved.is-saved").wait_for()

    def reopen(self, book, screen):
        """Load the page again, with the workbook at a screen; what this page still has to say comes before."""
        self.wait_saved()
        book.be_at(screen)
        self.page.reload()
        self.wait_for(screen)

    def go_on(self):
        """Press what leads on, whatever it is called here."""
        here = self.screen
        self.page.locator('.tw-workbook button[type="submit"]').click()
        self.left(here)

    def choose_language(self):
        self.button({"en": "English", "fr": "Français"}[self.language]).click()
        self.wait_for("about")

    def start(self):
        """From the first page to the code."""
        self.page.locator(".tw-workbook h1").wait_for()
        if self.screen == "language":
            self.choose_language()
        self.go_on()
        self.go_on()
        self.wait_for("code")
        return self.code

    @property
    def code(self):
        return self.page.locator(".tw-workbook .code").first.inner_text()

    def tap(self, value):
        """Tap a choice; the next screen comes by itself."""
        here = self.screen
        self.page.locator(f'.tw-workbook .choice:has(input[value="{value}"])').click()
        self.left(here)

    def uncover(self):
        """Touch what is private, if the sentence is."""
        cover = self.page.locator(".tw-workbook form > .cover")
        if cover.count():
            cover.click()

    def answer(self, answers):
        """Do what this screen asks for; `answers` maps kinds of screens to what to tap."""
        kind, page = self.kind, self.page
        if kind in ("ask", "offer", "clarity_before", "clarity_after", "rating"):
            self.uncover()
            self.tap(answers[kind](self.screen))
            return
        if kind == "place":
            page.get_by_label(self.say("place.label")).fill(answers["place"])
        elif kind in ("evidence_choice", "magnets"):
            for place in range(min(3, page.locator(".choice").count())):
                page.locator(".choice").nth(place).click()
        elif kind == "evidence":
            self.uncover()
            page.locator("textarea").fill(answers["evidence"](self.screen))
        elif kind == "reflect":
            page.locator("summary").first.click()
            page.locator("textarea").first.fill(answers["reflect"])
        elif kind == "steps":
            page.get_by_label(self.say("steps.what")).first.fill(answers["what"])
            page.get_by_label(self.say("steps.by")).first.fill("2026-12-04")
            page.get_by_label(self.say("steps.who")).first.fill(answers["who"])
        elif kind == "more":
            here = self.screen
            self.button(self.say("more.later")).click()
            self.left(here)
            return
        self.go_on()

    def run(self, answers, until="result", at=lambda person: None):
        """Go on to a screen, answering all on the way; `at` is called on every screen."""
        for _ in range(SCREENS_MAX):
            at(self)
            if self.screen == until:
                return
            self.answer(answers)
        raise AssertionError(f"{until} was not reached; at {self.screen}")


def first_answers(language="en"):
    """Answers of somebody with clear wishes."""
    levels = ["need", "want", "want", "open", "rather_not", "want", "avoid"]
    order = {s.id: number for number, s in enumerate(CONTENT.instrument.statements)}

    def ask(screen):
        return levels[order[screen.partition(".")[2]] % len(levels)]

    words = {
        "en": (
            "the fish plant",
            "Last week I stayed an hour to show a new person the ovens.",
            "A clear schedule.",
            "Ask Marie to read two postings with me",
            "Marie",
        ),
        "fr": (
            "l’usine de poisson",
            "La semaine passée, j’ai montré les fours à une nouvelle personne.",
            "Un horaire clair.",
            "Demander à Marie de lire deux offres avec moi",
            "Marie",
        ),
    }[language]
    return {
        "ask": ask,
        "offer": lambda screen: ["yes", "negotiable", "yes", "no"][order[screen.partition(".")[2]] % 4],
        "clarity_before": lambda screen: 2,
        "clarity_after": lambda screen: 4,
        "rating": lambda screen: (CONTENT.instrument.factors.index(screen.partition(".")[2]) % 7) - 3,
        "place": words[0],
        "evidence": lambda screen: words[1],
        "reflect": words[2],
        "what": words[3],
        "who": words[4],
    }
