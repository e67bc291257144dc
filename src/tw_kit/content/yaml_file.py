"""One YAML file, read strictly: nothing in it is lost, doubled or multiplied without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tw_kit.errors import Fault


class _Refused(yaml.YAMLError):
    """YAML that could be read, and is refused."""

    def __init__(self, message: str, line: int, key: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.facts: dict[str, str | int] = {"line": line} if key is None else {"line": line, "key": key}


class _StrictLoader(yaml.CSafeLoader):
    """YAML's safe loader, refusing a key that stands twice: the first would be lost without a word."""


def _mapping_once(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[str] = set()
    for key_node, _ in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise _Refused("content.key_not_a_word", line)
        if key_node.value in seen:
            raise _Refused("content.key_doubled", line, key_node.value)
        seen.add(key_node.value)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_once)


def _refuse_alias(text: str) -> None:
    """An alias could make a record hold itself, or a million copies of another one."""
    if "*" not in text:
        return
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.AliasToken):
            raise _Refused("content.alias", token.start_mark.line + 1)


def read_yaml(path: Path, place: str) -> tuple[Any, list[Fault]]:
    """One YAML file, and the faults that kept it from being read.

    Parameters
    ----------
    path : Path
    place : str
        What a fault calls the file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        _refuse_alias(text)
        return yaml.load(text, Loader=_StrictLoader), []  # noqa: S506
    except _Refused as exc:
        return None, [Fault(exc.message, place, exc.facts)]
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark
        line = mark.line + 1 if mark is not None else 1
        return None, [Fault("content.not_yaml", place, {"line": line})]
    except UnicodeDecodeError:
        return None, [Fault("content.not_utf8", place)]
    except ValueError:  # what looks like a date or a number, and cannot be one
        return None, [Fault("content.no_such_value", place)]
    except (yaml.YAMLError, RecursionError):  # a character that no text holds, or a thousand brackets
        return None, [Fault("content.not_yaml", place, {"line": 1})]
    except OSError as exc:
        return None, [Fault("content.not_readable", place, {"reason": exc.strerror or type(exc).__name__})]
