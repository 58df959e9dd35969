"""A log of events that were made up: written, loaded, and kept beside it as its source."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.chain.problem import Problem, Refusal

if TYPE_CHECKING:
    from schakel.data.snapshot import Snapshot

SOURCE, MAPPING = "source", "mapping.toml"


def make_log(log: Path, write: Callable[[Path], Path], on_progress: Callable[..., Any] | None = None) -> "Snapshot":
    """Load what `write` writes into a folder, beside a mapping, and keep that folder in the log as `source`.

    write: gives the path of the events. Nobody in them is real: the key of pseudonyms is that of their content, so that
    the same events give the same log. Refusal: the folder holds other things, or may not be written; nothing is left
    behind then.
    """
    from schakel.data.load import load
    from schakel.data.log import check_folder
    from schakel.data.mapping import read_mapping
    from schakel.sharing.pseudonym import key_of_content

    check_folder(log)
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=log.parent, prefix=".made-") as folder:
            source = Path(folder) / SOURCE
            written = write(source)
            key = key_of_content(written)
            mapping = read_mapping(source / MAPPING)
            snapshot = load(written, log, mapping=mapping, key=key, on_progress=on_progress)
            shutil.rmtree(log / SOURCE, ignore_errors=True)
            source.rename(log / SOURCE)
    except OSError:
        raise Refusal((Problem("not_writable", file=log.name),)) from None
    return snapshot
