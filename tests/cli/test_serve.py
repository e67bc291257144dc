"""What keeps `tw-kit serve` from starting is told before anything starts."""

from __future__ import annotations

import socket

import pytest

from tw_kit.serve.server import PORT


@pytest.fixture
def taken():
    """A port that another program has."""
    with socket.socket() as program:
        program.bind(("127.0.0.1", 0))
        program.listen()
        yield program.getsockname()[1]


def test_a_port_that_is_taken(run, tmp_path, taken):
    ran = run("serve", "--port", taken, "--data", tmp_path / "data")
    said = f"Port {taken} is in use by another program. Choose another one with --port, or leave --port out."
    assert (ran.code, ran.out, ran.lines) == (2, "", [said])
    assert not (tmp_path / "data").exists()


def test_the_usual_port_is_taken(run, tmp_path, monkeypatch, taken):
    monkeypatch.setattr("tw_kit.serve.server.PORT", taken)
    ran = run("serve", "--data", tmp_path / "data", language="fr_CA.UTF-8")
    assert ran.code == 2
    assert ran.err.startswith(f"Le port {taken} sert déjà.")
    assert f"http://127.0.0.1:{taken}/" in ran.err
    assert f"--port {taken + 1}." in ran.err
    assert PORT == 8766


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "70000"], "--port: 70000 is not a port. Choose a number from 1 to 65535, or leave --port out."),
        (["--data", "{file}"], "{file}: this is a file, and a folder is needed here."),
        (["--data", "{file}/below"], "{file}/below: this file or folder cannot be written (Not a directory)."),
        (["--database", "mysql://x"], "--database: the address must begin with sqlite:/// and a file,"),
        (["--content", "{file}"], "{file}"),
    ],
)
def test_what_cannot_be_used_is_named(run, tmp_path, arguments, said):
    file = tmp_path / "file"
    file.write_text("")
    ran = run("serve", "--port", "0", "--no-browser", *(each.format(file=file) for each in arguments))
    assert (ran.code, ran.out) == (2, "")
    assert said.format(file=file) in ran.err


def test_a_database_of_a_newer_kit_is_refused(run, tmp_path):
    (tmp_path / "workbooks.sqlite3").write_bytes(b"this is no database, and is long enough to be looked at" * 20)
    ran = run("serve", "--port", "0", "--no-browser", "--data", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "this file is not a database" in ran.err
