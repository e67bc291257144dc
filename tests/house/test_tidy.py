"""What no committed file may hold."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org", re.IGNORECASE)
OUTSIDE = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""", re.IGNORECASE)
HERE = "tests/house/test_tidy.py"


def committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: nothing is committed here")
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def text_of(name: str) -> str | None:
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_no_file_names_the_host_of_a_package_registry():
    found = [n for n in committed() if n != HERE and (text := text_of(n)) and REGISTRY.search(text)]
    assert found == []


def test_the_lock_file_is_not_committed():
    assert "uv.lock" not in committed()


def test_no_file_has_a_path_of_one_machine():
    found = [n for n in committed() if n != HERE and re.search(r"/work/|/home/\w|/Users/\w", text_of(n) or "")]
    assert found == []


def test_nothing_that_is_served_or_printed_points_outside():
    served = [n for n in committed() if n.startswith("src/") and Path(n).suffix in {".j2", ".css", ".js", ".html"}]
    assert served
    assert [n for n in served if OUTSIDE.search(text_of(n) or "")] == []


def test_notebooks_are_thin_and_stripped():
    notebooks = [n for n in committed() if n.endswith(".ipynb")]
    assert notebooks
    for name in notebooks:
        for cell in json.loads(text_of(name) or "{}")["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code":
                assert (cell["outputs"], cell["execution_count"]) == ([], None), name
                assert len(source.splitlines()) <= 5, name
                assert not re.search(r"^\s*(def|class|for|if|while)\b", source, re.MULTILINE), name
