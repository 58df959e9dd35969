"""Blocks of reports inside a page of this desk."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from schakel.report.document import Origin, Section
from schakel.report.html import fragment


def fragment_of(sections: Sequence[Section], lang: str, origins: Sequence[Origin] = ()) -> SafeString:
    """Sections as HTML that is ours: the renderer of reports escapes every text."""
    made = fragment(sections, lang, lambda number: f"#herkomst-{number}", origins=origins)
    return mark_safe(made)  # noqa: S308 -- escaped by the renderer
