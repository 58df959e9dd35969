"""The values of a sheet as they stand in their cells: for a sheet of our own making, where every cell has its place."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.sheet_copy import copied
from schakel.data.readers.workbook import broken, workbook

Cells = Sequence[Sequence[object]]


def sheet_values(path: Path) -> tuple[str, Cells]:
    """The name of the first visible sheet, and its cells by row and column from A1 on; an empty one is "".

    Refusal for a file that is no sound workbook, or has no such sheet.
    """
    with workbook(path) as book, tempfile.TemporaryDirectory(prefix="schakel-") as folder:
        visible = [sheet for sheet in book.sheets if not sheet.hidden]
        if not visible:
            raise Refusal((Problem("sheets_empty", path.name),))
        copy = Path(folder) / "sheet.xlsx"
        copied(book, visible[0], copy)
        with _opened(copy, path.name) as values:
            return visible[0].name, values.to_python(skip_empty_area=False)


@contextmanager
def _opened(path: Path, file: str) -> Iterator[CalamineSheet]:
    """The one sheet of our copy. Refusal for whatever the library says of a damaged one, its panic too."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            yield book.get_sheet_by_index(0)
    except (CalamineError, OverflowError) as error:
        raise broken(file) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise broken(file) from error
