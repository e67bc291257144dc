"""From a folder of YAML to plans: reads, validates, and lists every fault at once.

Wording (reading level, translations' placeholders, word list) is the work of `tw_kit.content.check_folder`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from tw_kit.content import Content, check_folder
from tw_kit.content.check import text_pairs
from tw_kit.content.load import PACKAGED, Folder, build_content, read_folder
from tw_kit.content.record import record_faults
from tw_kit.content.schema import Scope, placeholders
from tw_kit.content.yaml_file import read_yaml
from tw_kit.errors import ContentFaults, Fault, raise_if_any
from tw_kit.live.plan import Plan
from tw_kit.live.rules import broken_rules
from tw_kit.paths import is_folder, shipped

ROOM = "plans"


def plans_folder(content: Path | None) -> Path:
    """Where the plans are that go with a content folder: its own ``plans/``, or the kit's where it has none."""
    own = None if content is None else content / ROOM
    return own if own is not None and is_folder(own) else shipped("exercises") / ROOM


def read_plans(folder: Path) -> Folder:
    """The raw plans of a folder by file, such as ``"plans/employers"``, and what was wrong while reading them."""
    paths = sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))
    raw: dict[str, Any] = {}
    faults: list[Fault] = [] if paths else [Fault("plans.none", str(folder))]
    for path in paths:
        name = f"{ROOM}/{path.stem}"
        record, wrong = read_yaml(path, f"{name}.yaml")
        faults += wrong
        if not wrong:
            raw[name] = record
    return Folder(folder, MappingProxyType(raw), tuple(faults))


def check_with_plans(path: Path | None = None) -> tuple[Fault, ...]:
    """Every fault of a content folder and of the plans that go with it, structure and wording.

    Parameters
    ----------
    path : Path or None
        The content folder; None is the kit's own.

    Returns
    -------
    tuple of Fault
        Empty when all is good. Where the content cannot be used, what plans name of it is not looked up.

    Raises
    ------
    ContentFaults
        If the content folder is not there.
    """
    read = read_plans(plans_folder(path))
    faults = list(check_folder(path, read.raw))
    content, _ = build_content(read_folder(path or PACKAGED))
    if content is None:
        faults += _built(read, None, None)[1]
    else:
        faults += _built(read, tuple(content.factors), content.consents.scopes)[1]
    return tuple({str(fault): fault for fault in faults}.values())


def load_plans(folder: Path, content: Content) -> Mapping[str, Plan]:
    """The plans of a folder by id.

    Parameters
    ----------
    folder : Path
        See `plans_folder`.
    content : Content
        Whose factors and consents they name.

    Raises
    ------
    ContentFaults
        If the folder holds no plan, or any of them cannot be used; lists every structural fault, with file and id.
    """
    return _loaded(folder, tuple(content.factors), content.consents.scopes)


@lru_cache(maxsize=8)
def _loaded(folder: Path, factors: tuple[str, ...], scopes: tuple[Scope, ...]) -> Mapping[str, Plan]:
    plans, faults = _built(read_plans(folder), factors, scopes)
    raise_if_any(ContentFaults, faults)
    return MappingProxyType(plans)


def _built(
    read: Folder, factors: tuple[str, ...] | None, scopes: tuple[Scope, ...] | None
) -> tuple[dict[str, Plan], tuple[Fault, ...]]:
    plans: dict[str, Plan] = {}
    faults = list(read.faults)
    for name, raw in read.raw.items():
        place = f"{name}.yaml"
        faults += _filled(name, raw)
        try:
            plan = Plan.model_validate(raw)
        except ValidationError as exc:
            faults += record_faults(name, raw, exc)
            continue
        if f"{ROOM}/{plan.id}" != name:
            faults.append(Fault("plans.misnamed", place, {"id": plan.id}))
        faults += broken_rules(plan, place, factors, scopes)
        plans[plan.id] = plan
    return plans, tuple(faults)


def _filled(name: str, raw: object) -> Iterator[Fault]:
    """Texts of a plan are said as they stand: nothing fills a placeholder in them."""
    for text_id, en, fr in text_pairs(name, raw):
        place = text_id.replace(":", ".yaml: ", 1)
        try:
            used = placeholders(en) | placeholders(fr)
        except ValueError:
            yield Fault("content.braces", place)
            continue
        if used:
            yield Fault("content.placeholder_unknown", place, {"got": ", ".join(sorted(used)) or "{}", "known": "–"})
