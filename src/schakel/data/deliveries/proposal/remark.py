"""A remark beside a line of a proposal: what was found, and where it is a doubt also what to change."""

from dataclasses import dataclass

from schakel.texts import say

MARK = "# ? "  # what a doubt begins with, so that a reader finds them all


@dataclass(frozen=True)
class Remark:
    """code: key of its sentence in texts `propose.<code>`; values: of its placeholders, never about one person."""

    code: str
    values: tuple[tuple[str, object], ...] = ()
    is_doubt: bool = True

    def sentence(self, lang: str) -> str:
        """The remark in a language."""
        return say(f"propose.{self.code}", lang, **dict(self.values))


def doubt(code: str, **values: object) -> Remark:
    """Something a person must look at."""
    return Remark(f"doubt.{code}", tuple(values.items()))


def fact(code: str, **values: object) -> Remark:
    """Something that was found and is not in doubt."""
    return Remark(f"fact.{code}", tuple(values.items()), is_doubt=False)
