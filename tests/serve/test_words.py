"""The words that the template of the page holds for plain Voila are those of the content."""

from __future__ import annotations

import os

from tw_kit.content import load_content
from tw_kit.serve.words import TEMPLATE_FOLDER, template_copy


def test_the_template_has_the_words_of_the_content():
    """`TW_KIT_REWRITE_GOLDEN=1` writes them anew."""
    path, words = TEMPLATE_FOLDER / "words.j2", template_copy(load_content())
    if os.environ.get("TW_KIT_REWRITE_GOLDEN") == "1":
        path.write_text(words, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == words
