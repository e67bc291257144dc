"""Words that try to be more than words. Each holds `WORD`, which must come out as a word on every page."""

from __future__ import annotations

from dataclasses import replace

from tw_kit.model import MagnetMap, NextStep, Summary

WORD = "Quillifern"

HOSTILE = {
    "html": f"<b>{WORD}</b></section></main><h1>x</h1><!-- --><style>*{{display:none}}</style>",
    "script": f"{WORD} <script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>",
    "attribute": f"{WORD} \" onmouseover=\"alert(1)\" ' onfocus='alert(1)' ` autofocus",
    "entities": f"{WORD} &lt;b&gt; &amp;amp; &#60;script&#62; &nbsp; &notanentity; &",
    "cdata": f"{WORD} ]]> <![CDATA[ <?xml version='1.0'?> <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]> &e;",
    "address": f"{WORD} https://example.org/?a=1&b=2 javascript:alert(1) www.example.org mailto:a@example.org",
    "css": f"{WORD} }}}} * {{ background: url(https://example.org/x.png) }} @import 'https://example.org/x.css';",
    "typst_code": f'{WORD} #panic() #{{panic("x")}} #read("/etc/passwd") #import "@preview/x:1.0.0": * #eval("1/0")',
    "typst_markup": f"= {WORD} *bold* _it_ `raw` $x^2$ @ref <label> [content] - list + enum / term: /* */ ~ -- \\",
    "typst_escapes": f'{WORD} \\u{{1f600}} \\# \\$ \\\\ " \\" ]#panic()[ }}; #panic() {{',
    "dollar": f"{WORD} $ $$ \\(x\\) \\[y\\] \\begin{{document}} % # ^ ~",
    "jinja": f"{WORD} {{{{7*7}}}} {{% for x in y %}} {{# no #}} {{{{ resources.style }}}} {{{{ ''.__class__ }}}}",
    "format": f"{WORD} {{count}} {{place}} {{0}} {{0.__class__}} {{}} {{ %s %(x)d %",
    "markdown": f"# {WORD}\n\n* a\n* b\n\n[link](https://example.org) ![i](x.png) ``code`` | a | b |\n|---|---|\n> q",
    "python": f'{WORD} """ + __import__("os").abort() + """ \'\'\' %matplotlib !rm -rf ~ \N{ZERO WIDTH SPACE} ??',
    "json": f'{WORD} "}}], "kind": "picture", "svg": "<svg onload=alert(1)>", "x": {{"',
    "controls": f"{WORD} \x01\x02\x07\x08\x0b\x0c\x1b[31m\x7f\x80\x9f end\r\nnext\ttab",
    "nul": f"{WORD} before\x00after",
    "bidi": f"{WORD} \u202eesrever\u202c \u2066isolate \u2067more \u200f mark \u202d end",
    "surrogates": f"{WORD} \ud83d alone \udc00 alone",
    "emoji": f"{WORD} 👩🏽‍🚒 🇨🇦 ❤️ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "chinese": f"{WORD} 我需要提前两周知道我的班次。",
    "arabic": f"{WORD} أحتاج إلى معرفة نوباتي قبل أسبوعين 123 שלום",
    "combining": f"{WORD} Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘ é É ﬁ ½ ﷺ \ufeff \uffff \U0010ffff",
    "long_word": f"{WORD} {'W' * 10_000}",
    "long_line": f"{WORD} {'and so on and on ' * 120}",
    "lines": f"{WORD}\n" + "\n".join("line" for _ in range(200)) + "\u2028\u2029\x85end",
}
HARMLESS = f"{WORD} and other words"
LONG = frozenset({"long_word", "long_line", "lines"})


def with_words(summary: Summary, words: str) -> Summary:
    """The same answers, with these words wherever a person may write any."""
    return replace(
        summary,
        person=words[:80],
        evidence=dict.fromkeys(summary.response.offers, words),
        reflections=dict.fromkeys(summary.reflections, words),
        magnet_maps=tuple(MagnetMap(words, each.ratings) for each in summary.magnet_maps),
        next_steps=tuple(NextStep(words, step.by, words) for step in summary.next_steps),
    )
