"""Every sentence that the code asks for is in the content, with just the placeholders that the code fills.

Read from the source text: a fault that no other test provokes is found too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import tw_kit
from tw_kit.content import load_content
from tw_kit.content.schema import placeholders

SOURCE = Path(tw_kit.__file__).parent
TEXTS = load_content().texts
ROOMS = {text_id.split(".")[1] for text_id in TEXTS if text_id.startswith("error.")}
FAULT_ID = re.compile(rf"({'|'.join(sorted(ROOMS))})\.[a-z0-9_]+")
IS_FILE = re.compile(r"\.(css|html|ipynb|js|json|typ|yaml)$")


@dataclass(frozen=True)
class Call:
    """One call in the source: where, what it asks for (a pattern), and the facts it gives, if they can be read."""

    where: str
    pattern: str
    facts: frozenset[str] | None


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def pattern_of(node: ast.expr) -> str | None:
    """The ids that an expression may give, as a regular expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z0-9_.]+" for part in node.values
        )
    if isinstance(node, ast.IfExp):
        both = [pattern_of(node.body), pattern_of(node.orelse)]
        return None if None in both else "|".join(each for each in both if each)
    return None


def keys_of(node: ast.expr | None, function: ast.AST | None) -> frozenset[str] | None:
    """The keys of a dict that is written out, or built in the same function under one name."""
    if node is None:
        return frozenset()
    if isinstance(node, ast.Dict):
        found: set[str] = set()
        for key, value in zip(node.keys, node.values, strict=True):
            inner = keys_of(value, function) if key is None else {key.value} if isinstance(key, ast.Constant) else None
            if inner is None:
                return None
            found |= inner
        return frozenset(found)
    if isinstance(node, ast.Name) and function is not None:
        parts = [
            keys_of(each.value, None)
            for each in ast.walk(function)
            if isinstance(each, ast.Assign | ast.AnnAssign | ast.AugAssign)
            and node.id in {t.id for t in targets_of(each) if isinstance(t, ast.Name)}
        ]
        return None if not parts or None in parts else frozenset().union(*(p for p in parts if p is not None))
    return None


def targets_of(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def calls(name: str) -> Iterator[tuple[str, ast.Call, ast.AST | None]]:
    """Calls of a function or method of this name, with the function they are in."""
    for file, tree in trees():
        inside: dict[ast.AST, ast.AST] = {}
        for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
            inside |= dict.fromkeys(ast.walk(function), function)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                called_name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if called_name == name:
                    yield f"{file}:{node.lineno}", node, inside.get(node)


def fault_calls() -> list[Call]:
    found = []
    for where, node, function in calls("Fault"):
        pattern = pattern_of(node.args[0]) if node.args else None
        if pattern is not None:
            facts = keys_of(node.args[2] if len(node.args) > 2 else None, function)
            found.append(Call(where, pattern, facts))
    return found


def text_calls() -> list[Call]:
    found = []
    for method in ("text", "counted"):
        for where, node, _ in calls(method):
            pattern = pattern_of(node.args[0]) if node.args else None
            if pattern is None or "\\." not in pattern:
                continue
            is_open = any(keyword.arg is None for keyword in node.keywords)
            facts = None if is_open else frozenset(str(keyword.arg) for keyword in node.keywords)
            if method == "counted":
                pattern = rf"({pattern})\.(one|other)"
                facts = None if facts is None else facts | {"count"}
            found.append(Call(where, pattern, facts))
    return found


def matching(pattern: str) -> list[str]:
    return [text_id for text_id in TEXTS if re.fullmatch(pattern, text_id)]


def test_calls_are_found_at_all():
    assert len(fault_calls()) > 60
    assert len(text_calls()) > 10


@pytest.mark.parametrize("call", fault_calls(), ids=lambda c: f"{c.where}-{c.pattern}")
def test_a_fault_has_its_sentence_with_just_its_facts(call):
    ids = matching(rf"error\.({call.pattern})")
    assert ids, f"{call.where}: no text for {call.pattern}"
    if call.facts is not None:
        for text_id in ids:
            wanted = placeholders(TEXTS[text_id].en) - {"place"}
            assert wanted == set(call.facts), f"{call.where}: {text_id}"


@pytest.mark.parametrize("call", text_calls(), ids=lambda c: f"{c.where}-{c.pattern}")
def test_a_text_that_is_asked_for_is_there_with_just_its_facts(call):
    ids = matching(call.pattern)
    assert ids, f"{call.where}: no text for {call.pattern}"
    if call.facts is not None:
        for text_id in ids:
            assert placeholders(TEXTS[text_id].en) == set(call.facts), f"{call.where}: {text_id}"


def strings() -> Iterator[tuple[str, str]]:
    for file, tree in trees():
        pieces = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            is_whole = isinstance(node, ast.Constant | ast.JoinedStr) and node not in pieces
            pattern = pattern_of(node) if is_whole else None
            if pattern is not None:
                yield f"{file}:{node.lineno}", pattern


def test_whatever_looks_like_the_id_of_a_fault_has_a_sentence():
    """Ids also travel in variables, so each string of that shape counts."""
    stray = [
        (where, pattern)
        for where, pattern in strings()
        if FAULT_ID.fullmatch(pattern.replace("\\", ""))
        and not matching(rf"error\.{pattern}|{pattern}(\.one|\.other)?")
    ]
    assert [each for each in stray if not IS_FILE.search(each[1])] == []


def test_no_sentence_of_a_fault_is_left_over():
    patterns = {pattern for _, pattern in strings() if "[" not in pattern} | {call.pattern for call in fault_calls()}
    faults = {text_id.removeprefix("error.") for text_id in TEXTS if text_id.startswith("error.")}
    used = {fault for fault in faults for pattern in patterns if re.fullmatch(pattern, fault)}
    used |= {fault for fault in faults if re.escape(f"error.{fault}") in patterns}
    assert faults - used == set()


def test_templates_ask_for_texts_that_are_there():
    asked = []
    for path in sorted(SOURCE.glob("serve/templates/*.j2")):
        found = re.findall(r'(?:say|text|counted)\("(page\.[a-z_]+)"( ~)?', path.read_text(encoding="utf-8"))
        assert found
        asked += found
    for text_id, is_begun in asked:
        begins = [each for each in TEXTS if each.startswith(text_id)]
        assert begins if is_begun else {text_id, f"{text_id}.one"} & set(TEXTS), text_id


def test_help_of_every_command_and_option_is_a_text_in_both_languages():
    asked = [pattern for _, pattern in strings() if pattern.startswith(r"cli\.help\.")]
    assert len(asked) > 20
    assert [pattern for pattern in asked if not matching(pattern)] == []
