"""What was read, in words."""

from schakel.texts import has, say

BETWEEN = "; "


def in_words(what: str, lang: str) -> str:
    """Codes of readings, apart by a semicolon, as a reader calls them; one that has no word stays as it is."""
    return BETWEEN.join(_word(one, lang) for one in what.split(BETWEEN) if one)


def _word(code: str, lang: str) -> str:
    key = f"record.read.{code.partition(' ')[0]}"
    return say(key, lang) if has(key) else code
