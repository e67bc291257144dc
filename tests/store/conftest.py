"""A good summary record to break, and one way to read it back from a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.store.stores import kind, make_store, postgres, sql_kind, store
from tw_kit.content import Content, load_content
from tw_kit.errors import SummaryFaults
from tw_kit.store import read_summary

__all__ = ["kind", "make_store", "postgres", "sql_kind", "store"]  # fixtures of every kind of store


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content()


@pytest.fixture
def record() -> dict[str, Any]:
    """A whole record, each part with something in it."""
    return {
        "schema_version": 1,
        "content_version": 1,
        "scoring_version": 1,
        "person": "sapin dune vélo 7",
        "audience": "work_seeker",
        "language": "fr",
        "date": "2026-06-15",
        "consents": [{"scope": "use_in_workshop", "version": 1, "at": "2026-06-15T14:05:00+00:00"}],
        "answers": {
            "asks": {"wa_nights": "avoid", "gr_named_teacher": "need"},
            "offers": {"wa_on_time": "yes", "wa_some_weekends": "negotiable"},
            "evidence": {"wa_on_time": "Deux retards en neuf saisons."},
            "reflections": {"growth": "J’aimerais apprendre les fours."},
            "clarity": {"before": {"cs_needs": 2}, "after": {"cs_needs": 4}},
            "magnet_maps": [{"about": "L’usine", "ratings": {"growth": 0, "pay_benefits": -3}}],
            "next_steps": [{"what": "Passer à la boulangerie", "by": "2026-06-20", "who": None}],
        },
        "magnets": ["working_arrangements", "growth"],
        "released": ["wa_nights"],
    }


@pytest.fixture
def faults_of(tmp_path: Path, content: Content) -> Callable[[Any], list[tuple[str, str]]]:
    """The faults (message, place) of a record or a text, as a file; each must have its sentence in both languages."""

    def faults(given: Any) -> list[tuple[str, str]]:
        path = tmp_path / "person.json"
        if isinstance(given, bytes):
            path.write_bytes(given)
        else:
            path.write_text(given if isinstance(given, str) else json.dumps(given), encoding="utf-8")
        try:
            read_summary(path, content)
        except SummaryFaults as exc:
            assert all(content.sentence(fault, language) for fault in exc.faults for language in ("en", "fr"))
            return [(fault.message.removeprefix("summary."), fault.place) for fault in exc.faults]
        return []

    return faults
