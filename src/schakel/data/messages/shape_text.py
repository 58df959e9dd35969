"""Pieces of the text of shapes; see `shapes`."""

from textwrap import indent

PRODUCT = """
Product
  Categorie! code:ProductCategorie category
  Code product code
"""


def nested(*parts: tuple[int, str]) -> str:
    """Texts below each other: each with how many levels deep it stands."""
    return "\n".join(indent(text, "  " * depth) for depth, text in parts)
