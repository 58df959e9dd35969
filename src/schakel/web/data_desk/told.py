"""Blocks of reports inside a page of this desk, and files to take along."""

from collections.abc import Sequence
from pathlib import Path

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe

from schakel.report.document import Origin, Section
from schakel.report.html import fragment


def fragment_of(sections: Sequence[Section], lang: str, origins: Sequence[Origin] = ()) -> SafeString:
    """Sections as HTML that is ours: the renderer of reports escapes every text."""
    made = fragment(sections, lang, lambda number: f"#herkomst-{number}", origins=origins)
    return mark_safe(made)  # noqa: S308 -- escaped by the renderer


def download(file: Path, kind: str) -> HttpResponse:
    """A small file of ours to save."""
    header = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    return HttpResponse(file.read_bytes(), content_type=kind, headers={"Content-Disposition": header})
