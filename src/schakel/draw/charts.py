"""Charts from Vega-Lite specs (`charts/*.json`), rendered without a browser into SVG that fits in a page.

In a spec, "say:<key>" stands for a text; data stand apart from it and are given by name.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from schakel.draw.legend import footer, key_row
from schakel.draw.palette import SOFT_INK
from schakel.draw.picture import Picture, Twin
from schakel.draw.svg import FONT, clean, document, escape, label, number, tag
from schakel.draw.text_width import shorten, text_width, wrap
from schakel.texts import say

LOCALES: dict[str, Literal["nl-NL", "en-GB"]] = {"nl": "nl-NL", "en": "en-GB"}
ROOT = re.compile(r'<svg[^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')
NAMED = re.compile(r'(\bid="|url\(#|href="#)')
TAGS = re.compile(r"<[a-zA-Z][^>]*>")
SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
MARGIN = 10.0
SMALL = 11.0
LABEL = 12.0
LABEL_ROOM = 300.0
WIDTH = 1000
Row = Mapping[str, str | float | int | None]


def chart(
    spec: str,
    data: Mapping[str, Sequence[Row]],
    lang: str,
    *,
    name: str,
    title: str,
    description: str,
    phrases: Sequence[str],
    twin: Twin,
    words: Mapping[str, str] | None = None,
    settings: Mapping[str, object] | None = None,
    keys: Sequence[tuple[str, float, str]] = (),
    empty: bool = False,
) -> Picture:
    """A picture from a spec's file name and its named data. words: what "say:<key>" means beyond the texts.

    settings: further entries at the top of the spec, such as sizes. Under the chart, inside the picture, stand keys
    (see `key_row`) and then phrases. empty: nothing to draw, which is said instead. Equal input gives equal bytes.
    """
    if empty:
        inner, width, height = label(0, 20, say("draw.empty", lang), 14, SOFT_INK), float(WIDTH), 30.0
    else:
        inner, width, height = _drawn(spec, data, words or {}, settings or {}, lang, name)
    signs, y = key_row(keys, max(width, 400), height + 8)
    rows, y = footer(phrases, max(width, 400), y)
    shift = f"translate({number(MARGIN)} {number(MARGIN)})"
    size = max(width, 400) + 2 * MARGIN, y + 2 * MARGIN
    least = round(size[0] * 10 / SMALL)
    content = tag("g", inner, *signs, *rows, transform=shift)
    svg = document(name, title, description, size, [content], least_width=least, links=False)
    return Picture(name, svg, title, description, twin, *size, least, said=tuple(phrases))


def _drawn(
    spec: str,
    data: Mapping[str, Sequence[Row]],
    words: Mapping[str, str],
    settings: Mapping[str, object],
    lang: str,
    name: str,
) -> tuple[str, float, float]:
    rows = {key: [_safe(row) for row in named] for key, named in data.items()}
    filled = _filled({**read_spec(spec), **settings}, rows, words, lang)
    return _parts(_render(json.dumps(filled, sort_keys=True), lang), name)


def link_label(text: str) -> tuple[str, ...]:
    """The label of a bar in one line or two, which break after the arrow of a link if it has one."""
    source, arrow, target = clean(text).partition(" → ")
    if arrow and text_width(clean(text), LABEL) > LABEL_ROOM:
        return tuple(shorten(line, LABEL_ROOM, LABEL) for line in (f"{source} →", target))
    return wrap(text, LABEL_ROOM, LABEL)


def bar_room(labels: Sequence[Sequence[str]], words: Sequence[str]) -> dict[str, object]:
    """Settings of a bar chart whose labels (left, in lines) and words (right) take what our widest font needs."""
    left = 14 + max((text_width(line, LABEL) for lines in labels for line in lines), default=0.0)
    right = 14 + max((text_width(line, LABEL) for line in words), default=0.0)
    padding = {"left": round(left), "right": round(right), "top": 4, "bottom": 44}
    return {"width": WIDTH - 2 * round(MARGIN) - padding["left"] - padding["right"], "padding": padding}


def read_spec(name: str) -> dict[str, Any]:
    """A spec of ours by its file name, with the look that all charts share."""
    folder = files("schakel.draw") / "charts"
    spec: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    spec["config"] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return spec


def _filled(node: Any, data: Mapping[str, list[dict[str, Any]]], words: Mapping[str, str], lang: str) -> Any:
    """The spec with its data and texts in place."""
    if isinstance(node, list):
        return [_filled(item, data, words, lang) for item in node]
    if isinstance(node, str) and node.startswith("say:"):
        key = node.removeprefix("say:")
        return words[key] if key in words else say(key, lang)
    if not isinstance(node, dict):
        return node
    filled = {key: _filled(value, data, words, lang) for key, value in node.items() if key != "data"}
    if "data" in node:
        filled["data"] = {"values": data[node["data"]["name"]]}
    return filled


def _safe(row: Row) -> dict[str, Any]:
    """Text without what XML cannot hold; line breaks stay, because labels are split at them."""
    return {
        key: "\n".join(clean(line) for line in value.split("\n")) if isinstance(value, str) else value
        for key, value in row.items()
    }


@lru_cache(maxsize=64)
def _render(spec: str, lang: str) -> str:
    import vl_convert  # 90 MB of JavaScript engine: only where a chart is drawn

    locale = LOCALES[lang]
    return vl_convert.vegalite_to_svg(spec, format_locale=locale, time_format_locale=locale, allowed_base_urls=[])


def _parts(svg: str, name: str) -> tuple[str, float, float]:
    """What stands inside the root, its ids made our own, and its size."""
    root = ROOT.search(svg)
    if root is None:
        raise ValueError("the chart has no viewBox")
    inner = svg[root.end() : svg.rindex("</svg>")]
    inner = TAGS.sub(lambda match: SPOKEN.sub("", match.group()), inner)  # the whole is one image with one description
    inner = NAMED.sub(lambda match: f"{match.group(1)}{name}-", inner)
    inner = inner.replace('font-family="Liberation Sans"', f'font-family="{escape(FONT)}"')
    return inner, float(root.group(1)), float(root.group(2))
