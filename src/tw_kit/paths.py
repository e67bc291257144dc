"""Where files are: those that come with the kit, and whether a path is there at all.

The latter without an exception for a path that is too long, or in a folder closed to us.
"""

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


def shipped(name: str) -> Path:
    """A folder that stands beside the source and comes with the kit: ``"notebooks"`` or ``"exercises"``.

    Parameters
    ----------
    name : str

    Returns
    -------
    Path
        In a clone that of its top level; where the kit is installed, the copy in the package.
    """
    package = Path(__file__).parent
    installed = package / "shipped" / name
    return installed if is_folder(installed) else package.parents[1] / name
