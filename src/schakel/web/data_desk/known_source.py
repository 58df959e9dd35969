"""A delivery of a source that the log has already: read as the earlier ones were."""

import json
import shutil
from dataclasses import replace

from schakel.chain.problem import Refusal
from schakel.data.deliveries.sources import FILE, DeliveryEntry, SourceEntry, Sources
from schakel.data.deliveries.sources_text import to_toml
from schakel.data.mapping import read_mapping
from schakel.web.access.models import Network
from schakel.web.data_desk.doubts import DOUBTS
from schakel.web.data_desk.logs import log_folder, log_of
from schakel.web.data_desk.models import Incoming

MAPPING = "mappings/known.toml"


def known_source(network: Network, slug: str, name: str) -> SourceEntry | None:
    """What the log says of a source; None if it has none of that name."""
    return log_of(network, slug).sources().source(name)


def prepare_known(incoming: Incoming) -> None:
    """Write the sources file of what came in: one delivery of this source, with the mapping that the log has."""
    known = known_source(incoming.network, incoming.log, incoming.source)
    assert known  # noqa: S101 -- asked before
    log, place = log_folder(incoming.network, incoming.log), incoming.folder
    mapping = log / known.mapping
    (place / "mappings").mkdir()
    used = ""
    if known.mapping and _is_readable(mapping):
        shutil.copyfile(mapping, place / MAPPING)
        used = MAPPING
    files = tuple(str(file["stored"]) for file in incoming.files)
    source = replace(known, mapping=used, deliveries=(DeliveryEntry(files),))
    (place / FILE).write_text(to_toml(Sources(log_of(incoming.network, incoming.log).sources().case, (), (source,))))
    (place / DOUBTS).write_text(json.dumps({}))


def _is_readable(path: object) -> bool:
    try:
        read_mapping(path)  # type: ignore[arg-type]
    except Refusal:
        return False
    return True
