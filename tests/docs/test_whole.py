"""The documentation as a whole: links lead somewhere, the picture is of this house, and the reference is fresh."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from oracle.made_region import Made

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.M | re.S)


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings as code hosts make them."""
    heads = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in _LINK.findall(text):
        if re.match(r"https?://|mailto:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {link}"


def test_every_page_can_be_found_from_the_index() -> None:
    """By following links from the index, in any number of steps."""
    seen: set[Path] = set()
    ahead = [ROOT / "docs" / "README.md"]
    while ahead:
        page = ahead.pop().resolve()
        if page in seen or page.suffix != ".md" or not page.exists():
            continue
        seen.add(page)
        links = _LINK.findall(page.read_text(encoding="utf-8"))
        ahead += [page.parent / link.partition("#")[0] for link in links if not link.startswith("http")]
    lost = [page.name for page in ROOT.glob("docs/**/*.md") if page.resolve() not in seen]
    assert not lost


def rooms() -> set[str]:
    source = ROOT / "src" / "schakel"
    return {path.name for path in source.iterdir() if path.is_dir() and path.name != "__pycache__"} | {"command.py"}


def test_the_picture_of_the_house_has_its_rooms_and_no_others() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = text.split("```text")[1].split("```")[0]
    assert set(re.findall(r"\[([a-z.]+)\]", picture)) == rooms()


def test_the_line_of_imports_is_the_one_that_is_held() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    line = re.search(r"`(command > [^`]+)`", text)
    assert line
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [")[1].split("]")[0]
    assert line[1].split(" > ") == re.findall(r'"(\w+)"', contract)


def script(path: Path) -> Any:
    """A script of docs as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(svg: str) -> list[str]:
    """What stands in a picture, so that a change of its style alone is no difference."""
    return re.findall(r">([^<>]*\d[^<>]*)</t", svg)


def test_the_picture_is_of_the_demo_region(whole_region: Made) -> None:
    made = script(ROOT / "docs" / "make_picture.py")
    committed = (ROOT / "docs" / "picture.svg").read_text(encoding="utf-8")
    assert len(written(committed)) > 30
    assert written(made.picture(whole_region.log)) == written(committed), "run docs/make_picture.py"


@pytest.mark.parametrize(("lang", "name"), [("en", "command-line.md"), ("nl", "command-line.nl.md")])
def test_the_reference_of_the_command_line_is_fresh(lang: str, name: str) -> None:
    folder = ROOT / "docs" / "reference"
    made = script(folder / "make.py")
    assert made.reference(lang) == (folder / name).read_text(encoding="utf-8"), "run docs/reference/make.py"


def test_public_names_of_the_readme_are_all_there_are() -> None:
    import schakel

    named = set(re.findall(r"`([A-Za-z_]+)`", (ROOT / "README.md").read_text("utf-8").split("about a dozen names")[1]))
    assert set(schakel.__all__) - {"__version__"} <= named


def test_the_example_runs(tmp_path: Path) -> None:
    script = ROOT / "examples" / "notebook.py"
    done = subprocess.run(
        [sys.executable, "-W", "error", script], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "lindewaard.html").is_file()


def test_publiccode_has_what_its_standard_asks() -> None:
    """The mandatory keys of the standard's core, and its limits on the descriptions."""
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    top = set(re.findall(r"^(\w+):", text, re.M))
    assert top >= {
        "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    }  # fmt: skip
    short = re.findall(r'shortDescription: "(.+)"', text)
    long = re.findall(r"longDescription: \|\n((?: {6}.*\n)+)", text)
    assert len(short) == len(long) == 2
    assert max(map(len, short)) <= 150
    assert min(map(len, long)) >= 150
    assert re.search(r"license: EUPL-1.2\b", text)
