"""Write the exact versions of this environment into pyproject.toml: `uv run python .ci/pin.py`.

A lock file would record the host of a package registry; `[tool.uv] constraint-dependencies` records versions alone.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
BLOCK = re.compile(r"^constraint-dependencies = \[\n(?:.*\n)*?\]\n", re.MULTILINE)


def frozen() -> list[str]:
    """Every installed package but our own, as ``name==version``."""
    listed = subprocess.run(
        ["uv", "pip", "freeze", "--exclude-editable"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted(line for line in listed.splitlines() if "==" in line and not line.startswith("tw-kit"))


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
