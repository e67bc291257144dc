"""In which words and for which site a notebook prints: the command line's global options, as environment variables.

A handout notebook has one parameter, the summary; who runs it by hand, with papermill or `jupyter nbconvert`, sets
TW_KIT_LANG, TW_KIT_CONTENT and TW_KIT_DATA as needed (`tw_kit.environment`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tw_kit.environment import CONTENT, DATA, LANG


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """What is printed with a summary that is not in it."""

    language: str | None = None
    content: Path | None = None
    data: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> PrintSettings:
        """The settings of this process."""
        content, data = environment.get(CONTENT), environment.get(DATA)
        return cls(
            language=environment.get(LANG) or None,
            content=Path(content) if content else None,
            data=Path(data) if data else None,
        )

    def as_environment(self) -> dict[str, str]:
        """The variables that say the same; an empty value says that nothing is set."""
        return {
            LANG: self.language or "",
            CONTENT: "" if self.content is None else str(self.content),
            DATA: "" if self.data is None else str(self.data),
        }

    @property
    def site_file(self) -> Path | None:
        """Where the site's own file would be."""
        return None if self.data is None else self.data / "site.yaml"
