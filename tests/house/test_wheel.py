"""The wheel alone, installed elsewhere, has all it needs: words, notebooks, templates, typefaces."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done


@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv on the path: pip install uv")
def test_a_wheel_installed_elsewhere_checks_content_and_makes_handouts(tmp_path):
    run("uv", "build", "--wheel", "--out-dir", tmp_path / "dist", ROOT, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]["constraint-dependencies"]
    (tmp_path / "pins.txt").write_text("\n".join(pins), encoding="utf-8")
    run("uv", "venv", "--quiet", tmp_path / "env", cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    run("uv", "pip", "install", "--quiet", "--python", python, "-c", "pins.txt", wheel, cwd=tmp_path)

    tw_kit = tmp_path / "env" / "bin" / "tw-kit"
    run(tw_kit, "content", "check", cwd=tmp_path)
    run(tw_kit, "sample", "people", "--seekers", "1", "--employers", "1", "--seed", "3", cwd=tmp_path)
    run(tw_kit, "handouts", "people", "--out", "handouts", cwd=tmp_path)
    made = sorted(path.suffix for path in (tmp_path / "handouts").iterdir())
    assert made == [".html"] * 4 + [".pdf"] * 4

    template = tmp_path / "env" / "share" / "jupyter" / "voila" / "templates" / "tw_workbook"
    assert sorted(path.name for path in template.iterdir()) == ["conf.json", "index.html.j2", "static", "words.j2"]
    served = subprocess.Popen(
        [tw_kit, "serve", "--data", tmp_path / "data", "--port", "0", "--no-browser"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    with served:
        url = served.stdout.readline().split()[1]
        with urllib.request.urlopen(f"{url}workbook/employer?lang=fr", timeout=120) as answer:
            page = answer.read().decode()
        served.terminate()
    assert "data-model=" in page
    assert served.returncode == 0
