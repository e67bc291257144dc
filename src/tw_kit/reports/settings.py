"""In which words and for which site a notebook prints: the command line's global options, as environment variables.

A handout notebook has one parameter, the summary; who runs it by hand, with papermill or `jupyter nbconvert`, sets
these as needed:

    TW_KIT_LANG      en or fr; the summary's own language where it is not set
    TW_KIT_CONTENT   a content folder; the kit's own where it is not set
    TW_KIT_DATA      a data folder, which may hold site.yaml; an empty site where it is not set
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """What is printed with a summary that is not in it."""

    language: str | None = None
    content: Path | None = None
    data: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> PrintSettings:
        """The settings of this process."""
        content, data = environment.get("TW_KIT_CONTENT"), environment.get("TW_KIT_DATA")
        return cls(
            language=environment.get("TW_KIT_LANG") or None,
            content=Path(content) if content else None,
            data=Path(data) if data else None,
        )

    def as_environment(self) -> dict[str, str]:
        """The variables that say the same; an empty value says that nothing is set."""
        return {
            "TW_KIT_LANG": self.language or "",
            "TW_KIT_CONTENT": "" if self.content is None else str(self.content),
            "TW_KIT_DATA": "" if self.data is None else str(self.data),
        }

    @property
    def site_file(self) -> Path | None:
        """Where the site's own file would be."""
        return None if self.data is None else self.data / "site.yaml"
