"""Bounds of what a workbook takes: wide enough that no one meets them, narrow enough that nothing can be flooded."""

from __future__ import annotations

import re

KEY_MAX = 64  # characters of an idempotency key: a UUID has 36
TEXT_MAX = 20_000  # characters of one answer, as a summary file has it
TEXTS_MAX = 700_000  # bytes of all texts as JSON: the whole stays a readable summary file (1,000,000 bytes)
DATA_MAX = 130_000  # bytes of one event as JSON: the longest text, each character of six bytes
DEPTH_MAX = 4  # levels in an event's data
EVENTS_MAX = 20_000  # events of one workbook: a long day of typing has some hundreds
MAPS_MAX = 10  # workplaces of one person
STEPS_MAX = 20
EVIDENCE_CHOSEN_MAX = 10
WHOLE_MAX = 2**53  # beyond it JSON readers disagree on a number

ANY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")  # as in a summary file
SCREEN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,95}")  # what kind of screen, and an id of the content
VERSION = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
