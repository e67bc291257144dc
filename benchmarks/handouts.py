"""How long handouts take, against what a careful user would write today.

    uv run --group bench python benchmarks/handouts.py

The work is the same: for each sample person, in English and French, one HTML page and one PDF with the person's
answers, a picture of the factors and its table. With the same number of jobs at once,

- *stock* runs a notebook by papermill in a new kernel for each person and language, in a pool of processes. It reads
  the summary with pandas and draws with matplotlib. nbconvert's stock HTML exporter, without input cells, makes the
  page; its basic template with a small style sheet for print is what WeasyPrint makes the PDF from.
- *tw-kit* is the command `tw-kit handouts`.

Both are whole commands, timed from outside with their start. Before, each makes one person's pages untimed, so that
compiled modules and font caches are there for both. Stock is timed with a few people; the part after its pool is ready
is scaled to all of them (`--all` times all). The last line is `handouts: stock S s, tw-kit T s, ratio R x`.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

LANGUAGES = ("en", "fr")
FORMATS = ("html", "pdf")
PEOPLE, TIMED = 25, 6
PACKAGES = ("papermill", "nbconvert", "ipykernel", "pandas", "matplotlib", "weasyprint", "typst", "tw-kit")

# The stock notebook, a cell each.
PARAMETERS = 'summary_path = ""\nwords_path = ""\nlanguage = "en"'
CELLS = (
    """
import json
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Markdown, display

with open(summary_path, encoding="utf-8") as file:
    summary = json.load(file)
with open(words_path, encoding="utf-8") as file:
    words = json.load(file)[language]
answers, headings = summary["answers"], words["headings"]
statements = pd.DataFrame(words["statements"]).set_index("id")
levels, factors = words["levels"], words["factors"]
""",
    """
asks = pd.Series(answers["asks"], name="level").to_frame().join(statements, how="inner")
offers = pd.Series(answers["offers"], name="level").to_frame().join(statements, how="inner")
offers["evidence"] = pd.Series(answers["evidence"], dtype=object)
for answered in (asks, offers):
    answered["rank"] = [
        summary["magnets"].index(f) if f in summary["magnets"] else len(summary["magnets"]) for f in answered["factor"]
    ]
    answered["private"] = answered["private"] & ~answered.index.isin(summary["released"])
musts = asks["level"].isin(["need", "avoid"])
first = asks[~asks["private"]].assign(other=~musts).sort_values(["rank", "other"], kind="stable").head(3)
bring = offers[(offers["level"] == "yes") & ~offers["private"]].sort_values("rank", kind="stable").head(3)
display(Markdown(f"# {headings['title']}\\n\\n" + "\\n".join(f"1. **{text}**" for text in first["ask"])))
""",
    """
display(Markdown(f"## {headings['bring']}\\n\\n" + "\\n".join(
    f"* {row.offer}" + (f"\\n\\n    > {row.evidence}" if isinstance(row.evidence, str) else "")
    for row in bring.itertuples()
)))
display(Markdown(f"## {headings['questions']}\\n\\n" + "\\n".join(f"1. {text}" for text in first["question"])))
for step in answers["next_steps"][:1]:
    display(Markdown(f"## {headings['step']}\\n\\n{step['what']} ({step['by']}, {step['who']})"))
""",
    """
maps = answers["magnet_maps"][-1]["ratings"] if answers["magnet_maps"] else {}
table = pd.DataFrame(index=list(factors))
table["map"] = pd.Series(maps, dtype="float")
for name, answered in (("ask", asks), ("offer", offers)):
    counts = answered[~answered["private"]].groupby(["factor", "level"]).size().unstack(fill_value=0)
    table = table.join(counts.add_prefix(f"{name}_"))
table = table.fillna(0).astype(int)
figure, (left, middle, right) = plt.subplots(1, 3, figsize=(7.2, 2.4), sharey=True, layout="constrained")
left.barh(list(factors.values()), table["map"], color=["#0b6470" if v >= 0 else "#a8430c" for v in table["map"]])
table.filter(like="ask_").set_axis(list(factors.values())).plot.barh(stacked=True, ax=middle, legend=False)
table.filter(like="offer_").set_axis(list(factors.values())).plot.barh(stacked=True, ax=right, legend=False)
left.invert_yaxis()
plt.show()
display(table.rename(index=factors))
""",
    """
shown = [*first.index, *bring.index]
for name, answered, text in ((headings["asks"], asks, "ask"), (headings["offers"], offers, "offer")):
    rest = answered[~answered.index.isin(shown)].assign(
        factor=answered["factor"].map(factors), level=answered["level"].map(levels)
    )
    columns = ["factor", "level", text, *(["evidence"] if text == "offer" else [])]
    for is_private, some in rest.groupby("private"):
        display(Markdown(f"## {name}" + (f" ({headings['private']})" if is_private else "")))
        display(some[columns].fillna("").style.hide(axis="index"))
