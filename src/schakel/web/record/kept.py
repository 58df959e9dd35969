"""Whether the record that this workspace keeps holds, and what it holds as lines of the chain."""

from collections.abc import Iterator

from schakel.web.record.append import line_of
from schakel.web.record.chain import START, Line, first_break
from schakel.web.record.lines_file import Checked
from schakel.web.record.models import Entry, Head


def kept_lines() -> Iterator[Line]:
    """All lines in order."""
    return map(line_of, Entry.objects.order_by("seq").iterator())


def head() -> Head:
    """The end of the chain as it is kept apart; that of an empty record if there is none."""
    return Head.objects.first() or Head(seq=0, hash=START)


def check_kept() -> Checked:
    """The whole chain against its head."""
    end = head()
    return Checked(end.seq, 0, first_break(kept_lines(), end.seq, end.hash))
