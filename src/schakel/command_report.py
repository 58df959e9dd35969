"""Which file a report becomes: the end of its name and the options decide, or refuse each other.

Heavy rooms are imported inside, so that `--help` stays quick.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.command_options import wrong

if TYPE_CHECKING:
    from schakel.insight.view import LogView
    from schakel.report.rehearsal import Rehearsal

FORMS: dict[str, tuple[str, ...]] = {"council": (".html", ".htm", ".pdf"), "map": (".pdf", ".svg")}
ALONE = (".pptx", ".xlsx")  # made by themselves, not beside a page


@dataclass(frozen=True)
class AskedReport:
    """What was asked for. only: "" for a report, else a key of FORMS; sections: ids, None for all of them."""

    out: Path
    threshold: int
    own_data: bool
    lang: str
    one_page: bool = False
    pdf: bool = False
    only: str = ""
    sections: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        suffix = self.out.suffix.lower()
        if self.only and self.only not in FORMS:
            raise wrong("--only", self.only, ", ".join(FORMS))
        if self.only and suffix not in FORMS[self.only]:
            raise wrong("--out", self.out.name, ", ".join(f"*{form}" for form in FORMS[self.only]))
        if self.only and (self.sections is not None or self.one_page):
            raise wrong(
                "--only", f"{self.only} + {'--one-page' if self.one_page else '--sections'}", f"--only {self.only}"
            )
        if self.one_page and (suffix in ALONE or self.sections is not None):
            more = self.out.name if suffix in ALONE else "--sections"
            raise wrong("--one-page", more, "*.html, *.pdf")

    def write(
        self, view: "LogView", rehearsal: "Rehearsal | None", on_progress: Callable[[str, float], None]
    ) -> tuple[Path, ...]:
        """Write what was asked for; the files that were written, or Refusal."""
        common: dict[str, Any] = {"threshold": self.threshold, "own_data": self.own_data, "lang": self.lang}
        if self.only == "council":
            from schakel.report.council_sheet import write_council_sheet

            return write_council_sheet(view, self.out, **common)
        if self.only == "map":
            from schakel.report.map_sheet import write_map_sheet

            return write_map_sheet(view, self.out, **common)
        from schakel.report.chain_report import write_report

        common |= {"one_page": self.one_page, "pdf": self.pdf, "sections": self.sections}
        return write_report(view, self.out, rehearsal=rehearsal, on_progress=on_progress, **common)


def sections_of(text: str | None) -> tuple[str, ...] | None:
    """The sections of a list with commas; None without one. Refusal names those there are."""
    if text is None:
        return None
    from schakel.report.section_choice import chosen

    return chosen(text.split(","))
