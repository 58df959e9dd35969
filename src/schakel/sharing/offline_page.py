"""The command `schakel pseudonymise` as one page for a browser: no Python, no network, nothing to install.

Its scripts follow the rules of `source_pseudonym` and `bsn` in their own words; a test in a browser holds that both
write the same bytes.
"""

import base64
import hashlib
import json
from importlib.resources import files

from schakel.texts import LANGUAGES, room

SCRIPTS = ("sha256.js", "ids.js", "csv.js", "run.js", "screen.js")


def offline_page(lang: str, known: tuple[str, ...] = ()) -> str:
    """The page in both languages, opening in one. known: headings of ids, in small letters and digits only.

    A policy in the page itself forbids every connection, and every script and style but its own.
    """
    style = _part("page.css")
    script = "\n".join(_part(name) for name in SCRIPTS)
    said = {one: room(one, "pseudonymise")["page"] for one in LANGUAGES}
    texts = json.dumps({**said, "known": sorted(known)}, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    parts = {
        "lang": lang,
        "script_hash": _hash(script),
        "style_hash": _hash(style),
        "style": style,
        "script": script,
        "texts": texts,
    }
    page = _part("page.html")
    for name in ("lang", "script_hash", "style_hash", "style", "texts", "script"):
        page = page.replace("{" + name + "}", parts[name], 1)
    return page


def _part(name: str) -> str:
    return (files(__package__) / "page" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
