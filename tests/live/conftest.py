"""A small good plan to break, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tw_kit.content import load_content
from tw_kit.errors import ContentFaults, Fault
from tw_kit.live import load_plans


def text(en: str = "Say it.", fr: str = "Dites-le.") -> dict[str, str]:
    return {"en": en, "fr": fr}


def step(step_id: str, kind: str, minutes: int = 5, **more: Any) -> dict[str, Any]:
    words = {"title": text(), "say": [text()], "do": [text()], "watch_for": [text()], "screen": text()}
    return {"id": step_id, "kind": kind, "minutes": minutes, **words, **more}


def small_plan() -> dict[str, Any]:
    """Half an hour with a step of each kind that needs a key of its own."""
    options = [{"id": "hours", "text": text("Hours", "Les heures")}, {"id": "pay", "text": text("Pay", "La paie")}]
    return {
        "id": "small",
        "for": "employers",
        "title": text(),
        "aim": text(),
        "minutes": 40,
        "first_sitting": "offers",
        "group": {"from": 3, "to": 12},
        "materials": [text()],
        "before_arrival": [text()],
        "steps": [
            step("welcome", "welcome", consents=["use_in_workshop"], part="start"),
            step("before", "clarity_before"),
            step("offers", "statements", 10, about="workplace"),
            step("quick", "poll", poll={"question": text(), "options": options}),
            step("growing", "factor", factors=["growth"]),
            step("after", "clarity_after"),
            step("end", "close", part="result"),
        ],
    }


def in_step(step_id: str, **changes: Any) -> Callable[[dict[str, Any]], None]:
    """A change to one step; None takes the key out."""

    def change(plan: dict[str, Any]) -> None:
        found = next(each for each in plan["steps"] if each["id"] == step_id)
        found.update(changes)
        for key in [key for key, value in changes.items() if value is None]:
            del found[key]

    return change


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of plans with the small one in it."""
    path = tmp_path / "plans"
    path.mkdir()
    write(path, small_plan())
    return path


def write(folder: Path, plan: Any, name: str = "small") -> None:
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")


def faults_in(folder: Path) -> list[Fault]:
    """The faults that keep a folder from being loaded; each can be said in both languages."""
    content = load_content()
    try:
        load_plans(folder, content)
    except ContentFaults as exc:
        for fault in exc.faults:
            assert content.sentence(fault, "en") != content.sentence(fault, "fr")
        return list(exc.faults)
    return []
