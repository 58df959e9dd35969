"""Routes with the names of their activities: the figure `routes` counts them, this one reads one case of each."""

from dataclasses import dataclass

from schakel.insight.view import LogView

# DuckDB only: the names of a route are an ordered list, and lists are compared place by place.
ROUTES = """
WITH route AS (
  SELECT variant, COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents, MIN(case_no) AS example
  FROM cases GROUP BY variant
),
least AS (
  SELECT MIN(cases) AS cases FROM (SELECT cases FROM route ORDER BY cases DESC LIMIT ?)
),
named AS (
  SELECT r.variant, r.cases, r.residents, LIST(s.activity ORDER BY s.pos) AS activities
  FROM route AS r JOIN steps AS s ON s.case_no = r.example
  WHERE r.cases >= (SELECT cases FROM least)
  GROUP BY r.variant, r.cases, r.residents
)
SELECT variant, activities, cases, residents, cases / (SELECT COUNT(*) FROM cases) AS share
FROM named ORDER BY cases DESC, activities LIMIT ?
"""


@dataclass(frozen=True)
class Route:
    """One route. variant: its number in the figure `routes`. share: of all cases of the view."""

    variant: int
    activities: tuple[str, ...]
    cases: int
    residents: int
    share: float


def routes(view: LogView, *, most: int | None = None) -> tuple[Route, ...]:
    """The most common routes, then by the names of their activities; None gives all."""
    limit = 2**62 if most is None else most
    return tuple(
        Route(variant, tuple(activities), cases, residents, share)
        for variant, activities, cases, residents, share in view.rows(ROUTES, [limit, limit])
    )
