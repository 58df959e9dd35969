"""A table of a selection beside the table of everybody: what is left over must stay hidden too.

Whoever holds both can subtract. So the table of a selection is a cube with one dimension more, in or out of the
selection, of which only "in" is told; the small groups that are out have needs like any other.
"""

from schakel.sharing.cube import Cell, Cube, Key
from schakel.sharing.dimension import Dimension

EVERYBODY, IN, OUT = "everybody", "in", "out"


def selected_cube(everybody: Cube, part: Cube, selection: str) -> Cube:
    """The cube of a selection with what it leaves out. selection: its name, the same wherever it is used.

    Both cubes have the same dimensions, and hold residents only. ValueError if they differ, or if the part is larger
    than the whole somewhere.
    """
    if everybody.dimensions != part.dimensions:
        raise ValueError("the selection and everybody are not divided in the same way")
    last = Dimension(f"selection {selection}", EVERYBODY, ((EVERYBODY, (IN, OUT)),))
    cells: dict[Key, Cell] = {}
    for key in everybody.keys:
        whole, inside = everybody.cells[key].residents, part.cells[key].residents
        if inside > whole:
            raise ValueError(f"{key}: {inside} in the selection of {whole}")
        cells |= {(*key, EVERYBODY): Cell(whole), (*key, IN): Cell(inside), (*key, OUT): Cell(whole - inside)}
    return Cube((*everybody.dimensions, last), cells)


def untold(cube: Cube) -> tuple[Key, ...]:
    """The cells of a selected cube that its table does not have: for `quiet` of `disclosure.protect`."""
    return tuple(key for key in cube.keys if key[-1] != IN)
