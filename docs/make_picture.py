"""Writes picture.svg, the routes of the fictional region as its report shows them: `python docs/make_picture.py`."""

import re
import tempfile
from pathlib import Path

from schakel import chain_report, make_region_log, open_log
from schakel.report.document import Figure

OUT = Path(__file__).parent / "picture.svg"


def picture(log: Path) -> str:
    """The picture of the routes as a file of its own, on a white ground."""
    with open_log(log) as view:
        report = chain_report(view, lang="nl")
    figures = [block for section in report.sections for block in section.blocks if isinstance(block, Figure)]
    drawn = next(figure.picture for figure in figures if figure.picture.name == "routes-picture")
    head, body = re.match(r"(<svg\b[^>]*>)(.*)", drawn.svg, re.S).groups()
    space = "" if "xmlns=" in head else ' xmlns="http://www.w3.org/2000/svg"'
    ground = f'<rect width="{drawn.width:g}" height="{drawn.height:g}" fill="#fff"/>'
    return head.replace("<svg", f"<svg{space}", 1) + ground + body + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        make_region_log(Path(folder) / "log", seed=1)
        OUT.write_text(picture(Path(folder) / "log"), encoding="utf-8")
