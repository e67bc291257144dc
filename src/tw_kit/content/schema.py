"""The closed shape of the content files: every key that may stand there, and no other.

Each text is an English and a French sentence side by side, so that a translation cannot be forgotten or drift into
another file. pydantic models, only at this edge: the rest of the kit sees `Content`.
"""

from __future__ import annotations

import re
import string
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from tw_kit.model import RATING_MAX, RATING_MIN, Ask, Audience, Direction, Offer, Valence

LANGUAGES = ("en", "fr")
LOCALES = {"en": "en", "fr": "fr-CA"}  # what pages and files say of their language
SCHEMA_VERSION = 1

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
TextId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$", max_length=80)]
Sentence = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def placeholders(text: str) -> set[str]:
    """Names in braces that a text is filled with; raises ValueError where the braces hold more, or do not match."""
    parsed = list(string.Formatter().parse(text))
    if any(spec or conversion for _, _, spec, conversion in parsed):
        raise ValueError("a placeholder is a name and nothing else")
    return {name for _, name, _, _ in parsed if name is not None}


_PATH_DATA = re.compile(r"[Mm][MmLlHhVvCcSsQqTtAaZz0-9 ,.\-]*")  # nothing that could leave an attribute of a page


def _only_path_data(path: str) -> str:
    if _PATH_DATA.fullmatch(path) is None:
        raise PydanticCustomError("path_data_wrong", "path data begins with a move and holds commands and numbers only")
    return path


PathData = Annotated[str, StringConstraints(max_length=400), AfterValidator(_only_path_data)]


class Closed(BaseModel):
    """Base of all records: no extra keys, frozen, no coercion of a number into a text."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_enum_values=False)


class Text(Closed):
    """One thing said in each language."""

    en: Sentence
    fr: Sentence

    def in_language(self, language: str) -> str:
        """The text in ``"en"`` or ``"fr"``."""
        return self.fr if language == "fr" else self.en


class BySide(Closed):
    """One text for each client."""

    work_seeker: Text
    employer: Text

    def of(self, audience: Audience) -> Text:
        """The text for one client."""
        return self.employer if audience is Audience.EMPLOYER else self.work_seeker


class Evidence(Closed):
    """What helps an employer to say an offer with proof: a prompt and a good example."""

    prompt: Text
    example: Text


class InJob(Closed):
    """A statement for a person who already has a job, or the manager of one: what reads otherwise than usual.

    The statement is the same one, with the same answers and the same scores.
    """

    ask: Text | None = None
    offer: Text | None = None

    @model_validator(mode="after")
    def _is_not_empty(self) -> Self:
        if self.ask is None and self.offer is None:
            raise PydanticCustomError("nothing_given", "{choices}", {"choices": "ask, offer"})
        return self


class StatementWords(Closed):
    """One statement: its marks and all its wordings."""

    id: Id
    direction: Annotated[Direction, Field(strict=False)]
    valence: Annotated[Valence, Field(strict=False)]
    core: bool = False
    private: bool = False
    job_needs_it: bool = False
    ask: Text
    offer: Text
    in_job: InJob | None = None
    not_now: Text
    wish: Text
    question: Text
    evidence: Evidence | None = None


class FactorWords(Closed):
    """One factor with its statements: one file in factors/.

    `icon` is drawn in a 24 × 24 box, in lines of the text's colour, 1.8 wide with round ends.
    """

    id: Id
    name: Text
    icon: tuple[PathData, ...] = Field(strict=False, min_length=1, max_length=8)
    definition: Text
    attracts: Text
    repels: Text
    reflect: BySide
    interview: BySide
    talk: Text
    statements: tuple[StatementWords, ...] = Field(strict=False, min_length=1)


class AskWords(Closed):
    """A level of an ask: its button, its meaning, and a whole sentence around a statement's wish."""

    id: Annotated[Ask, Field(strict=False)]
    label: Text
    short: Text
    meaning: BySide
    meaning_in_job: BySide | None = None
    spoken: BySide


class OfferWords(Closed):
    """A level of an offer."""

    id: Annotated[Offer, Field(strict=False)]
    label: Text
    short: Text
    meaning: BySide
    meaning_in_job: BySide | None = None


class AbsentWords(Closed):
    """What is said where nothing was answered."""

    label: Text
    short: Text
    meaning: BySide


class Named(Closed):
    """A label with its sentence."""

    id: Id
    label: Text
    text: Text


class Step(Closed):
    """A point of a scale of whole numbers."""

    value: StrictInt
    label: Text


def _exactly(*values: object) -> AfterValidator:
    """A validator: these ids or values, all of them, in this order."""

    def check(records: tuple[BaseModel, ...]) -> tuple[BaseModel, ...]:
        got = [getattr(record, "id", getattr(record, "value", None)) for record in records]
        if got != list(values):
            choices = ", ".join(map(str, values))
            raise PydanticCustomError("order_wrong", "{choices} in this order", {"choices": choices})
        return records

    return AfterValidator(check)


