"""A document as files: HTML, and PDF beside it if asked."""

from pathlib import Path

from schakel.report.document import Document
from schakel.report.files import put
from schakel.report.html import html


def write(document: Document, out: Path, *, pdf: bool) -> tuple[Path, ...]:
    """Write the document; a name that ends in .pdf asks for the PDF too. The files that were written, or Refusal."""
    page = out if out.suffix.lower() in (".html", ".htm") else out.with_name(out.name + ".html")
    if out.suffix.lower() == ".pdf":
        page, pdf = out.with_suffix(".html"), True
    written = {page: html(document).encode()}
    if pdf:
        from schakel.report.typst import pdf as as_pdf

        written[page.with_suffix(".pdf")] = as_pdf(document)
    for path, content in written.items():
        put(path, content)
    return tuple(written)
