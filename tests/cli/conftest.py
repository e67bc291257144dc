"""Running a command in this process, and people to run it on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tw_kit.cli import main
from tw_kit.content import load_content
from tw_kit.sample import write_sample


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


@pytest.fixture
def run(capsys, monkeypatch, tmp_path) -> Callable[..., Ran]:
    """Runs `tw-kit` with these arguments, in English unless `language` says otherwise."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TW_KIT_DEBUG", raising=False)

    def ran(*arguments: object, language: str = "C.UTF-8") -> Ran:
        monkeypatch.setenv("LC_ALL", language)
        code = main([str(argument) for argument in arguments])
        out, err = (text.replace("\u00a0", " ") for text in capsys.readouterr())  # French spaces before : and ;
        return Ran(code, out, err)

    return ran


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Two people of each side."""
    folder = tmp_path / "people"
    write_sample(folder, load_content(), seekers=2, employers=2, seed=1)
    return folder


@pytest.fixture
def broken(people: Path) -> Path:
    """One more person, whose file has two faults."""
    record: dict[str, Any] = json.loads((people / "employer_001.json").read_text(encoding="utf-8"))
    record |= {"date": "soon", "magnets": ["growth", "growth"]}
    path = people / "broken.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path
