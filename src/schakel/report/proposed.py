"""What a proposal for the sources of a folder shows: the sources, what is in doubt, and what to do next."""

from rich.console import Console
from rich.table import Table as Grid

from schakel.data.deliveries.proposal.folder_files import NAMES
from schakel.data.deliveries.propose_sources import Proposal
from schakel.texts import say, shown

COLUMNS = ("source", "files", "shape", "rows", "doubts")
LEFT = ("source", "shape")


def show_proposed(proposal: Proposal, lang: str) -> None:
    """The sources as a table, then the files that were written, the doubts and the next command."""
    console = Console()
    grid = Grid()
    for column in COLUMNS:
        grid.add_column(_say(column, lang), justify="left" if column in LEFT else "right")
    for source in proposal.sources:
        name = source.name if source.is_usable else _say("off", lang, name=source.name)
        numbers = [shown(number, "int", lang) for number in (source.files, source.rows, source.doubts)]
        grid.add_row(name, numbers[0], _say(source.shape, lang), *numbers[1:])
    console.print(grid)
    for file, why in proposal.unread:
        _line(console, _say("unread", lang, file=file, why=why))
    _line(console, _say("written", lang, folder=str(proposal.folder), files=", ".join(proposal.written)))
    if NAMES not in proposal.written:
        _line(console, _say("names_kept", lang))
    if proposal.kept:
        _line(console, _say("kept", lang, files=", ".join(proposal.kept)))
    _line(console, _say("doubt_count", lang, n=proposal.doubts))
    _line(console, _say("next", lang, folder=str(proposal.folder)))


def _say(key: str, lang: str, **values: object) -> str:
    return say(f"propose.shown.{key}", lang, **values)


def _line(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
