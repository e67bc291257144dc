"""The front end's files become one module, by few rules."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tw_kit.widgets import front
from tw_kit.widgets.front import FrontFault, one_module

NODE = shutil.which("node")
FILES = {
    "workbook.js": 'import { shout } from "./loud.js";\nimport {\n  name,\n  Thing,\n} from "./base.js";\n'
    "const secret = 3;\n"
    "export default { render: () => [shout(name), new Thing().kind, secret].join() };\n",
    "loud.js": 'import { name } from "./base.js";\nconst secret = "!";\n'
    "export function shout(text) { return text.toUpperCase() + secret + name.length; }\n"
    "export async function later() {}\n",
    "base.js": 'const secret = 1;\nexport const name = "marée";\nexport class Thing { kind = secret; }\n',
    "unused.js": "export const never = 1;\n",
}


def ran(module, tmp_path):
    """What the default export renders, in a real JavaScript engine."""
    file = tmp_path / "module.mjs"
    file.write_text(f"{module}", encoding="utf-8")
    code = f"import({file.as_uri()!r}).then((m) => console.log(m.default.render()))"
    return subprocess.run([NODE, "-e", code], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(NODE is None, reason="no node")
def test_one_module_does_what_its_files_do(tmp_path):
    """Names that files keep to themselves do not meet; the files import what another imports too."""
    assert ran(one_module(FILES), tmp_path) == "MARÉE!5,1,3"


def test_each_file_stands_once_before_those_that_need_it_and_unneeded_ones_are_left_out():
    text = one_module(FILES)
    places = [text.index("class Thing"), text.index("toUpperCase"), text.index("export default")]
    assert places == sorted(places)
    assert text.count("class Thing") == 1 and "never" not in text
    assert "import" not in text and text.count("export") == 1


def test_it_is_the_same_text_whatever_the_order_of_the_files():
    assert one_module(dict(reversed(FILES.items()))) == one_module(FILES)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("loud.js", 'import { name as other } from "./base.js";\nexport const shout = 1;\n', "as they are"),
        ("loud.js", 'import * as base from "./base.js";\nexport const shout = 1;\n', "no kind that is known"),
        ("loud.js", 'import "./base.js";\nexport const shout = 1;\n', "no kind that is known"),
        (
            "loud.js",
            'import { x } from "https://cdn.example/x.js";\nexport const shout = 1\n',
            "no kind that is known",
        ),
        ("loud.js", 'import { nothing } from "./base.js";\nexport const shout = 1;\n', "does not export nothing"),
        ("loud.js", 'import { x } from "./not_there.js";\nexport const shout = 1;\n', "not_there.js does not export x"),
        ("loud.js", "const shout = 1;\nexport { shout };\n", "loud.js does not export shout"),
        ("loud.js", "export let shout = 1;\n", "loud.js does not export shout"),
        ("loud.js", "export const shout = () => import('./base.js');\n", "no kind that is known"),
        ("loud.js", "export const shout = 1;\nexport default 2;\n", "one default export"),
        ("loud.js", 'export const shout = 1;\nexport * from "./base.js";\n', "no kind that is known"),
        ("workbook.js", "const render = 1;\n", "one default export"),
        ("base.js", 'import { shout } from "./loud.js";\n' + FILES["base.js"], "in a circle"),
    ],
)
def test_what_the_rules_do_not_know_is_refused(name, text, words):
    with pytest.raises(FrontFault, match=words):
        one_module({**FILES, name: text})


def test_without_an_entry_there_is_no_module():
    with pytest.raises(FrontFault, match=r"workbook\.js is not there"):
        one_module({"base.js": FILES["base.js"]})


def test_the_workbook_page_is_one_module_of_all_its_files():
    text = front.module()
    assert text.count("export default") == 1
    for path in front.FRONT.glob("*.js"):
        if path.name != front.ENTRY:
            assert f"const ${path.stem} = (() => {{" in text, f"{path.name} is imported by nobody"


@pytest.mark.skipif(NODE is None, reason="no node")
def test_the_module_is_javascript(tmp_path):
    file = tmp_path / "workbook.mjs"
    file.write_text(front.module(), encoding="utf-8")
    subprocess.run([NODE, "--check", file], check=True)


def test_the_module_in_a_browser_is_a_widget(browser):
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda fault: faults.append(fault))
    page.set_content("<p>empty</p>")
    found = page.evaluate(
        """async (text) => {
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            return typeof (await import(url)).default.render;
        }""",
        front.module(),
    )
    page.close()
    assert (found, faults) == ("function", [])


def test_a_style_with_its_typeface_needs_nothing_from_elsewhere():
    style = front.style_with_typeface()
    assert style.endswith(front.style())
    assert "@font-face" in style and 'url("data:font/woff2;base64,d09GM' in style
    assert "http" not in style and "@import" not in style
