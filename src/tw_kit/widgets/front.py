"""Makes one ES module of the files in front/: hosts take a widget's module as one text.

The files are plain ES modules that a browser could load as they are. What they may say of each other is little, so that
putting them together is simple and sure:

- ``import { name, other } from "./file.js";`` at the beginning of a line, over several lines if need be;
- ``export`` before a ``const``, ``function``, ``async function`` or ``class`` at the beginning of a line;
- ``export default`` in the entry, `workbook.js`, alone;
- no circles, nothing imported from elsewhere.

Each file becomes a function's scope, so that names which it keeps to itself cannot meet those of another file.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tw_kit.reports.printable import FONTS

FRONT = Path(__file__).parent / "front"
ENTRY = "workbook.js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z_]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|function|async function|class) +(\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export default\b", re.MULTILINE)
_LEFT = re.compile(r"^\s*(?:import\b(?!\.)|export\b(?! default\b)).*$|\bimport\s*\(", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_]\w*")
_FACE = (
    '@font-face {{ font-family: "Atkinson Hyperlegible Next"; font-weight: 200 800; font-display: swap;'
    ' src: url("data:font/woff2;base64,{data}") format("woff2"); }}\n'
)


class FrontFault(ValueError):
    """A file of the front end that cannot be put together with the others; for whoever wrote it."""


def one_module(files: Mapping[str, str], entry: str = ENTRY) -> str:
    """The text of one module.

    Parameters
    ----------
    files : mapping of file name to text
    entry : str
        The file that has the default export.

    Raises
    ------
    FrontFault
        If a file says more than this module's rules allow, imports what is not there, or files import in a circle.
    """
    imports = {name: _imports(name, text) for name, text in files.items()}
    exports = {name: frozenset(_EXPORT.findall(text)) for name, text in files.items()}
    for name, wanted in imports.items():
        for source, names in wanted.items():
            missing = sorted(names - exports.get(source, frozenset()))
            if missing:
                raise FrontFault(f"{name}: {source} does not export {', '.join(missing)}")
    if entry not in files:
        raise FrontFault(f"{entry} is not there")
    try:
        order = [*TopologicalSorter({name: sorted(wanted) for name, wanted in sorted(imports.items())}).static_order()]
    except CycleError as exc:
        raise FrontFault(f"files import in a circle: {', '.join(exc.args[1])}") from exc
    needed = _needed(imports, entry)
    parts = [_scope(name, files[name], exports[name]) for name in order if name in needed and name != entry]
    return "".join([*parts, _body(entry, files[entry], is_entry=True)])


def _imports(name: str, text: str) -> dict[str, set[str]]:
    """File to the names that are imported from it."""
    found: dict[str, set[str]] = {}
    for names, source in _IMPORT.findall(text):
        each = [part.strip() for part in names.split(",") if part.strip()]
        odd = [part for part in each if not _NAME.fullmatch(part)]
        if odd or not each:
            raise FrontFault(f"{name}: names are imported as they are, not: {', '.join(odd) or 'nothing'}")
        found.setdefault(source, set()).update(each)
    return found


def _needed(imports: Mapping[str, Mapping[str, set[str]]], entry: str) -> set[str]:
    """The entry and all that it imports, near and far."""
    found: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += imports[name]
    return found


def _body(name: str, text: str, *, is_entry: bool) -> str:
    """A file's own text: imports become names from the scopes before it."""
    if len(_DEFAULT.findall(text)) != is_entry:
        raise FrontFault(f"{name}: one default export in {ENTRY}, none elsewhere")
    text = _IMPORT.sub(lambda found: f"const {{{found[1]}}} = {_variable(found[2])};", text)
    text = _EXPORT.sub("", text)
    left = _LEFT.search(text)
    if left is not None:
        raise FrontFault(f"{name}: this import or export is of no kind that is known here: {left[0].strip()}")
    return text if text.endswith("\n") else f"{text}\n"


def _scope(name: str, text: str, exports: frozenset[str]) -> str:
    body = _body(name, text, is_entry=False)
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(sorted(exports))} }};\n}})();\n"


def _variable(name: str) -> str:
    return f"${name.removesuffix('.js')}"


@cache
def module() -> str:
    """The module of the workbook page."""
    return one_module({path.name: path.read_text(encoding="utf-8") for path in sorted(FRONT.glob("*.js"))})


@cache
def style() -> str:
    """The style sheet of the workbook page, without its typeface."""
    return (FRONT / "workbook.css").read_text(encoding="utf-8")


@cache
def style_with_typeface() -> str:
    """The style sheet for a host that has no page of ours: the typeface is in it."""
    data = base64.b64encode((FONTS / "AtkinsonHyperlegibleNext.woff2").read_bytes()).decode("ascii")
    return _FACE.format(data=data) + style()
