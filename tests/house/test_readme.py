"""README names every command, and its commands are the ones that work."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from tw_kit.cli.commands import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def command_names() -> list[str]:
    names = []
    click_app = typer.main.get_command(app)
    for name, command in click_app.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        names += [name] if below is None else [f"{name} {child}" for child in below]
    return names


def test_every_command_is_in_the_readme():
    names = command_names()
    assert len(names) >= 6
    assert [n for n in names if f"tw-kit {n}" not in README] == []


def test_the_two_commands_come_first():
    commands = re.findall(r"^pip install uv && uv run .*$", README, re.MULTILINE)
    assert commands[:2] == ["pip install uv && uv run tw-kit demo", "pip install uv && uv run pytest"]


def test_files_the_readme_points_to_are_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
