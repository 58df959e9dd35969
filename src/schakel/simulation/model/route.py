"""Where clients go after a stage."""

from dataclasses import dataclass

from schakel.simulation.model.quantity import Quantity, given

END = "end"


@dataclass(frozen=True)
class Route:
    """Of clients of a type (all types when empty) that finish a stage, this share goes to a next one, or to END.

    Shares of one type and stage add up to 1; rows of a named type replace those of all types. is_up: the stage to which
    clients are referred whose severity, as the partner sees it, reaches the threshold of their municipality; such a row
    has no share and goes before the others.
    """

    stage: str
    to: str
    share: Quantity = given(0)
    type: str = ""
    is_up: bool = False
