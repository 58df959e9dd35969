"""Reading a page or a PDF back."""

import io
from typing import Any

from lxml import html as parser
from pypdf import PdfReader


def tree(page: str) -> Any:
    """The page as elements."""
    return parser.fromstring(page.replace("\u00a0", " "))


def paper_text(paper: bytes) -> list[str]:
    """The text of each page, on one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages]


def root(paper: bytes) -> Any:
    """The catalogue of a PDF."""
    return PdfReader(io.BytesIO(paper)).trailer["/Root"]
