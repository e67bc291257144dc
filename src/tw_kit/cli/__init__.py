"""The command line: parses, calls, prints. `main` is the entry point `tw-kit`."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, and give its exit code; see `tw_kit.cli.run.main`.

    Parameters
    ----------
    argv : sequence of str or None
        The arguments; None takes those of the process.
    """
    try:
        from tw_kit.cli.run import main as run  # takes half a second: a Ctrl-C may fall into it

        return run(argv)
    except KeyboardInterrupt:
        return 130
