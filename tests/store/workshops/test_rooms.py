"""Room codes: hard to guess, easy to read, and no words."""

from __future__ import annotations

import math
import re

import pytest

from tw_kit.content import packaged_content
from tw_kit.errors import StoreFaults
from tw_kit.store.workshops import checked_room, new_room_code, room_as_written
from tw_kit.store.workshops.rooms import LENGTH, LETTERS, rude_runs


def test_a_code_has_29_bits_though_rude_ones_are_left_out():
    left_out = sum((LENGTH - len(run) + 1) / len(LETTERS) ** len(run) for run in rude_runs())  # at the most
    assert math.log2(len(LETTERS) ** LENGTH * (1 - left_out)) >= 29


def test_letters_are_told_apart_and_make_no_words():
    assert len(set(LETTERS)) == len(LETTERS)
    assert not set(LETTERS) & set("AEIOUYQ0123456789")
    assert all(re.fullmatch(f"[{LETTERS}]{{2,{LENGTH}}}", run) for run in rude_runs())


def test_no_code_holds_a_run_of_the_list(monkeypatch):
    drawn = iter([*"BFCKBBB", *"BBBBPDB", *"KMTRVXB"])
    monkeypatch.setattr("secrets.choice", lambda letters: next(drawn))
    assert new_room_code() == "KMTRVXB"


def test_codes_differ_and_can_be_typed_as_one_likes():
    codes = {new_room_code() for _ in range(300)}
    assert len(codes) == 300
    for code in codes:
        for typed in (code, code.lower(), room_as_written(code), f"  {code[:2]} {code[2:]}. "):
            assert checked_room(typed) == code


@pytest.mark.parametrize("typed", ["", "KMTRVX", "KMTRVXBB", "KMTRVXA", "KMTRVX1", "é" * 7, "K" * 500, "<script>"])
def test_what_cannot_be_a_code_is_refused_without_being_repeated(typed):
    with pytest.raises(StoreFaults) as caught:
        checked_room(typed)
    (fault,) = caught.value.faults
    assert fault.message == "live.room_shape"
    assert len(typed) < 2 or typed not in str(caught.value)
    assert packaged_content().sentence(fault, "en") != packaged_content().sentence(fault, "fr")
