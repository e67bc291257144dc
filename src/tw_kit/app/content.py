"""What commands tell of the content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tw_kit.app.kit import Kit
from tw_kit.errors import Fault
from tw_kit.live import check_with_plans


def check(kit: Kit, folder: Path | None) -> tuple[Fault, ...]:
    """Every fault of a content folder, the one given, else the kit's, and of the workshop plans that go with it."""
    return check_with_plans(kit.folder if folder is None else folder)


def content_list(kit: Kit) -> dict[str, Any]:
    """Factors and statements with their marks, in content order, without their words."""
    instrument = kit.content.instrument
    return {
        "content_version": instrument.content_version,
        "factors": [{"id": factor} for factor in instrument.factors],
        "statements": [
            {
                "id": s.id,
                "factor": s.factor,
                "direction": s.direction.value,
                "valence": s.valence.value,
                "private": s.private,
                "core": s.core,
            }
            for s in instrument.statements
        ],
    }
