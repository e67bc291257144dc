"""Is a path there, and is it a folder? Without an exception for one that is too long, or in a folder closed to us."""

from __future__ import annotations

from pathlib import Path


def is_folder(path: Path) -> bool:
    """Whether a path is a folder that can be found."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Whether anything that can be found is at a path."""
    try:
        return path.exists()
    except OSError:
        return False
