"""Handouts of files that somebody sends: what comes back, what is told, and that nothing is left."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import tempfile
import zipfile
from pathlib import Path

import pytest

from tests.serve.conftest import get
from tests.serve.running import run_apart
from tw_kit.sample import write_sample
from tw_kit.serve.making import BATCHES_MAX, BYTES_MAX, FILES_MAX, Batch, Batches, Sent, made_of, stems

EDGE = "7d1c5a"


def form(files: list[tuple[str, bytes]], field: str = "summaries") -> bytes:
    """Files as a browser's form sends them."""
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        f"Content-Type: application/json\r\n\r\n".encode()
        + body
        + b"\r\n"
        for name, body in files
    ]
    return b"".join([*parts, f"--{EDGE}--\r\n".encode()])


@pytest.fixture(scope="module")
def send(port):
    """Sends files to the page that makes handouts of them."""

    def send_them(files: list[tuple[str, bytes]], language: str = "en", **more):
        return get(
            port,
            f"/handouts?lang={language}",
            "POST",
            form(files, **more),
            Host=f"127.0.0.1:{port}",
            Origin=f"http://127.0.0.1:{port}",
            Content_Type=f"multipart/form-data; boundary={EDGE}",
        )

    return send_them


@pytest.fixture(scope="module")
def sent(tmp_path_factory, kit) -> list[tuple[str, bytes]]:
    """Two good files, one with a name that is no name for a file, and one that is faulty."""
    folder = tmp_path_factory.mktemp("summaries")
    write_sample(folder, kit.content, seekers=1, employers=1, seed=5)
    seeker, employer = (folder / f"{side}_001.json" for side in ("work_seeker", "employer"))
    faulty = json.loads(seeker.read_text(encoding="utf-8"))
    faulty["answers"]["asks"] = {"wa_nights": "perhaps"}
    return [
        ("Léa & Zoé.json", seeker.read_bytes()),
        ("..\\\\../étc <b>.json", employer.read_bytes()),
        ("faulty.json", json.dumps(faulty).encode()),
    ]


@pytest.fixture(scope="module")
def made(send, sent, port, tmp_path_factory):
    """The page of what came of them, in French, and its address; made with a temporary folder of its own."""
    scratch = tmp_path_factory.mktemp("scratch")
    before, tempfile.tempdir = tempfile.tempdir, str(scratch)
    try:
        answer = send(sent, "fr")
    finally:
        tempfile.tempdir = before
    assert answer.status == 303
    assert list(scratch.iterdir()) == []
    return answer.headers["Location"], get(port, answer.headers["Location"])


def test_each_good_file_has_its_handouts_and_each_faulty_one_its_reasons(made):
    address, page = made
    assert re.fullmatch(r"/handouts/made/[\w-]{32}\?lang=fr", address)
    assert page.status == 200
    assert "Les fiches de 2 personnes sont prêtes" in page.text
    assert re.findall(r'<h2 class="name">(.*?)</h2>', page.text) == ["Léa _ Zoé", "étc _b_"]
    faults = page.text.split('<section class="faults">')[1]
    assert "1 fichier n’a pas pu servir" in faults
    assert re.search(r"<h3>faulty</h3>\s*<ul>\s*<li>answers\.asks\.wa_nights", faults)
    assert "perhaps" not in page.text
    assert "<b>" not in page.text


def test_handouts_can_be_read_one_by_one_and_all_at_once(made, ask):
    address, page = made
    links = re.findall(r'<a class="(?:html|pdf)[^"]*" href="([^"]+)"', page.text)
    assert len(links) == 8
    kinds = {link.rsplit(".", 1)[1] for link in links}
    assert kinds == {"html", "pdf"}
    for link in links:
        answer = ask(link)
        assert answer.status == 200
        assert answer.body.startswith(b"%PDF" if link.endswith("pdf") else b"<!DOCTYPE html>")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "script" not in answer.headers["Content-Security-Policy"]
    whole = ask(address.replace("?", "/all.zip?"))
    assert whole.headers["Content-Disposition"] == "attachment; filename*=utf-8''fiches.zip"
    with zipfile.ZipFile(io.BytesIO(whole.body)) as archive:
        assert len(archive.namelist()) == 8
        assert archive.testzip() is None


@pytest.mark.parametrize("name", ["x.en.html", "..%2fkit", "faulty.en.html", "all.zip/"])
def test_no_other_file_is_there(made, ask, name):
    assert ask(made[0].split("?")[0] + "/" + name).status == 404


def test_a_name_that_was_guessed_opens_nothing(ask):
    assert ask("/handouts/made/" + "a" * 32).status == 404


def test_only_faulty_files_make_a_page_that_says_so(send, sent, ask):
    page = ask(send([sent[2], ("empty.json", b""), ("broken.json", b"{")]).headers["Location"])
    assert "<h1>No handout was made</h1>" in page.text
    assert "3 files could not be used" in page.text
    assert "all.zip" not in page.text


def test_a_form_without_a_file_says_what_to_do(send):
    for answer in (send([]), send([("", b"")]), send([("a.json", b"{}")], field="other")):
        assert answer.status == 422
        assert "No file was chosen." in answer.text
        assert 'aria-describedby="hint fault"' in answer.text


def test_too_many_files_are_refused_before_any_is_read(send):
    answer = send([(f"{number}.json", b"{}") for number in range(FILES_MAX + 1)], "fr")
    assert answer.status == 422
    assert "21 fichiers, c’est trop à la fois." in answer.text


def test_too_much_at_once_is_refused(send):
    answer = send([("a.json", b" " * BYTES_MAX)])
    assert answer.status == 413
    assert "That is too much at once" in answer.text


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.json", "A.JSON", "a.json"], ["a", "A-2", "a-3"]),
        (["/etc/passwd", "C:\\x\\y.json"], ["passwd", "y"]),
        (["", ".json", "...", "\x00\n"], ["file", "file-2", "file-3", "_"]),
        (["é" * 200 + ".json"], ["é" * 60]),
        (["e\u0301.json", "é.json"], ["é", "é-2"]),
        (["CON .json", "a. .json"], ["CON", "a"]),
    ],
)
def test_names_on_the_disk_are_harmless_and_each_is_there_once(names, expected):
    assert list(stems([Sent(name, b"") for name in names])) == expected


async def held(kit, number: int) -> tuple[Batches, list[str]]:
    batches = Batches()
    names = [await batches.make(kit, []) for _ in range(number)]
    return batches, names


def test_old_batches_make_room_for_new_ones(kit, monkeypatch):
    monkeypatch.setattr("tw_kit.serve.making.made_of", lambda kit, sent: Batch((), {"a": os.urandom(4)}))
    batches, names = run_apart(held(kit, BATCHES_MAX + 1))
    assert len(set(names)) == BATCHES_MAX + 1
    assert [batches.get(name) is None for name in names] == [True] + [False] * BATCHES_MAX


def test_a_batch_goes_after_its_time(kit, monkeypatch):
    monkeypatch.setattr("tw_kit.serve.making.made_of", lambda kit, sent: Batch((), {}))
    monkeypatch.setattr("tw_kit.serve.making.MINUTES", 0)

    async def look() -> Batch | None:
        batches, (name,) = await held(kit, 1)
        await asyncio.sleep(0.01)
        return batches.get(name)

    assert run_apart(look()) is None


def test_the_temporary_folder_is_gone_also_when_handouts_cannot_be_made(kit, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Path, "write_bytes", lambda self, body: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        made_of(kit, [Sent("a.json", b"{}")])
    assert list(tmp_path.iterdir()) == []
