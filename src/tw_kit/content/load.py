"""From a folder of YAML to `Content`: reads, validates, and lists every fault at once.

A folder is usable when its structure is right; wording (reading level, placeholders, word list) is `check`'s work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from tw_kit.content import schema
from tw_kit.content.filling import spoken_faults, text_faults
from tw_kit.content.record import record_faults
from tw_kit.content.words import Content
from tw_kit.content.yaml_file import read_yaml
from tw_kit.errors import ContentFaults, Fault
from tw_kit.paths import is_folder

PACKAGED = Path(__file__).parent

_SINGLE: Mapping[str, type[BaseModel]] = {
    "content": schema.Head,
    "levels": schema.Levels,
    "clarity": schema.ClarityWords,
    "consents": schema.ConsentWords,
    "steps": schema.StepsWords,
    "terms": schema.TermsWords,
    "word_list": schema.WordList,
}
_TEXTS: TypeAdapter[dict[str, schema.Text]] = TypeAdapter(dict[schema.TextId, schema.Text])


@dataclass(frozen=True, slots=True)
class Folder:
    """The raw records of a folder by file (without ``.yaml``), and what was wrong while reading them."""

    path: Path
    raw: Mapping[str, Any]
    faults: tuple[Fault, ...]


def read_folder(folder: Path) -> Folder:
    """All the YAML of a content folder.

    Raises
    ------
    ContentFaults
        If the folder is not there.
    """
    if not is_folder(folder):
        raise ContentFaults(Fault("content.no_folder", str(folder)))
    raw: dict[str, Any] = {}
    faults: list[Fault] = []
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*/*.yaml")]):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue  # an editor's or a version control's
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name.startswith("plans/"):
            continue  # tw_kit.live reads workshop plans
        record, wrong = read_yaml(path, f"{name}.yaml")
        faults += wrong
        if not wrong:
            raw[name] = record
    return Folder(folder, MappingProxyType(raw), tuple(faults))


def _validated(folder: Folder, name: str, model: type[BaseModel] | TypeAdapter[Any], faults: list[Fault]) -> Any | None:
    if name not in folder.raw:
        if not any(f.place.startswith(f"{name}.yaml") for f in folder.faults):
            faults.append(Fault("content.file_missing", f"{name}.yaml"))
        return None
    raw = folder.raw[name]
    try:
        return model.validate_python(raw) if isinstance(model, TypeAdapter) else model.model_validate(raw)
    except ValidationError as exc:
        faults.extend(record_faults(name, raw, exc))
        return None


def _children(folder: Folder, room: str) -> list[str]:
    return [name for name in folder.raw if name.startswith(f"{room}/") and name.count("/") == 1]


def _ids_once(records: Mapping[str, schema.FactorWords], faults: list[Fault]) -> None:
    seen: dict[str, str] = {}
    for name, factor in records.items():
        for statement in factor.statements:
            place = f"factors/{name}.yaml: statements.{statement.id}"
            if statement.id in seen:
                faults.append(Fault("content.id_doubled", place, {"id": statement.id, "other": seen[statement.id]}))
            seen.setdefault(statement.id, f"factors/{name}.yaml")


def _statement_marks(records: Mapping[str, schema.FactorWords], faults: list[Fault]) -> None:
    for name, factor in records.items():
        for statement in factor.statements:
            place = f"factors/{name}.yaml: statements.{statement.id}"
            is_workplace = statement.direction == "workplace"
            if is_workplace and statement.evidence is None:
                faults.append(Fault("content.key_missing", f"{place}.evidence", {"key": "evidence"}))
            if not is_workplace and statement.evidence is not None:
                faults.append(Fault("content.key_unknown", f"{place}.evidence", {"key": "evidence"}))
            if is_workplace and statement.job_needs_it:
                faults.append(Fault("content.key_unknown", f"{place}.job_needs_it", {"key": "job_needs_it"}))


def build_content(folder: Folder) -> tuple[Content | None, list[Fault]]:
    """The content of a folder that was read, or None, and every structural fault."""
    faults: list[Fault] = list(folder.faults)
    single: dict[str, Any] = {name: _validated(folder, name, model, faults) for name, model in _SINGLE.items()}
    head: schema.Head | None = single["content"]
    if head is not None and head.schema_version > schema.SCHEMA_VERSION:
        newer = {"got": head.schema_version, "known": schema.SCHEMA_VERSION}
        return None, [*faults, Fault("content.schema_newer", "content.yaml", newer)]

    known = set(_SINGLE) | {n for room in ("factors", "texts", "personas") for n in _children(folder, room)}
    faults += [Fault("content.file_unknown", f"{name}.yaml") for name in folder.raw if name not in known]

    factors: dict[str, schema.FactorWords] = {}
    for name in _children(folder, "factors"):
        record = _validated(folder, name, schema.FactorWords, faults)
        if record is not None:
            factors[name.removeprefix("factors/")] = record
    if head is not None:
        for name, record in factors.items():
            if record.id != name or record.id not in head.factors:
                faults.append(Fault("content.factor_unknown", f"factors/{name}.yaml", {"id": record.id}))
        faults += [
            Fault("content.file_missing", f"factors/{factor}.yaml")
            for factor in head.factors
            if f"factors/{factor}" not in folder.raw
            and not any(f.place.startswith(f"factors/{factor}.yaml") for f in folder.faults)
        ]
        faults += [
            Fault("content.id_doubled", f"content.yaml: factors.{f}", {"id": f, "other": "content.yaml"})
            for f in sorted({f for f in head.factors if head.factors.count(f) > 1})
        ]
    _ids_once(factors, faults)
    _statement_marks(factors, faults)

    texts: dict[str, schema.Text] = {}
    for name in _children(folder, "texts"):
        record = _validated(folder, name, _TEXTS, faults) or {}
        for doubled in sorted(texts.keys() & record.keys()):
            faults.append(Fault("content.id_doubled", f"{name}.yaml: {doubled}", {"id": doubled, "other": "texts/"}))
        texts |= record
        own = packaged_content().texts if folder.path != PACKAGED else {}
        faults += text_faults(name, record, own)
    if single["levels"] is not None:
        faults += spoken_faults(single["levels"])
    if folder.path != PACKAGED and not any(fault.place.startswith("texts/") for fault in faults):
        missing = sorted(packaged_content().texts.keys() - texts.keys())
        faults += [Fault("content.text_missing", f"texts/: {text}", {"id": text}) for text in missing]

    personas: list[Any] = [_validated(folder, name, schema.Persona, faults) for name in _children(folder, "personas")]
    faults += [
        Fault("content.persona_misnamed", f"{name}.yaml", {"id": persona.id})
        for name, persona in zip(_children(folder, "personas"), personas, strict=True)
        if persona is not None and name != f"personas/{persona.id}"
    ]

    if faults or head is None:
        return None, faults
    content = Content.assembled(
        folder=folder.path,
        head=head,
        factors={factor: factors[factor] for factor in head.factors},
        levels=single["levels"],
        clarity=single["clarity"],
        consents=single["consents"],
        steps=single["steps"],
        terms=single["terms"],
        word_list=single["word_list"],
        texts=texts,
        personas=tuple(personas),
    )
    return content, faults


@lru_cache(maxsize=8)
def load_content(folder: Path | None = None) -> Content:
    """The content of a folder, or the kit's own.

    Parameters
    ----------
    folder : Path or None
        None is the content that comes with the kit.

    Raises
    ------
    ContentFaults
        If the folder cannot be used; lists every structural fault, with file and id.
    """
    content, faults = build_content(read_folder(folder or PACKAGED))
    if content is None:
        raise ContentFaults(*faults)
    return content


def packaged_content() -> Content:
    """The content that comes with the kit."""
    return load_content()
