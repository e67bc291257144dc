"""What the tests of handouts share: one warm press, the content's personas as files, and all their handouts."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tw_kit.content import LANGUAGES, Content, load_content
from tw_kit.model import Audience, Summary
from tw_kit.reports.job import Made
from tw_kit.reports.press import Press, make_handouts
from tw_kit.sample import grow_people
from tw_kit.store import write_summary


@dataclass(frozen=True)
class Printed:
    """The handouts of all personas."""

    people: dict[str, Summary]
    sources: Path
    out: Path
    made: list[Made]

    def html(self, stem: str, language: str) -> str:
        return (self.out / f"{stem}.{language}.html").read_text(encoding="utf-8")

    def pdf(self, stem: str, language: str) -> Path:
        return self.out / f"{stem}.{language}.pdf"

    def each(self) -> Iterator[tuple[str, str, Summary]]:
        """Stem, language and summary of every handout."""
        for stem, summary in self.people.items():
            for language in LANGUAGES:
                yield stem, language, summary


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where Python may keep no compiled modules, keep them for this run: many tests start new processes."""
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        yield


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="session")
def press(compiled_once: None) -> Iterator[Press]:
    with Press() as warm:
        yield warm


@pytest.fixture(scope="session")
def people(content: Content) -> dict[str, Summary]:
    """The personas as they were written: the first sample people of each side."""
    count = Counter(persona.audience for persona in content.personas)
    return dict(grow_people(content, count[Audience.WORK_SEEKER], count[Audience.EMPLOYER], seed=1))


@pytest.fixture(scope="session")
def printed(press: Press, people: dict[str, Summary], tmp_path_factory: pytest.TempPathFactory) -> Printed:
    sources, out = tmp_path_factory.mktemp("people"), tmp_path_factory.mktemp("handouts")
    for stem, summary in people.items():
        write_summary(summary, sources / f"{stem}.json")
    made = make_handouts(sorted(sources.iterdir()), out, keep_notebooks=True, press=press)
    return Printed(people, sources, out, made)


def press_servers() -> list[psutil.Process]:
    """The warm processes of this one's presses; a browser or a database may be its children too."""
    return [each for each in psutil.Process().children() if "server.serve(" in " ".join(each.cmdline())]
