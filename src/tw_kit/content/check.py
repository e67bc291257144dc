"""`tw-kit content check`: every fault of a content folder, in structure and in wording, with file and id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tw_kit.content import schema
from tw_kit.content.load import PACKAGED, Folder, build_content, read_folder
from tw_kit.content.reading import flesch_kincaid_grade, longest_sentence
from tw_kit.content.words import Content
from tw_kit.errors import Fault
from tw_kit.model import Audience, Direction

ENGLISH_GRADE_MAX = 8.0  # plain words: docs/model.md, "Fairness"
ENGLISH_WORDS_MIN = 5  # a label of four words or fewer has no reading level worth the name
FRENCH_SENTENCE_MAX = 20  # words
CORE_OF_FACTOR = {Direction.WORKPLACE: 2, Direction.WORKER: 1}  # the 20-minute path
STATEMENTS_OF_FACTOR = {Direction.WORKPLACE: 5, Direction.WORKER: 3}  # at least

_MARKUP = re.compile(r"</?[A-Za-z][^>]*>|\*\*|__|`|\[[^\]]*\]\(")


def text_pairs(name: str, raw: Any) -> Iterator[tuple[str, str, str]]:
    """Every text of a raw file: its id, English, French.

    An id is the file without ``.yaml``, a colon, and the path in it, lists by the id that stands there:
    ``"factors/growth:statements.gr_named_teacher.ask"``.
    """

    def walk(path: str, here: Any) -> Iterator[tuple[str, str, str]]:
        if isinstance(here, dict):
            if here.keys() == set(schema.LANGUAGES) and all(isinstance(v, str) for v in here.values()):
                yield f"{name}:{path}", here["en"], here["fr"]
                return
            for key, value in here.items():
                yield from walk(f"{path}.{key}" if path else str(key), value)
        elif isinstance(here, list):
            for number, value in enumerate(here, start=1):
                own = value.get("id", value.get("value", number)) if isinstance(value, dict) else number
                yield from walk(f"{path}.{own}" if path else str(own), value)

    yield from walk("", raw)


def _place(text_id: str) -> str:
    name, _, path = text_id.partition(":")
    return f"{name}.yaml: {path}"


def _parity(text_id: str, en: str, fr: str) -> Iterator[Fault]:
    try:
        holders = [sorted(schema.placeholders(text)) for text in (en, fr)]
    except ValueError:
        yield Fault("content.braces", _place(text_id))
        return
    if holders[0] != holders[1]:
        facts = {"en": ", ".join(holders[0]) or "–", "fr": ", ".join(holders[1]) or "–"}
        yield Fault("content.placeholders_differ", _place(text_id), facts)
    if Counter(_MARKUP.findall(en)) != Counter(_MARKUP.findall(fr)):
        yield Fault("content.markup_differs", _place(text_id))


def _reading(text_id: str, en: str, fr: str, exempt: schema.Exempt) -> Iterator[Fault]:
    grade = flesch_kincaid_grade(en)
    if grade > ENGLISH_GRADE_MAX and len(en.split()) >= ENGLISH_WORDS_MIN and text_id not in exempt.english_grade:
        facts = {"grade": f"{grade:.1f}", "most": f"{ENGLISH_GRADE_MAX:.0f}"}
        yield Fault("content.english_hard", _place(text_id), facts)
    words = longest_sentence(fr)
    if words > FRENCH_SENTENCE_MAX and text_id not in exempt.french_sentence:
        yield Fault("content.french_long", _place(text_id), {"words": words, "most": FRENCH_SENTENCE_MAX})


def listed_words(text: str, words: tuple[str, ...]) -> list[str]:
    """The listed words that stand in a text; a trailing * of a listed word matches any ending.

    Examples
    --------
    >>> listed_words("Who picks up the children?", ("child*", "chil"))
    ['child*']
    """
    lowered = text.lower().replace("’", "'")
    found = []
    for word in words:
        stem = word.removesuffix("*").lower().replace("’", "'")
        if stem not in lowered:  # nearly always; hundreds of patterns over thousands of texts would take 20 s
            continue
        end = r"\w*" if word.endswith("*") else ""
        if re.search(rf"(?<!\w){re.escape(stem)}{end}(?!\w)", lowered):
            found.append(word)
    return found


def _protected(text_id: str, en: str, fr: str, listed: schema.WordList) -> Iterator[Fault]:
    allowed = {(a.text, a.word) for a in listed.allowed}
    for text, words in ((en, listed.words.en), (fr, listed.words.fr)):
        for word in listed_words(text, words):
            if (text_id, word) not in allowed:
                yield Fault("content.word_listed", _place(text_id), {"word": word})


def _counts(factors: Iterable[schema.FactorWords]) -> Iterator[Fault]:
    for factor in factors:
        for direction, most in CORE_OF_FACTOR.items():
            statements = [s for s in factor.statements if s.direction is direction]
            core = sum(s.core for s in statements)
            facts: dict[str, str | int] = {"direction": direction.value}
            if core != most:
                facts |= {"got": core, "expected": most}
                yield Fault("content.core_count", f"factors/{factor.id}.yaml", facts)
            least = STATEMENTS_OF_FACTOR[direction]
            if len(statements) < least:
                facts |= {"got": len(statements), "expected": least}
                yield Fault("content.too_few_statements", f"factors/{factor.id}.yaml", facts)


def _statement_variants(factors: Iterable[schema.FactorWords]) -> Iterator[Fault]:
    for factor in factors:
        for statement in factor.statements:
            for key in ("ask", "offer"):
                if getattr(statement.in_job, key, None) == getattr(statement, key):
                    yield Fault("content.variant_same", f"factors/{factor.id}.yaml: {statement.id}.in_job.{key}")


def _level_variants(levels: schema.Levels) -> Iterator[Fault]:
    same = [f"asks.{words.id.value}" for words in levels.asks if words.meaning_in_job == words.meaning]
    same += [f"offers.{words.id.value}" for words in levels.offers if words.meaning_in_job == words.meaning]
    yield from (Fault("content.variant_same", f"levels.yaml: {each}.meaning_in_job") for each in same)
    without = [words.id.value for words in levels.asks if words.meaning_in_job is None]
    if len(without) < len(levels.asks):  # a scale that is worded half for one person and half for another misleads
        yield from (Fault("content.variant_missing", f"levels.yaml: asks.{each}.meaning_in_job") for each in without)


def _clarity_variants(clarity: schema.ClarityWords) -> Iterator[Fault]:
    for side in Audience:
        for item in clarity.of(side):
            if item.text_in_job == item.text:
                yield Fault("content.variant_same", f"clarity.yaml: {side.value}.{item.id}.text_in_job")


def _personas(content: Content) -> Iterator[Fault]:
    by_id = content.instrument.by_id
    for persona in content.personas:
        place = f"personas/{persona.id}.yaml"
        for part, direction in (
            ("asks", persona.audience.asks_about),
            ("offers", persona.audience.offers_about),
        ):
            for statement in getattr(persona, part):
                known = by_id.get(statement)
                if known is None or known.direction is not direction:
                    yield Fault("content.reference_unknown", f"{place}: {part}", {"id": statement})
        for statement in persona.evidence:
            if persona.offers.get(statement) not in ("yes", "negotiable"):
                yield Fault("content.evidence_without_offer", f"{place}: evidence", {"id": statement})
        factors = [*persona.magnets, *persona.reflections, *(persona.magnet_map or _NO_MAP).ratings]
        items = {item.id for item in content.clarity.of(persona.audience)}
        strangers = [f for f in factors if f not in content.factors]
        strangers += [i for i in (*persona.clarity_before, *persona.clarity_after) if i not in items]
        strangers += [i for i in persona.released if i not in by_id]
        for stranger in dict.fromkeys(strangers):
            yield Fault("content.reference_unknown", place, {"id": stranger})


_NO_MAP = schema.PersonaMap(about=schema.Text(en="–", fr="–"), ratings={})


def _exemptions(content: Content, ids: set[str]) -> Iterator[Fault]:
    exempt = content.head.exempt
    for text_id in (*exempt.english_grade, *exempt.french_sentence):
        if text_id not in ids:
            yield Fault("content.reference_unknown", "content.yaml: exempt", {"id": text_id})
    for entry in content.word_list.allowed:
        if entry.text not in ids:
            yield Fault("content.reference_unknown", "word_list.yaml: allowed", {"id": entry.text})


def check_folder(path: Path | None = None, beside: Mapping[str, Any] = MappingProxyType({})) -> tuple[Fault, ...]:
    """Every fault of a content folder: structure first, then wording.

    Parameters
    ----------
    path : Path or None
        None is the kit's own content.
    beside : mapping of str to raw record
        Files from elsewhere, by name without ``.yaml``, that go with this content, such as ``"plans/employers"``: their
        wording is checked as its own is.

    Returns
    -------
    tuple of Fault
        Empty when the folder is good. A folder whose structure is broken is still checked for wording, as far
        as its files can be read.

    Raises
    ------
    ContentFaults
        If the folder is not there.
    """
    folder = read_folder(path or PACKAGED)
    content, faults = build_content(folder)
    head, listed = _alone(folder, "content", schema.Head), _alone(folder, "word_list", schema.WordList)
    exempt = schema.Exempt() if head is None else head.exempt
    ids: set[str] = set()
    for name, raw in {**folder.raw, **beside}.items():
        if name == "word_list":
            continue
        if not name.startswith("factors/"):  # of statements, loading tells, across files
            faults += _doubled(f"{name}.yaml: ", raw)
        for text_id, en, fr in text_pairs(name, raw):
            ids.add(text_id)
            faults += _parity(text_id, en, fr)
            faults += _reading(text_id, en, fr, exempt)
            if listed is not None:
                faults += _protected(text_id, en, fr, listed)
    names = [name for name in folder.raw if name.startswith("factors/")]
    factors = [factor for name in names if (factor := _alone(folder, name, schema.FactorWords)) is not None]
    faults += [*_counts(factors), *_statement_variants(factors)]
    if (levels := _alone(folder, "levels", schema.Levels)) is not None:
        faults += _level_variants(levels)
    if (clarity := _alone(folder, "clarity", schema.ClarityWords)) is not None:
        faults += _clarity_variants(clarity)
    if content is not None:
        faults += [*_personas(content), *_exemptions(content, ids)]
    return tuple({str(fault): fault for fault in faults}.values())


M = TypeVar("M", bound=BaseModel)


def _alone(folder: Folder, name: str, model: type[M]) -> M | None:
    """One file's record where it is sound, whatever is wrong with the others."""
    try:
        return model.model_validate(folder.raw.get(name))
    except ValidationError:
        return None


def _doubled(place: str, raw: Any) -> Iterator[Fault]:
    """Ids that stand twice in one list."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _doubled(f"{place}{key}.", value)
    elif isinstance(raw, list):
        ids = [record["id"] for record in raw if isinstance(record, dict) and isinstance(record.get("id"), str)]
        for doubled in sorted({each for each in ids if ids.count(each) > 1}):
            yield Fault("content.id_doubled", f"{place}{doubled}", {"id": doubled, "other": place.partition(":")[0]})
