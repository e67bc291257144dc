"""How hard a text is to read: Flesch-Kincaid grade for English, words a sentence for French.

Floors, not proof: a short text is judged roughly, and no formula knows whether a sentence is clear.
"""

from __future__ import annotations

import re

_WORD_EN = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_WORD_FR = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:;]+(?=\s|$|[”»’\"])")
_SENTENCE_END_FR = re.compile(r"[.!?…]+(?=\s|$|[”»’\"])")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def syllables(word: str) -> int:
    """Syllables of an English word, by its groups of vowels.

    Examples
    --------
    >>> [syllables(w) for w in ("shifts", "people", "schedule", "employer", "asked", "radio")]
    [1, 2, 2, 3, 1, 3]
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    if not letters:
        return 1
    count = len(re.findall(r"[aeiouy]+", letters))
    count += len(re.findall(r"[aeiouy]ing$|ia|io(?!u|n)|eo(?!u|p)|[^c]ier$|oye[rd]$|ui[nt]", letters)) and 1
    silent_e = re.search(r"[^aeiouy]e$", letters) and not re.search(r"[^aeiouy]le$", letters)
    silent_ed = re.search(r"[^aeioutdy]ed$", letters)
    silent_es = re.search(r"[^aeiouscgxzh]es$", letters)
    return max(1, count - bool(silent_e) - bool(silent_ed) - bool(silent_es))


def flesch_kincaid_grade(text: str) -> float:
    """Flesch-Kincaid grade of an English text.

    Returns
    -------
    float
        School grade, about -3 to 20. 0.0 for a text without words.

    Notes
    -----
    0.39 · words/sentences + 11.8 · syllables/words − 15.59 (Kincaid et al. 1975). A colon or semicolon ends a
    sentence here, as a reader may pause there.

    Examples
    --------
    >>> round(flesch_kincaid_grade("I know my shifts two weeks ahead."), 1)
    0.6
    """
    words = _WORD_EN.findall(_PLACEHOLDER.sub("it", text))
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def longest_sentence(text: str) -> int:
    """Words in the longest sentence of a French text; « l’horaire » is one word, as a reader sees it.

    Examples
    --------
    >>> longest_sentence("Je connais mes quarts. Est-ce bien?")
    4
    """
    return max(len(_WORD_FR.findall(part)) for part in _SENTENCE_END_FR.split(text))
