"""Words of the workbook's frame: what stands on the page before the workbook is there, or where it cannot be.

Plain Voila renders the template without the kit, so the template holds a copy of them: `template_copy` writes it, and
a test compares the two.
"""

from __future__ import annotations

import json
from pathlib import Path

from tw_kit.content import LANGUAGES, Content

SHARE = Path(__file__).parent  # a folder as Jupyter has them in share/jupyter: voila/templates/NAME
TEMPLATE = "tw_workbook"
TEMPLATE_FOLDER = SHARE / "voila" / "templates" / TEMPLATE
_IDS = ("title", "waiting", "no_script", "failed", "again")


def frame_words(content: Content) -> dict[str, dict[str, str]]:
    """The words by their id in the template, then by language."""
    return {name: {each: content.text(f"page.workbook_{name}", each) for each in LANGUAGES} for name in _IDS}


def template_copy(content: Content) -> str:
    """The text of the template's ``words.j2``: JSON is Jinja too."""
    words = json.dumps(frame_words(content), ensure_ascii=False, indent=2)
    about = "From content/texts/page.yaml by tw_kit.serve.words; a test compares them."
    return f"{{#- {about} -#}}\n{{%- set words = {words} -%}}\n"
