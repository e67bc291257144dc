"""`content check` and `content list`."""

from __future__ import annotations

import json
import shutil

from tw_kit.content import check_folder, load_content
from tw_kit.content.load import PACKAGED
from tw_kit.model import Audience


def test_the_list_is_in_content_order_with_just_the_promised_keys(run):
    ran = run("content", "list", "--json")
    record = json.loads(ran.out)
    content = load_content()
    assert (ran.code, ran.err) == (0, "")
    assert list(record) == ["content_version", "factors", "statements"]
    assert record["factors"] == [{"id": factor} for factor in content.factors]
    assert [s["id"] for s in record["statements"]] == [s.id for s in content.instrument.statements]
    assert {tuple(s) for s in record["statements"]} == {("id", "factor", "direction", "valence", "private", "core")}
    (nights,) = [s for s in record["statements"] if s["id"] == "wa_nights"]
    assert nights == {
        "id": "wa_nights",
        "factor": "working_arrangements",
        "direction": "workplace",
        "valence": "mixed",
        "private": content.statements["wa_nights"].private,
        "core": content.statements["wa_nights"].core,
    }


def test_the_list_to_read_has_each_statement_in_the_readers_language(run):
    content = load_content()
    for language, locale in (("en", "C"), ("fr", "fr_CA")):
        lines = run("content", "list", language=locale).out.splitlines()
        items = [item for audience in Audience for item in content.clarity.of(audience)]
        assert len(lines) == len(content.factors) + len(content.statements) + len(Audience) + len(items)
        for statement in content.statements.values():
            (line,) = [x for x in lines if x.startswith(f"  {statement.id} ")]
            assert statement.ask.in_language(language).replace("\u00a0", " ") in line
            assert f"[{statement.direction.value}{' :' if language == 'fr' else ':'} " in line  # the word of the file
        for factor in content.factors:
            assert [x for x in lines if x.endswith(f"({factor})")]
        for item in items:
            (line,) = [x for x in lines if x.startswith(f"  {item.id} ")]
            assert line.endswith(item.text.in_language(language).replace("\u00a0", " "))


def test_the_check_tells_each_fault_on_a_line_with_file_and_id(run, tmp_path):
    folder = tmp_path / "own"
    shutil.copytree(PACKAGED, folder, ignore=lambda _, names: [n for n in names if n.endswith((".py", ".pyc"))])
    path = folder / "clarity.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: cs_limits", "id: Limits!"), encoding="utf-8")
    (folder / "steps.yaml").unlink()
    for command in (["content", "check", folder], ["content", "check", "--content", folder]):
        ran = run(*command)
        assert (ran.code, ran.out) == (2, "")
        assert [line for line in ran.lines if line.startswith("clarity.yaml: work_seeker.Limits!.id: ")]
        assert "steps.yaml: this file is missing. Copy it from the kit’s own content and change it." in ran.lines
        assert len(ran.lines) == len(check_folder(folder))


def test_a_good_folder_is_one_line(run, monkeypatch, tmp_path):
    monkeypatch.setattr("tw_kit.app.content.check_with_plans", lambda folder: ())
    ran = run("content", "check", tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "The content is good.\n", "")
