"""The command line: parses, calls, prints. `main` is the entry point `tw-kit`."""

from tw_kit.cli.run import main

__all__ = ["main"]
