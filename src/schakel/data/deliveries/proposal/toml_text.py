"""Lines of a TOML file for a person: a value with what was found behind it, and every doubt right above it."""

import json
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

from schakel.data.deliveries.proposal.remark import MARK, Remark

WIDTH = 110
BESIDE = 140  # signs of a line with what stands behind its value


class TomlText:
    """Lines in one language. doubts: how many were written."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.lines: list[str] = []
        self.doubts = 0

    def title(self, *sentences: str) -> None:
        """Comment lines at the top."""
        for sentence in sentences:
            self._wrapped(sentence, "# ")

    def table(self, heading: str) -> None:
        """A blank line and the heading of a table, as `[case]`."""
        if self.lines:
            self.lines.append("")
        self.lines.append(heading)

    def remark(self, *remarks: Remark) -> None:
        """Remarks on lines of their own."""
        for remark in remarks:
            self.doubts += remark.is_doubt
            self._wrapped(remark.sentence(self.lang), MARK if remark.is_doubt else "# ")

    def comment(self, text: str) -> None:
        """A line of comment that is no doubt."""
        self._wrapped(text, "# ")

    def entry(self, key: str, value: str, remarks: Iterable[Remark] = ()) -> None:
        """A key with its value (TOML text): doubts above it, and so are facts that do not fit behind it."""
        given = tuple(remarks)
        self.remark(*(remark for remark in given if remark.is_doubt))
        facts = "; ".join(remark.sentence(self.lang) for remark in given if not remark.is_doubt)
        line = f"{key} = {value}"
        if facts and len(line) + len(facts) > BESIDE:
            self._wrapped(facts, "# ")
            facts = ""
        self.lines.append(line + (f"   # {facts}" if facts else ""))

    def off(self, first: int) -> None:
        """Make comments of all lines from a place on: a part that does not work yet."""
        self.lines[first:] = [line if line.startswith("#") or not line else f"# {line}" for line in self.lines[first:]]

    def text(self) -> str:
        """The file."""
        return "\n".join(self.lines).strip("\n") + "\n"

    def _wrapped(self, sentence: str, mark: str) -> None:
        indent = "#" + " " * (len(mark) - 1)
        self.lines += textwrap.wrap(
            sentence,
            WIDTH,
            initial_indent=mark,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def quoted(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def texts(values: Sequence[str]) -> str:
    """A TOML list of strings."""
    return f"[{', '.join(map(quoted, values))}]"


def heading(names: Sequence[str]) -> str:
    """One heading, or a list of those of which the first that is there counts."""
    return quoted(names[0]) if len(names) == 1 else texts(names)


def day(value: date) -> str:
    """A TOML local date."""
    return value.isoformat()
