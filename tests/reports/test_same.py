"""The same answers give the same pages, byte for byte: on another day, in another process, with other settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.reports.conftest import Printed
from tw_kit.content import LANGUAGES
from tw_kit.reports.press import make_handouts

AGAIN = """
import sys
from pathlib import Path
from tw_kit.reports.press import Press, make_handouts
with Press(can_fork=False) as press:
    made = make_handouts([Path(p) for p in sys.argv[2:]], Path(sys.argv[1]), keep_notebooks=True, press=press)
sys.exit(any(result.faults for result in made))
"""
STEMS = ("work_seeker_002", "employer_001")


def without_chance(notebook: Path) -> Any:
    """A kept notebook without what papermill makes anew each time: times, the id of the cell it puts in, its place."""
    record = json.loads(notebook.read_text(encoding="utf-8"))
    del record["metadata"]["papermill"]
    for cell in record["cells"]:
        cell["metadata"].pop("papermill", None)
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = ""
    return record


def test_a_fresh_python_with_the_readers_own_settings_makes_the_same_bytes(printed: Printed, tmp_path: Path):
    """Without fork, as on Windows, and with what people have in their shells and settings."""
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsvg.fonttype: path\nsavefig.dpi: 7\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "site.yaml").write_text("paper: a4\nname: {en: Elsewhere, fr: Ailleurs}\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    shell = {
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Auckland",
        "LANG": "fr_FR.UTF-8",
        "LC_ALL": "C",
        "MATPLOTLIBRC": str(tmp_path / "matplotlibrc"),
        "MPLBACKEND": "pdf",
        "SOURCE_DATE_EPOCH": "1",
        "TW_KIT_LANG": "fr",
        "TW_KIT_CONTENT": str(tmp_path / "nowhere"),
        "TW_KIT_DATA": str(tmp_path / "data"),
    }
    sources = [str(printed.sources / f"{stem}.json") for stem in STEMS]
    subprocess.run(
        [sys.executable, "-c", AGAIN, str(tmp_path / "out"), *sources],
        env=os.environ | shell,
        cwd=tmp_path,
        check=True,
        timeout=120,
    )
    made = sorted((tmp_path / "out").iterdir())
    assert len(made) == len(STEMS) * len(LANGUAGES) * 3
    for path in made:
        if path.suffix == ".ipynb":
            assert without_chance(path) == without_chance(printed.out / path.name), path.name
        else:
            assert path.read_bytes() == (printed.out / path.name).read_bytes(), path.name


def test_made_again_it_is_the_same(press, printed: Printed, tmp_path: Path):
    sources = [printed.sources / f"{stem}.json" for stem in reversed(STEMS)]
    make_handouts(sources, tmp_path, languages=["fr", "en"], formats=["pdf", "html"], press=press)
    assert len(list(tmp_path.iterdir())) == len(STEMS) * len(LANGUAGES) * 2
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (printed.out / path.name).read_bytes(), path.name


def test_a_kept_notebook_holds_the_path_of_no_other_persons_file(printed: Printed):
    stems = sorted(printed.people)
    for stem in stems:
        text = (printed.out / f"{stem}.en.ipynb").read_text(encoding="utf-8")
        assert f"{stem}.json" in text
        assert [other for other in stems if other != stem and other in text] == []
