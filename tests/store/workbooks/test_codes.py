"""Codes: easy to say and spell, hard to guess, kept nowhere."""

from __future__ import annotations

import math
import os
import re
import stat
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.workbooks.word_floor import ALIKE, NEVER
from tw_kit.content import LANGUAGES, packaged_content
from tw_kit.content.check import listed_words
from tw_kit.errors import StoreFaults
from tw_kit.store import codes
from tw_kit.store.codes import DIGITS, WORDS, WORDS_MIN, CodeKey, code_words, folded, new_code


def fold(word):
    return folded(word)


def is_near(one, other):
    """Whether one slip turns one word into the other: a letter put in, left out, changed, or two that change places."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        differing = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(differing) == 2 and differing[1] == differing[0] + 1:
            a, b = differing
            return one[a] == other[b] and one[b] == other[a]
        return len(differing) <= 1
    short, long = sorted((one, other), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_has_33_bits(language):
    words = code_words(language)
    assert len(words) == len(set(words)) >= WORDS_MIN
    assert WORDS * math.log2(len(words)) + math.log2(len(DIGITS)) >= 33
    # what is typed without spaces is still one code, but for a handful
    assert len({fold(word) for word in words}) == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_plain_and_in_order(language):
    letters = "a-z" if language == "en" else "a-zàâçéèêëîïôùûü"
    for word in code_words(language):
        assert re.fullmatch(f"[{letters}]+", word), word
        assert unicodedata.is_normalized("NFC", word)
        assert 4 <= len(fold(word)) <= 8, word
    assert list(code_words(language)) == sorted(code_words(language), key=fold)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_slip_of_a_finger_makes_another_word(language):
    folds = sorted(fold(word) for word in code_words(language))
    by_length = {}
    for one in folds:
        by_length.setdefault(len(one), []).append(one)
    near = [
        (one, other)
        for one in folds
        for size in (len(one), len(one) + 1)
        for other in by_length.get(size, ())
        if one != other and is_near(one, other)
    ]
    assert near == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_offends_or_pries(language):
    words = [fold(word) for word in code_words(language)]
    assert sorted(set(words) & NEVER[language]) == []
    listed = packaged_content().word_list.words
    pries = listed.en if language == "en" else listed.fr
    assert [word for word in code_words(language) if listed_words(word, pries)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_sounds_like_a_common_other_one(language):
    words = {fold(word) for word in code_words(language)}
    assert sorted(words & ALIKE[language]) == []


def test_codes_differ_and_use_their_language():
    for language in LANGUAGES:
        made = {new_code(language) for _ in range(200)}
        assert len(made) == 200
        for code in made:
            *words, digit = code.split("-")
            assert len(words) == WORDS
            assert set(words) <= set(code_words(language))
            assert digit in DIGITS


@given(st.sampled_from(LANGUAGES), st.randoms(use_true_random=False))
def test_case_accents_spaces_and_hyphens_do_not_matter(language, random):
    code = new_code(language)
    typed = "".join(random.choice([c.upper(), c.lower()]) for c in code)
    typed = typed.replace("-", random.choice([" ", "", "  -- ", "\u00a0", ", "]))
    if random.random() < 0.5:
        typed = "".join(c for c in unicodedata.normalize("NFD", typed) if not unicodedata.combining(c))
    assert codes.checked_fold(code) == codes.checked_fold(f" {typed}\n")


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_code_or_refused(text):
    try:
        assert codes.checked_fold(text).isascii()
    except StoreFaults as exc:
        assert exc.faults[0].message == "store.code_shape"


def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "codes.key"
    first, second = CodeKey(path), CodeKey(path)
    first.ensure(None, lambda mark: mark)
    second.ensure(first.mark(), lambda mark: mark)
    assert first.hashed("acorn-actor-agenda-2") == second.hashed("ACORN actor agenda2")
    assert [p.name for p in tmp_path.iterdir()] == ["codes.key"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_the_key_a_hash_tells_nothing(tmp_path):
    one, other = CodeKey(None), CodeKey(None)
    assert one.hashed("acorn-actor-agenda-2") != other.hashed("acorn-actor-agenda-2")
    assert one.mark() != other.mark()


def test_a_lost_or_foreign_key_is_named_and_no_new_one_made(tmp_path):
    path = tmp_path / "codes.key"
    first = CodeKey(path)
    first.ensure(None, lambda mark: mark)
    mark = first.mark()
    path.unlink()
    for spoil, message in (
        (lambda: None, "key_missing"),
        (lambda: path.write_text("00" * 32), "key_other"),
        (lambda: path.write_text("rubbish"), "key_damaged"),
        (lambda: path.write_text("00" * 31), "key_damaged"),
    ):
        spoil()
        before = path.read_text() if path.exists() else None
        with pytest.raises(StoreFaults) as caught:
            CodeKey(path).ensure(mark, lambda found: found)
        assert caught.value.faults[0].message == f"store.{message}"
        assert (path.read_text() if path.exists() else None) == before