class Levels(Closed):
    """levels.yaml: the words of every level, outcome and label that scoring can give."""

    asks: Annotated[tuple[AskWords, ...], Field(strict=False), _exactly(*Ask)]
    offers: Annotated[tuple[OfferWords, ...], Field(strict=False), _exactly(*Offer)]
    absent: AbsentWords
    outcomes: Annotated[
        tuple[Named, ...],
        Field(strict=False),
        _exactly("met", "negotiable", "gap", "conflict", "unknown", "open"),
    ]
    pairs: Annotated[
        tuple[Named, ...],
        Field(strict=False),
        _exactly("aligned", "worth_a_conversation", "not_enough_known", "conflict"),
    ]
    factor_labels: Annotated[
        tuple[Named, ...],
        Field(strict=False),
        _exactly("not_asked", "not_known", "attracts", "repels", "mixed", "depends"),
    ]
    agreement: Annotated[tuple[Step, ...], Field(strict=False), _exactly(1, 2, 3, 4, 5)]
    ratings: Annotated[tuple[Step, ...], Field(strict=False), _exactly(*range(RATING_MIN, RATING_MAX + 1))]


class Item(Closed):
    """A sentence with an id."""

    id: Id
    text: Text


class ClarityItem(Item):
    """A sentence of the clarity check, and how it reads for a person who already has a job or the manager of one."""

    text_in_job: Text | None = None


class ClarityWords(Closed):
    """clarity.yaml: six sentences for each client, asked before and after."""

    intro: Text
    work_seeker: tuple[ClarityItem, ...] = Field(strict=False, min_length=6, max_length=6)
    employer: tuple[ClarityItem, ...] = Field(strict=False, min_length=6, max_length=6)

    def of(self, audience: Audience) -> tuple[ClarityItem, ...]:
        """The six sentences of one client."""
        return self.employer if audience is Audience.EMPLOYER else self.work_seeker


class Scope(Closed):
    """One thing a person may agree to; a changed text is a new version."""

    id: Id
    version: StrictInt = Field(ge=1)
    side: Literal["both", "work_seeker", "employer"]
    label: Text
    text: Text


class ConsentWords(Closed):
    """consents.yaml."""

    note: Text
    scopes: tuple[Scope, ...] = Field(strict=False, min_length=1)


class StepWords(Closed):
    """One of the model's steps, as a practitioner does it."""

    id: Id
    number: StrictInt
    title: Text
    do: Text
    why: Text


class StepsWords(Closed):
    """steps.yaml: the model's steps and the beginnings of next steps."""

    steps: tuple[StepWords, ...] = Field(strict=False, min_length=1)
    starters: tuple[Item, ...] = Field(strict=False, min_length=1)


class Term(Closed):
    """A word of the field and what it means here."""

    id: Id
    term: Text
    text: Text


class TermsWords(Closed):
    """terms.yaml."""

    terms: tuple[Term, ...] = Field(strict=False, min_length=1)


class WordPairLists(Closed):
    """Words for each language; a trailing * matches any ending."""

    en: tuple[str, ...] = Field(strict=False, min_length=1)
    fr: tuple[str, ...] = Field(strict=False, min_length=1)


class Allowed(Closed):
    """A listed word that one text may use, and why."""

    text: str
    word: str
    why: str


class WordList(Closed):
    """word_list.yaml: words near grounds that human-rights law protects. A floor, not proof."""

    words: WordPairLists
    allowed: tuple[Allowed, ...] = Field(strict=False, default=())


class Exempt(Closed):
    """Texts that the reading-level checks pass over, by id."""

    english_grade: tuple[str, ...] = Field(strict=False, default=())
    french_sentence: tuple[str, ...] = Field(strict=False, default=())


class Head(Closed):
    """content.yaml: which content this is, and the order of its factors."""

    schema_version: StrictInt
    content_version: StrictInt | Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,31}$")]
    factors: tuple[Id, ...] = Field(strict=False, min_length=1)
    exempt: Exempt = Exempt()


class PersonaMap(Closed):
    """A persona's magnet map of a workplace they know."""

    about: Text
    ratings: dict[str, Annotated[StrictInt, Field(ge=RATING_MIN, le=RATING_MAX)]]


class PersonaStep(Closed):
    """A persona's next step; `in_days` after the day of the summary."""

    what: Text
    in_days: StrictInt | None = Field(default=None, ge=0, le=90)
    who: Text | None = None


class Persona(Closed):
    """An invented person or small business, written by hand, whose answers hang together: a file in personas/."""

    id: Id
    audience: Annotated[Audience, Field(strict=False)]
    title: Text
    story: Text
    language: Literal["en", "fr"]
    asks: dict[str, Annotated[Ask, Field(strict=False)]]
    offers: dict[str, Annotated[Offer, Field(strict=False)]]
    evidence: dict[str, Text] = {}
    magnets: tuple[str, ...] = Field(strict=False, max_length=3)
    reflections: dict[str, Text] = {}
    magnet_map: PersonaMap | None = None
    next_steps: tuple[PersonaStep, ...] = Field(strict=False, default=())
    clarity_before: dict[str, Annotated[StrictInt, Field(ge=1, le=5)]] = {}
    clarity_after: dict[str, Annotated[StrictInt, Field(ge=1, le=5)]] = {}
    released: tuple[str, ...] = Field(strict=False, default=())
