"""A report as one self-contained HTML file: inline SVG, its stylesheet inside, no script, nothing fetched.

Class names are those of the Utrecht components and colours are design tokens, so that a municipality's own theme
file can be put in place of the defaults of `look/theme.css`.
"""

from collections.abc import Callable, Sequence
from html import escape
from importlib.resources import files

from schakel.report.document import Document, Origin, Section
from schakel.report.html_blocks import Within, block_html, facts_html, prose, section_html
from schakel.texts import say


def html(document: Document) -> str:
    """The whole page. Equal documents give equal text."""
    kind = "schakel-report schakel-report--one-page" if document.one_page else "schakel-report"
    kind += " schakel-report--wide" if document.wide else ""
    body = (
        _skip_link(document),
        f'<div class="utrecht-page {kind}">',
        _header(document),
        "" if document.one_page else _contents(document),
        '<main id="main" class="utrecht-page-content" tabindex="-1">',
        *(section_html(section, _within(document)) for section in document.sections),
        "</main>",
        _footer(document),
        "</div>",
    )
    return "\n".join((_head(document), '<body class="utrecht-document">', *filter(None, body), "</body>\n</html>\n"))


def fragment(
    sections: Sequence[Section],
    lang: str,
    origin_address: Callable[[str], str],
    *,
    origins: Sequence[Origin] = (),
    headed: bool = True,
) -> str:
    """Sections for a page of somebody else: the markup of a report, without style, script or handler.

    origin_address: where the passport of an id is shown; origins: those that are explained there, whose links bear
    their titles. headed: each section with its title as a second heading.
    """
    within = Within(lang, {origin.id: origin.title for origin in origins}, origin_address, moving=False)
    return "\n".join(section_html(section, within, headed=headed) for section in sections)


def _within(document: Document) -> Within:
    titles = {origin.id: origin.title for origin in document.origins}
    return Within(document.lang, titles, lambda origin: f"#herkomst-{origin}", twins=not document.one_page)


def _head(document: Document) -> str:
    title = f"{document.title} · {document.badge}"
    return (
        f'<!DOCTYPE html>\n<html lang="{document.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="color-scheme" content="light">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_stylesheet()}{_page_foot(document)}</style>\n</head>"
    )


def _stylesheet() -> str:
    look = files("schakel.report") / "look"
    return "\n".join((look / name).read_text(encoding="utf-8") for name in ("theme.css", "report.css"))


def _page_foot(document: Document) -> str:
    """What stands at the foot of every printed page."""
    # Escaped for a CSS string inside <style>: neither quote, backslash, line end nor `<` remains.
    text = "".join(c if c not in '"\\<\n\r' else f"\\{ord(c):x} " for c in document.foot)
    return f'@page {{ @bottom-left {{ content: "{text}"; }} }}\n'


def _skip_link(document: Document) -> str:
    text = escape(say("report.skip", document.lang))
    return f'<a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#main">{text}</a>'


def _header(document: Document) -> str:
    within = _within(document)
    opening = "\n".join(block_html(block, within) for block in document.opening)
    made = f'<p class="schakel-made">{escape(document.made_at)}</p>' if document.made_at else ""
    return (
        '<header class="utrecht-page-header">\n<div class="schakel-title">'
        f'<h1 class="utrecht-heading-1">{escape(document.title)}</h1>'
        f'<p class="utrecht-badge-status">{escape(document.badge)}</p></div>\n'
        f'<p class="utrecht-paragraph utrecht-paragraph--lead">{prose(document.subtitle)}</p>\n'
        f"{_warning(document)}{made}{opening}\n</header>"
    )


def _warning(document: Document) -> str:
    if not document.warning:
        return ""
    return f'<p class="utrecht-alert utrecht-alert--warning">{escape(document.warning)}</p>\n'


def _contents(document: Document) -> str:
    links = "".join(
        f'<li><a class="utrecht-link" href="#{section.id}">{escape(section.title)}</a></li>'
        for section in document.sections
    )
    label = escape(say("report.contents", document.lang))
    return f'<nav class="schakel-contents" aria-label="{label}"><ul>{links}</ul></nav>'


def _footer(document: Document) -> str:
    lines = [f'<p class="utrecht-paragraph utrecht-paragraph--small">{escape(document.foot)}</p>']
    if document.origins:
        heading = escape(say("report.origins", document.lang))
        items = "\n".join(_origin(origin) for origin in document.origins)
        intro = escape(say("report.origins_intro", document.lang))
        lines.insert(
            0,
            f'<section class="schakel-section" id="herkomst" aria-labelledby="herkomst-title">'
            f'<h2 class="utrecht-heading-2" id="herkomst-title">{heading}</h2>'
            f'<p class="utrecht-paragraph utrecht-paragraph--small">{intro}</p>'
            f'{facts_html(document.shared)}<div class="schakel-origins">{items}</div></section>',
        )
    return f'<footer class="utrecht-page-footer">{"".join(lines)}</footer>'


def _origin(origin: Origin) -> str:
    return (
        f'<div class="schakel-origin" id="herkomst-{escape(origin.id)}" tabindex="-1">'
        f'<h3 class="utrecht-heading-4">{escape(origin.title)}</h3>{facts_html(origin.facts)}</div>'
    )
