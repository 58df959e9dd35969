"""Writes figures.md from the headers of the figures' own files: `python docs/reference/make_figures.py`."""

from pathlib import Path

from schakel.insight.definitions import definitions
from schakel.insight.figure import Figure, figure_names, read_figure

PAGE = Path(__file__).parent / "figures.md"
OPENING = """# Figures

Each figure is one SQL file in `src/schakel/insight/figures/`. It reads three views and nothing else: `steps` (a row per
event, with its place in the case and what came next), `cases` (a row per case) and `params` (one row: the definitions
below, the selected period and the last day that was seen). From Python: `view.figure("edges")`; from any other engine:
make the three views over the Parquet of a snapshot and run the file.

- Every row carries `residents`: on how many different people it rests. The gate looks at that.
- Times are in microseconds (`_us`); calendar days are whole days. Empty is unknown, and unknown is never zero.
- A quantile interpolates linearly between the two values next to it. Where there is a file `<name>.exact.sql`, DuckDB
  runs that; the portable file takes quantiles from a histogram whose classes are 1.6 % wide (error below 1 %).
- A selection chooses whole cases, so that no step is linked anew. `follow="household"` makes the household the case.
"""
CLOSING = "*Made from the files themselves; do not edit.*\n"


def page() -> str:
    """The whole page."""
    parts = [OPENING, *(_section(read_figure(name)) for name in figure_names()), _params(), CLOSING]
    return "\n".join(parts)


def _section(figure: Figure) -> str:
    notes = "\n".join(f"- **{key}**: {text}" for key, text in figure.notes if key != "meaning")
    rows = "\n".join(f"| `{c.name}` | {c.role} | {c.unit} |" for c in figure.columns)
    engines = "portable and exact" if figure.exact else "portable"
    meaning = figure.note("meaning")
    return (
        f"## {figure.name}\n\n{meaning[0].upper()}{meaning[1:]}.\n\n{notes}\n- **files**: {engines}\n\n"
        f"| column | role | unit |\n|---|---|---|\n{rows}\n"
    )


def _params() -> str:
    rows = "\n".join(f"| `{d.column}` | {_value(d.value)} | {d.version} |" for d in definitions())
    return f"## Definitions in `params`\n\n| column | value | version |\n|---|---|---|\n{rows}\n"


def _value(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
