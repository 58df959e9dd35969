"""On which line of a TOML file a value stands, so that a problem can be found with any editor."""

import re

_ARRAY = re.compile(r"^\s*\[\[([^\[\]]+)\]\]")
_TABLE = re.compile(r"^\s*\[([^\[\]]+)\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*(?:\.[^=]*)?=")
_LONG = re.compile(r"\"\"\"|'''")


class TomlLines:
    """Lines by path, as "partner.3.name"; places of arrays of tables count from 1."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._read(text)

    def line(self, path: str) -> int:
        """The line of a value, else that of its first table, else that of the nearest one around it, else 1."""
        path = f"{path}.1" if f"{path}.1" in self._lines else path
        while path and path not in self._lines:
            path = path.rpartition(".")[0]
        return self._lines.get(path, 1)

    def _read(self, text: str) -> None:
        inside, prefix = "", ""
        for number, line in enumerate(text.split("\n"), 1):
            if inside:
                inside = "" if inside in line else inside
                continue
            if found := _ARRAY.match(line):
                prefix = self._path(found[1], is_array=True)
                self._lines.setdefault(prefix, number)
            elif found := _TABLE.match(line):
                prefix = self._path(found[1], is_array=False)
                self._lines.setdefault(prefix, number)
            elif found := _KEY.match(line):
                self._lines.setdefault(f"{prefix}.{found[1]}" if prefix else found[1], number)
            marks = _LONG.findall(line)
            inside = marks[0] if len(marks) % 2 else ""

    def _path(self, name: str, *, is_array: bool) -> str:
        path = ""
        parts = [part.strip().strip("\"'") for part in name.split(".")]
        for place, part in enumerate(parts):
            path = f"{path}.{part}" if path else part
            if is_array and place == len(parts) - 1:
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = f"{path}.{self._counts[path]}"
        return path
