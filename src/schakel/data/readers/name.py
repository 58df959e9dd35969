"""Names that people gave, of columns, sheets and files, as they can be shown."""

from schakel.sharing.bsn import contains_bsn, shown

LONGEST = 80


def clean(name: str) -> str:
    """A heading as it can be shown: one line, without signs that a screen would carry out."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def shown_name(name: str) -> str:
    """A name of a sheet or file for a sentence: clean, not too long, and only its shape where it holds a BSN."""
    if contains_bsn(name):
        return shown(name, is_id=True)
    short = clean(name)
    return short if len(short) <= LONGEST else short[:LONGEST] + "…"
