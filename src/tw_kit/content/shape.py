"""What pydantic finds wrong with a record, as faults of our own: its own reasons are English, and for programmers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tw_kit.errors import Fault

_KINDS = {
    "string_type": "content.text_needed",
    "int_type": "content.number_needed",
    "int_from_float": "content.number_needed",
    "int_parsing": "content.number_needed",
    "bool_type": "content.yes_or_no_needed",
    "bool_parsing": "content.yes_or_no_needed",
    "list_type": "content.list_needed",
    "tuple_type": "content.list_needed",
    "dict_type": "content.group_needed",
    "model_type": "content.group_needed",
    "model_attributes_type": "content.group_needed",
}


NOT_KEYS = ("[key]", "int", "constrained-str")  # steps of a location that are pydantic's own


def shape_fault(error: Any, place: str) -> Fault:
    """The fault that one error of pydantic stands for.

    Parameters
    ----------
    error : mapping
        One of `ValidationError.errors()`, with its context.
    place : str
        What the fault calls its place.
    """
    kind, context = error["type"], error.get("ctx", {})
    last = str(error["loc"][-1]) if error["loc"] else ""
    if kind in ("missing", "extra_forbidden"):
        return Fault("content.key_missing" if kind == "missing" else "content.key_unknown", place, {"key": last})
    if kind in ("literal_error", "enum"):
        choices = re.findall(r"'([^']+)'", context["expected"])
        return Fault("content.choice_wrong", place, {"choices": ", ".join(choices)})
    if kind in ("order_wrong", "nothing_given"):
        message = "content.order_wrong" if kind == "order_wrong" else "content.nothing_given"
        return Fault(message, place, {"choices": context["choices"]})
    if kind in ("greater_than_equal", "less_than_equal"):
        is_low = kind == "greater_than_equal"
        message = "content.number_too_small" if is_low else "content.number_too_large"
        return Fault(message, place, {"bound": context["ge" if is_low else "le"]})
    if kind == "path_data_wrong":
        return Fault("content.path_data_wrong", place)
    if kind == "string_pattern_mismatch":
        return Fault("content.id_malformed", place)
    if kind == "string_too_short":
        return Fault("content.text_empty", place)
    if kind == "string_too_long":
        return Fault("content.text_too_long", place, {"most": context["max_length"]})
    if kind in ("too_short", "too_long"):
        is_short = kind == "too_short"
        message = "content.list_too_short" if is_short else "content.list_too_long"
        facts = {"got": context["actual_length"], "bound": context["min_length" if is_short else "max_length"]}
        return Fault(message, place, facts)
    return Fault(_KINDS.get(kind, "content.value_wrong"), place)


def once_a_place(faults: Iterable[Fault]) -> list[Fault]:
    """One fault for a value that is of neither of the two kinds that may stand there, the most telling."""
    told: dict[str, list[Fault]] = {}
    for fault in faults:
        told.setdefault(fault.place, []).append(fault)
    found: list[Fault] = []
    for place, here in told.items():
        telling = [fault for fault in here if fault.message not in _UNTOLD]
        if not telling and len(here) > 1:
            telling = [Fault("content.text_or_number_needed", place)]
        found += telling or here
    return found


_UNTOLD = frozenset({*_KINDS.values(), "content.value_wrong"})
