"""JSON from a file that anybody may have made: bounded, and nothing in it lost without a word."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tw_kit.errors import Fault, SummaryFaults

BYTES_MAX = 1_000_000  # a full workbook is about 20 kB
DEPTH_MAX = 8  # a summary has five levels; deeper is no summary, and could exhaust the reader
_TOO_DEEP = Fault("summary.too_deep", "", {"most": DEPTH_MAX})
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class _Object(dict[str, Any]):
    """A JSON object that remembers the keys that stood twice in it."""

    doubled: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    record = _Object(pairs)
    if len(record) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        record.doubled = tuple(sorted(key for key, count in counts.items() if count > 1))
    return record


def parsed(path: Path) -> Any:
    """The JSON of a file of a summary's size and depth.

    Raises
    ------
    SummaryFaults
        If the file cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            read = file.read(BYTES_MAX + 1)  # and no more, whatever stands there
        if len(read) > BYTES_MAX:
            size = max(len(read), path.stat().st_size)
            raise SummaryFaults(Fault("summary.too_large", "", {"bytes": size, "most": BYTES_MAX}))
        text = read.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise SummaryFaults(Fault("summary.not_utf8")) from exc
    except FileNotFoundError as exc:
        raise SummaryFaults(Fault("summary.missing")) from exc
    except OSError as exc:
        raise SummaryFaults(Fault("summary.not_readable", "", {"reason": exc.strerror or "?"})) from exc
    try:
        raw = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as exc:
        raise SummaryFaults(Fault("summary.not_json", "", {"line": exc.lineno, "column": exc.colno})) from exc
    except RecursionError as exc:
        raise SummaryFaults(_TOO_DEEP) from exc
    except ValueError as exc:  # a whole number of thousands of digits
        raise SummaryFaults(Fault("summary.not_json", "", {"line": 1, "column": 1})) from exc
    layer = [raw]
    for _ in range(DEPTH_MAX):
        layer = [inner for outer in layer for inner in _inside(outer)]
    if layer:
        raise SummaryFaults(_TOO_DEEP)
    return raw


def _inside(record: Any) -> Iterable[Any]:
    if isinstance(record, dict):
        return record.values()
    return record if isinstance(record, list) else ()


def doubled_keys(record: Any, place: str = "") -> Iterator[Fault]:
    """A fault for each key that stands twice in one object of the parsed file."""
    if isinstance(record, _Object):
        for key in record.doubled:
            yield Fault("summary.key_doubled", f"{place}{key}"[:120])
        for key, value in record.items():
            yield from doubled_keys(value, f"{place}{key}.")
    elif isinstance(record, list):
        for number, value in enumerate(record, start=1):
            yield from doubled_keys(value, f"{place}{number}.")


def whole_characters(record: Any) -> Any:
    """The same record with halves of characters, which no file can hold, replaced by U+FFFD."""
    if isinstance(record, str):
        return _LONE_SURROGATE.sub("�", record)
    if isinstance(record, dict):
        return {whole_characters(key): whole_characters(value) for key, value in record.items()}
    if isinstance(record, list):
        return [whole_characters(value) for value in record]
    return record
