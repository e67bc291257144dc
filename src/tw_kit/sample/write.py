"""Sample people as files: one .json a person in one folder, and no other .json beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tw_kit.content import Content
from tw_kit.errors import BadInput, Fault, raise_if_any
from tw_kit.model import Summary
from tw_kit.sample.grow import SAMPLE_LANGUAGES, file_names, growing
from tw_kit.store import summary_json

SAMPLE_MAX = 100_000  # of each side: more than a province sees in a year


def write_sample(
    out: Path,
    content: Content,
    *,
    seekers: int,
    employers: int,
    seed: int,
    language: str = "mix",
    on_done: Callable[[Path, Summary], None] = lambda path, summary: None,
) -> int:
    """Write sample people to a folder, which is made if it is not there.

    Parameters
    ----------
    out : Path
        May hold the files of the same command run before; they are written again.
    content : Content
    seekers, employers : int
        0 to 100,000 of each.
    seed : int
        The same seed gives the same files.
    language : str
        ``"en"``, ``"fr"`` or ``"mix"``.
    on_done : callable
        Told of each file after it is written.

    Returns
    -------
    int
        How many files there are.

    Raises
    ------
    BadInput
        If a number or the language cannot be used, or the folder is a file or holds other .json files.
    """
    faults = [
        Fault("sample.number", option, {"got": got, "most": SAMPLE_MAX})
        for option, got in (("--seekers", seekers), ("--employers", employers))
        if not 0 <= got <= SAMPLE_MAX
    ]
    if language not in SAMPLE_LANGUAGES:
        faults.append(Fault("cli.choice", "--lang", {"got": language, "known": ", ".join(SAMPLE_LANGUAGES)}))
    raise_if_any(BadInput, faults)
    expected = set(file_names(seekers, employers))
    try:
        out.mkdir(parents=True, exist_ok=True)
        others = sorted(p.name for p in out.iterdir() if p.suffix.lower() == ".json" and p.name not in expected)
        if others:
            raise BadInput(Fault("sample.other_files", str(out), {"count": len(others), "name": others[0]}))
        for stem, summary in growing(content, seekers, employers, seed, language):
            path = out / f"{stem}.json"
            path.write_text(summary_json(summary), encoding="utf-8", newline="\n")
            on_done(path, summary)
    except OSError as exc:
        raise BadInput(Fault("cli.folder_not_writable", str(out), {"reason": exc.strerror or "?"})) from exc
    return len(expected)
