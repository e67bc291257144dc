"""environment.yml names what pyproject.toml names, by the committed map."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"^([A-Za-z0-9_.-]+?)\s*(>=[^,;]+)?$")


def parts(requirement: str) -> tuple[str, str]:
    found = NAME.match(requirement)
    assert found is not None, requirement
    return found.group(1), found.group(2) or ""


def test_environment_file_has_the_dependencies_of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = yaml.safe_load((ROOT / ".ci/conda_names.yml").read_text(encoding="utf-8"))
    expected_conda, expected_pip = {("python", project["requires-python"]), ("pip", "")}, {(".", "")}
    for requirement in project["dependencies"]:
        name, bound = parts(requirement)
        conda = names[name]
        (expected_pip if conda == "pip" else expected_conda).add((name if conda == "pip" else conda, bound))
    assert names.keys() == {parts(requirement)[0] for requirement in project["dependencies"]}

    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    conda = {parts(entry) for entry in listed if isinstance(entry, str)}
    assert expected_conda == conda
    assert expected_pip == {parts(entry) for entry in pip}
