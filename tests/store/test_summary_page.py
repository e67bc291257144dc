"""docs/summary.md is true: its example can be read, and its tables name every key there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tw_kit.content import load_content
from tw_kit.model import Ask, Audience, Offer
from tw_kit.store import read_summary, summary_json
from tw_kit.store.json_file import BYTES_MAX
from tw_kit.store.summary_schema import TEXT_MAX, AnswersRecord, SummaryRecord

PAGE = (Path(__file__).parents[2] / "docs" / "summary.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def keys_in_table(begins: str) -> dict[str, bool]:
    """The keys of the table whose head begins so, and whether each must be there."""
    table = PAGE.split(f"| {begins} |")[1].split("\n\n")[0]
    return {key: star == " *" for key, star in re.findall(r"^\| `([a-z_]+)`( \*)? \|", table, re.MULTILINE)}


def test_the_example_is_a_good_summary_that_uses_every_key(tmp_path):
    path = tmp_path / "example.json"
    path.write_text(EXAMPLE, encoding="utf-8")
    summary = read_summary(path, load_content())
    assert summary.unknown_ids == ()
    assert summary.audience is Audience.WORK_SEEKER
    assert summary.magnet_maps[0].ratings["pay_benefits"] == 0
    written, example = json.loads(summary_json(summary)), json.loads(EXAMPLE)
    example["consents"][0]["at"] = written["consents"][0]["at"]  # the same moment, written otherwise
    assert written == example
    assert list(written) == list(example) == list(SummaryRecord.model_fields)
    assert list(written["answers"]) == list(AnswersRecord.model_fields)


def test_the_tables_name_every_key_and_which_must_be_there():
    for begins, model in (("key", SummaryRecord), ("part of `answers`", AnswersRecord)):
        assert keys_in_table(begins) == {name: field.is_required() for name, field in model.model_fields.items()}


def test_it_names_the_ids_of_factors_and_of_the_clarity_check():
    content = load_content()
    ids = {line.split(":")[0]: re.findall(r"`([a-z_]+)`", line) for line in PAGE.replace("\n  ", " ").splitlines()}
    assert ids["- Factors"] == list(content.factors)
    for side, name in ((Audience.WORK_SEEKER, "a work seeker"), (Audience.EMPLOYER, "an employer")):
        assert ids[f"- Clarity check of {name}"] == [item.id for item in content.clarity.of(side)]


def test_no_minus_that_json_does_not_know_can_be_copied():
    assert "`-3`" in PAGE
    assert "−" not in PAGE


def test_levels_and_bounds_are_the_codes_own():
    assert all(f"`{level.value}`" in PAGE for level in (*Ask, *Offer))
    assert f"over {TEXT_MAX:,} letters" in PAGE
    assert f"over {BYTES_MAX:,} bytes" in PAGE