for factor, told in answers["reflections"].items():
    display(Markdown(f"**{factors.get(factor, factor)}**: {told}"))
""",
)
PRINT = "<style>@page { size: letter; margin: 1.6cm } body { font: 9pt sans-serif } table { font-size: 7pt } \
img { max-width: 100% } .dataframe td { padding: 1pt 3pt }</style>"


def stock_files(folder: Path) -> None:
    """What the stock user has besides the summaries: a notebook, and the questions' words as one table."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    from tw_kit.content import load_content

    cells = [new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}), *(new_code_cell(c.strip()) for c in CELLS)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "stock.ipynb")
    content = load_content()
    words = {}
    for language in LANGUAGES:
        texts = {
            "title": "seeker_title", "bring": "seeker_bring", "questions": "seeker_questions", "step": "step",
            "asks": "picture_asks", "offers": "picture_offers", "private": "private",
        }  # fmt: skip
        words[language] = {
            "headings": {name: content.text(f"handout.{text}", language) for name, text in texts.items()},
            "factors": {factor: content.factor_name(factor, language) for factor in content.factors},
            "levels": {
                words.id: words.short.in_language(language) for words in (*content.levels.asks, *content.levels.offers)
            },
            "statements": [
                {
                    "id": s.id,
                    "factor": content.instrument.by_id[s.id].factor,
                    "private": s.private,
                    "ask": s.ask.in_language(language),
                    "offer": s.offer.in_language(language),
                    "question": s.question.in_language(language),
                }
                for s in content.statements.values()
            ],
        }
    (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")


def stock_ready() -> None:
    """What each process of the pool does first."""
    import nbconvert
    import papermill
    import weasyprint

    assert nbconvert and papermill and weasyprint


def stock_one(source: Path, language: str, files: Path, out: Path) -> None:
    """One person, one language."""
    import papermill
    from nbconvert import HTMLExporter
    from weasyprint import HTML

    parameters = {"summary_path": str(source), "words_path": str(files / "words.json"), "language": language}
    node = papermill.execute_notebook(
        str(files / "stock.ipynb"), None, parameters=parameters, progress_bar=False, kernel_name="python3"
    )
    page, _ = HTMLExporter(exclude_input=True).from_notebook_node(node)
    (out / f"{source.stem}.{language}.html").write_text(page, encoding="utf-8")
    plain, _ = HTMLExporter(template_name="basic", exclude_input=True).from_notebook_node(node)
    document = f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">{PRINT}</head><body>{plain}</body>'
    HTML(string=document).write_pdf(out / f"{source.stem}.{language}.pdf")


def stock(people: Path, files: Path, out: Path, jobs: int) -> float:
    """All people of a folder; returns the seconds after the pool was ready."""
    tasks = [(source, language, files, out) for source in sorted(people.iterdir()) for language in LANGUAGES]
    with ProcessPoolExecutor(jobs, initializer=stock_ready) as pool:
        for ready in [pool.submit(time.sleep, 0.5) for _ in range(jobs)]:  # long enough for each process to take one
            ready.result()
        begun = time.perf_counter()
        for task in [pool.submit(stock_one, *task) for task in tasks]:
            task.result()
        return time.perf_counter() - begun


def environment(scratch: Path) -> dict[str, str]:
    """The same for both: this one, and compiled modules are kept, as they are on anybody's machine."""
    kept = dict(os.environ)
    if kept.pop("PYTHONDONTWRITEBYTECODE", None):
        kept["PYTHONPYCACHEPREFIX"] = str(scratch / "compiled")
    return kept | {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def timed(command: list[str | Path], scratch: Path, code: int = 0) -> tuple[float, str, str]:
    """How long a command takes, what it prints, and of what it complains."""
    begun = time.perf_counter()
    done = subprocess.run(
        [str(part) for part in command], env=environment(scratch), capture_output=True, text=True, check=False
    )
    whole = time.perf_counter() - begun
    if done.returncode != code:
        sys.exit(f"{command[:4]} ended with {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return whole, done.stdout, done.stderr


def folders(scratch: Path, name: str, sources: list[Path]) -> tuple[Path, Path]:
    """A folder with these people, and an empty one for what is made of them."""
    people, out = scratch / f"{name}-people", scratch / f"{name}-out"
    people.mkdir()
    out.mkdir()
    for source in sources:
        shutil.copy(source, people)
    return people, out


def check_made(out: Path, people: int) -> None:
    """Everything was made, and each file is a page."""
    made = sorted(path for path in out.iterdir() if path.suffix[1:] in FORMATS)
    wanted = people * len(LANGUAGES) * len(FORMATS)
    small = [path.name for path in made if path.stat().st_size < 8_000]
    if len(made) != wanted or small:
        sys.exit(f"{out.name}: {len(made)} files instead of {wanted}; too small: {small}")


def run_stock(scratch: Path, name: str, sources: list[Path], files: Path, jobs: int) -> tuple[float, float]:
    """Seconds in all, and of these the seconds after the pool was ready."""
    people, out = folders(scratch, name, sources)
    command = [sys.executable, Path(__file__).resolve(), "--stock", people, files, out, "--jobs", str(jobs)]
    whole, said, _ = timed(command, scratch)
    check_made(out, len(sources))
    return whole, float(said.split()[-1])


def run_tw_kit(scratch: Path, name: str, sources: list[Path], jobs: int, bad: Path | None = None) -> float:
    """Seconds in all; a bad summary among them must be named, and be the only one that is not made."""
    people, out = folders(scratch, name, sources)
    if bad is not None:
        (people / bad.name).write_text(bad.read_text(encoding="utf-8").replace('"yes"', '"maybe"'), encoding="utf-8")
    main = "import sys; from tw_kit.cli import main; sys.exit(main())"
    options = ["--lang", ",".join(LANGUAGES), "--format", ",".join(FORMATS), "--jobs", str(jobs)]
    command = [sys.executable, "-c", main, "handouts", people, "--out", out, *options]
    whole, _, said = timed(command, scratch, code=0 if bad is None else 1)
    check_made(out, len(sources) - (bad is not None))
    if bad is not None and (bad.name not in said or any(path.name.startswith(bad.stem) for path in out.iterdir())):
        sys.exit(f"{bad.name} is not named, or something was made of it\n{said}")
    return whole


def version(package: str) -> str:
    """Of an installed package."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def compare(people: int, stock_people: int, jobs: int, with_bad: bool) -> None:
    """Time both and print what came of it."""
    missing = [package for package in ("pandas", "weasyprint") if version(package) == "missing"]
    if missing:
        sys.exit(f"missing: {', '.join(missing)}; run: uv run --group bench python benchmarks/handouts.py")
    from tw_kit.content import load_content
    from tw_kit.sample import write_sample

    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    print(", ".join(f"{package} {version(package)}" for package in PACKAGES))
    print(f"{people} people, languages {' '.join(LANGUAGES)}, formats {' '.join(FORMATS)}, {jobs} jobs at once")
    with tempfile.TemporaryDirectory(prefix="tw-kit-bench-") as folder:
        scratch = Path(folder)
        write_sample(scratch / "sample", load_content(), seekers=people - people // 2, employers=people // 2, seed=1)
        sources = sorted((scratch / "sample").iterdir())
        some = sources[:: max(1, len(sources) // stock_people)][:stock_people]  # of both sides
        files = scratch / "stock"
        files.mkdir()
        stock_files(files)
        run_stock(scratch, "stock-once", sources[:1], files, 1)
        run_tw_kit(scratch, "tw-kit-once", sources[:1], 1)

        ours = run_tw_kit(scratch, "tw-kit", sources, jobs)
        print(f"tw-kit: {people} people in {ours:.2f} s")
        if with_bad:
            again = run_tw_kit(scratch, "bad", sources, jobs, bad=sources[len(sources) // 2])
            print(f"tw-kit: one bad among {people} named, the others made, in {again:.2f} s")
        whole, work = run_stock(scratch, "stock", some, files, jobs)
        theirs = whole - work + work * people / len(some)
        how = "all timed" if len(some) == people else f"{work:.2f} s of it scaled to {people} people: {theirs:.2f} s"
        print(f"stock: {len(some)} people in {whole:.2f} s, {how}")
        print(f"handouts: stock {theirs:.1f} s, tw-kit {ours:.1f} s, ratio {theirs / ours:.1f} x")


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many people (200: a busy site's year)")
    parser.add_argument("--all", action="store_true", help="time stock with all people instead of a few")
    parser.add_argument("--bad", action="store_true", help="make them again with a bad summary among them, and check")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once, for both")
    parser.add_argument("--stock", nargs=3, type=Path, metavar=("PEOPLE", "FILES", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stock:
        print(stock(*options.stock, options.jobs))
    else:
        stock_people = options.people if options.all else min(TIMED, options.people)
        compare(options.people, stock_people, options.jobs, options.bad)


if __name__ == "__main__":
    main()
