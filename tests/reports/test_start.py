"""Handouts can be made from any kind of program, and nothing of the program is run twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil

from tests.reports.conftest import Printed, press_servers
from tw_kit.reports.press import Press, make_handouts, make_invitation

SCRIPT = """
import sys
from pathlib import Path
from tw_kit.reports.press import make_handouts
print("program", flush=True)
made = make_handouts([Path({source!r})], Path({out!r}), languages=["en"], formats=["html"], jobs=1)
print([fault.message for result in made for fault in result.faults])
"""


def test_a_script_without_a_guard_a_module_a_string_a_prompt_and_a_pipe_can_make_handouts(printed: Printed, tmp_path):
    source = next(printed.sources.iterdir())
    running = {}
    for kind in ("script", "module", "string", "prompt", "pipe"):
        (tmp_path / kind).mkdir()
        code = SCRIPT.format(source=str(source), out=str(tmp_path / kind))
        (tmp_path / f"as_{kind}.py").write_text(code, encoding="utf-8")
        arguments = {
            "script": [str(tmp_path / "as_script.py")],
            "module": ["-m", "as_module"],
            "string": ["-c", code],
            "prompt": ["-i", "-q"],
            "pipe": [],
        }[kind]
        environment = dict(os.environ)
        if kind == "module":
            environment["PYTHONPATH"] = os.pathsep.join([str(tmp_path), environment.get("PYTHONPATH", "")])
        folder = tmp_path if kind == "module" else tmp_path / kind
        running[kind] = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env=environment,
        )
        if kind in ("prompt", "pipe"):
            assert running[kind].stdin is not None
            running[kind].stdin.write(code)
            running[kind].stdin.close()
            running[kind].stdin = None
    for kind, program in running.items():
        said, complaint = program.communicate(timeout=120)
        assert program.returncode == 0, (kind, complaint)
        assert said.split() == ["program", "[]"], (kind, complaint)
        assert [path.name for path in (tmp_path / kind).iterdir()] == [f"{source.stem}.en.html"]


def test_a_press_serves_several_runs_each_with_its_own_settings(press: Press, printed: Printed, tmp_path: Path):
    source = next(printed.sources.iterdir())
    (server,) = (each.pid for each in press_servers())
    for name in ("Here", "There"):
        (tmp_path / name).mkdir()
        contact = f"schema_version: 1\nhelp: [{{label: {{en: {name}, fr: {name}}}, reach: {{en: '1', fr: '1'}}}}]\n"
        (tmp_path / name / "site.yaml").write_text(contact, encoding="utf-8")
        (made,) = make_handouts([source], tmp_path / name, formats=["html"], data=tmp_path / name, press=press)
        assert make_invitation(tmp_path / name, formats=["html"], data=tmp_path / name, press=press).faults == ()
        for path in made.files:
            assert f"{name} 1" in path.read_text(encoding="utf-8")
        assert sorted(path.name for path in (tmp_path / name).glob("*.html")) == [
            "employer_invitation.en.html",
            "employer_invitation.fr.html",
            f"{source.stem}.en.html",
            f"{source.stem}.fr.html",
        ]
    assert [each.pid for each in press_servers()] == [server]


def test_a_closed_press_can_be_used_again(printed: Printed, tmp_path: Path):
    before = {child.pid for child in psutil.Process().children()}
    with Press() as press:
        press.close()
        assert {child.pid for child in psutil.Process().children()} == before
        (made,) = make_handouts(
            [next(printed.sources.iterdir())], tmp_path, languages=["en"], formats=["html"], press=press
        )
        assert made.faults == ()
    assert {child.pid for child in psutil.Process().children()} == before


def test_to_start_a_press_imports_nothing_heavy():
    code = "import sys, tw_kit.reports.press; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"matplotlib", "papermill", "nbconvert", "pandas", "numpy", "typst", "IPython"} & set(loaded)
