"""The shape of a summary file (schema version 1): every key that may stand there, and no other.

Only shape and scales; whether an id is known, and its direction right, is asked of the content in `summary_file`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from tw_kit.model import RATING_MAX, RATING_MIN

SCHEMA_VERSION = 1
TEXT_MAX = 20_000  # characters of one answer: ten pages; more is a file put in the wrong place
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_date(text: str) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError("date")
    dt.date.fromisoformat(text)
    return text


def _is_time(text: str) -> str:
    if "T" not in text or dt.datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("time")
    return text


AnyId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Words = Annotated[str, StringConstraints(max_length=TEXT_MAX)]
Date = Annotated[str, AfterValidator(_is_date)]
Time = Annotated[str, AfterValidator(_is_time)]
AskLevel = Literal["need", "want", "open", "rather_not", "avoid"]
OfferLevel = Literal["yes", "negotiable", "no"]
Agreement = Annotated[StrictInt, Field(ge=1, le=5)]
Rating = Annotated[StrictInt, Field(ge=RATING_MIN, le=RATING_MAX)]
Version = StrictInt | Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,31}$")]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ConsentRecord(_Closed):
    """One scope agreed to."""

    scope: AnyId
    version: Annotated[StrictInt, Field(ge=1)]
    at: Time


class MapRecord(_Closed):
    """One magnet map."""

    about: Words = ""
    ratings: dict[AnyId, Rating] = {}


class StepRecord(_Closed):
    """One next step."""

    what: Words
    by: Date | None = None
    who: Words | None = None


class ClarityRecord(_Closed):
    """The clarity check, before and after."""

    before: dict[AnyId, Agreement] = {}
    after: dict[AnyId, Agreement] = {}


class AnswersRecord(_Closed):
    """All answers; any part may be left out or empty."""

    asks: dict[AnyId, AskLevel] = {}
    offers: dict[AnyId, OfferLevel] = {}
    evidence: dict[AnyId, Words] = {}
    reflections: dict[AnyId, Words] = {}
    clarity: ClarityRecord = ClarityRecord()
    magnet_maps: list[MapRecord] = []
    next_steps: list[StepRecord] = []


class SummaryRecord(_Closed):
    """A whole summary file."""

    schema_version: StrictInt
    content_version: Version
    scoring_version: StrictInt
    person: Annotated[str, StringConstraints(max_length=80)] | None = None
    audience: Literal["work_seeker", "employer"]
    language: Literal["en", "fr"]
    date: Date
    consents: list[ConsentRecord] = []
    answers: AnswersRecord
    magnets: list[AnyId] = []
    released: list[AnyId] = []


_RECORDS: dict[str, type[BaseModel]] = {
    "answers": AnswersRecord,
    "clarity": ClarityRecord,
    "magnet_maps": MapRecord,
    "next_steps": StepRecord,
    "consents": ConsentRecord,
}


def keys_at(steps: list[str]) -> list[str]:
    """The keys that may stand in the record at a place of a summary, such as ``["answers", "next_steps", "1"]``."""
    inside = [step for step in steps if not step.isdigit()]
    return list((_RECORDS[inside[-1]] if inside else SummaryRecord).model_fields)
