"""Write the exact versions of this environment into pyproject.toml: `uv run python .ci/pin.py`.

A lock file would record the host of a package registry; `[tool.uv] constraint-dependencies` records versions alone.
"""

from __future__ import annotations

import re
from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import Version

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
BLOCK = re.compile(r"^constraint-dependencies = \[\n(?:.*\n)*?\]\n", re.MULTILINE)


def pin(name: str, version: str, requires_python: str | None) -> str:
    """``name==version``, only for the Pythons that this version supports where they are not all of ours."""
    oldest = re.search(r"requires-python = \">=([\d.]+)\"", PYPROJECT.read_text(encoding="utf-8"))
    least = re.search(r">=\s*([\d.]+)", requires_python or "")
    if oldest is None or least is None or Version(least[1]) <= Version(oldest[1]):
        return f"{name}=={version}"
    return f"{name}=={version} ; python_full_version >= '{least[1]}'"


def frozen() -> list[str]:
    """Every installed package but our own."""
    listed = {
        canonicalize_name(found.metadata["Name"]): (found.version, found.metadata["Requires-Python"])
        for found in distributions()
    }
    return [pin(name, *facts) for name, facts in sorted(listed.items()) if name != "tw-kit"]


def main() -> None:
    """Replace the block of versions, or add it."""
    block = "constraint-dependencies = [\n" + "".join(f'    "{line}",\n' for line in frozen()) + "]\n"
    text = PYPROJECT.read_text(encoding="utf-8")
    if BLOCK.search(text):
        text = BLOCK.sub(lambda _: block, text)
    else:
        text = text.replace("[tool.uv]\n", f"[tool.uv]\n{block}")
    PYPROJECT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
