"""What a server sends once to each browser, by names that change when the bytes do."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest

from tw_kit.content import load_content, packaged_content
from tw_kit.content.load import PACKAGED
from tw_kit.model import Audience
from tw_kit.sitting import words_of
from tw_kit.widgets import front
from tw_kit.widgets.assets import asset_urls, assets


def test_every_page_finds_what_it_needs():
    content = packaged_content()
    files = assets(content)
    assert len(files) == 4
    for audience in Audience:
        urls = asset_urls("/workbook/assets/", content, audience)
        names = {part: url.removeprefix("/workbook/assets/") for part, url in urls.items()}
        assert files[names["_esm"]].decode() == front.module()
        assert files[names["_css"]].decode() == front.style()
        assert json.loads(files[names["words"]]) == words_of(content, audience)
        assert names["words"].startswith(f"words.{audience.value}.")


def test_a_name_holds_the_hash_of_its_bytes():
    for name, data in assets(packaged_content()).items():
        stem, mark, ending = name.rsplit(".", 2)
        assert hashlib.sha256(data).hexdigest().startswith(mark)
        assert len(mark) == 16 and stem and ending in ("js", "css", "json")


def test_other_words_have_another_name(tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(PACKAGED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    levels = folder / "levels.yaml"
    levels.write_text(levels.read_text(encoding="utf-8").replace("Need this", "I need this"), encoding="utf-8")
    ours, theirs = assets(packaged_content()), assets(load_content(folder))
    assert {name.split(".")[0] for name in ours.keys() ^ theirs.keys()} == {"words"}


@pytest.mark.parametrize("prefix", ["/assets", "/assets/"])
def test_a_prefix_may_end_with_a_slash(prefix):
    urls = asset_urls(prefix, packaged_content(), Audience.EMPLOYER)
    assert all(url.startswith("/assets/w") for url in urls.values())
