"""A network file in the workspace of the tests, taken away afterwards."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from schakel.orchestration.lindewaard import lindewaard_network
from schakel.orchestration.network import Network
from schakel.orchestration.network_text import write_network
from schakel.web.access.models import Network as NetworkRow
from schakel.web.orchestration_desk.kept import file_of, folder_of


@contextmanager
def laid_down(row: NetworkRow, network: Network | None) -> Iterator[NetworkRow]:
    """The network with this file, or with none; whatever the test leaves is removed."""
    folder = folder_of(row)
    _clear(row)
    folder.mkdir(parents=True, exist_ok=True)
    if network is not None:
        write_network(network, file_of(row))
    try:
        yield row
    finally:
        _clear(row)


@lru_cache(maxsize=1)
def region() -> Network:
    """The network of the fictional region, without what plants put into it."""
    return lindewaard_network(())


def _clear(row: NetworkRow) -> None:
    file_of(row).unlink(missing_ok=True)
    shutil.rmtree(folder_of(row) / "history", ignore_errors=True)
