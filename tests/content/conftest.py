"""A copy of the kit's own content to break, and one way to break it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tw_kit.content.load import PACKAGED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with the kit's own files."""
    copy = tmp_path / "content"
    shutil.copytree(PACKAGED, copy, ignore=lambda _, names: [n for n in names if n.endswith((".py", ".pyc"))])
    return copy


@pytest.fixture
def change(folder: Path) -> Callable[[str, Callable[[Any], None]], None]:
    """Changes one file: its record is handed over, changed in place and written back."""

    def changed(file: str, how: Callable[[Any], None]) -> None:
        path = folder / file
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        how(record)
        path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")

    return changed
