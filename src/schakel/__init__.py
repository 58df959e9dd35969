"""Schakel: from shared events to one privacy-safe picture of a chain. These names are what a notebook needs.

Each is imported at first use, so that `import schakel` takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_WHERE = {
    "check": "schakel.data.check",
    "load": "schakel.data.load",
    "load_log": "schakel.data.deliveries.load_log",
    "read_mapping": "schakel.data.mapping",
    "open_log": "schakel.insight.opened",
    "figures": "schakel.insight.summary",
    "pinch": "schakel.insight.pinch",
    "definitions": "schakel.insight.definitions",
    "chain_report": "schakel.report.chain_report",
    "write_report": "schakel.report.chain_report",
    "make_region_log": "schakel.orchestration.lindewaard",
    "Gate": "schakel.sharing.gate",
    "Selection": "schakel.chain.selection",
    "Period": "schakel.chain.selection",
    "Refusal": "schakel.chain.problem",
}

if TYPE_CHECKING:
    from schakel.chain.problem import Refusal as Refusal
    from schakel.chain.selection import Period as Period
    from schakel.chain.selection import Selection as Selection
    from schakel.data.check import check as check
    from schakel.data.deliveries.load_log import load_log as load_log
    from schakel.data.load import load as load
    from schakel.data.mapping import read_mapping as read_mapping
    from schakel.insight.definitions import definitions as definitions
    from schakel.insight.opened import open_log as open_log
    from schakel.insight.pinch import pinch as pinch
    from schakel.insight.summary import figures as figures
    from schakel.orchestration.lindewaard import make_region_log as make_region_log
    from schakel.report.chain_report import chain_report as chain_report
    from schakel.report.chain_report import write_report as write_report
    from schakel.sharing.gate import Gate as Gate

__all__ = ["__version__", *sorted(_WHERE)]


def __getattr__(name: str) -> Any:
    """Import a public name from its room."""
    if name not in _WHERE:
        raise AttributeError(f"schakel has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
