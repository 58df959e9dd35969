# %% [markdown]
# # A chain in a notebook
# Every cell can be run on its own, in Jupyter, VS Code or as `python examples/notebook.py`.

# %% A region that does not exist, and everything that can be counted in it
from pathlib import Path

import schakel

log = Path("lindewaard")
schakel.make_region_log(log, seed=1, scale=0.1)  # one household in ten
with schakel.open_log(log) as view:
    everything = schakel.figures(view)

counts = everything["counts"]
print(f"{counts['cases']} cases of {counts['residents']} residents")
print(f"{counts['events']} events, {counts['partners']} partners")

# %% The routes that most residents go
for route in everything["variants"][:5]:
    print(f"{route['share']:6.1%}  {' > '.join(route['activities'])}")

# %% One figure as a table: rows, units, and the passport behind them
with schakel.open_log(log) as view:
    handovers = view.figure("handovers")

print([(column.name, column.unit) for column in handovers.columns])
largest = max(handovers.records(), key=lambda row: row["residents"])
print(f"most residents go from {largest['partner']} to {largest['next_partner']}")
print("passport", handovers.passport.id)

# %% A question of one's own: SQL over steps and cases, read only, in the view's own database
with schakel.open_log(log) as view:
    unseen = view.rows(
        "SELECT to_partner, count(*) FROM steps WHERE to_partner IS NOT NULL "
        "AND to_partner NOT IN (SELECT partner FROM steps WHERE partner IS NOT NULL) GROUP BY ALL"
    )
print("referred to, but never heard of:", unseen)

# %% Where it pinches, in one municipality
ravenzande = schakel.Selection(where=(("municipality", "Ravenzande"),))
with schakel.open_log(log, selection=ravenzande) as view:
    for finding in schakel.pinch(view)[:5]:
        where = finding.where
        print(finding.code, "|", where.partner, where.activity, ">", where.next_partner, where.next_activity)

# %% The gate: what may be told of this table to somebody else
gate = schakel.Gate(threshold=10)
shared = gate.table(handovers)
print(f"{len(handovers.rows)} rows inside, {len(shared.rows)} rows leave; rule: {shared.passport.disclosure}")

# %% The shared picture
with schakel.open_log(log) as view:
    for path in schakel.write_report(view, Path("lindewaard.html"), lang="en"):
        print("written", path)
