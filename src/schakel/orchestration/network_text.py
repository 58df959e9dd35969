"""Writing a network file: one order, one way to write a value, so that a change is a small difference in git."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, Refusal
from schakel.data.deliveries.proposal.toml_text import quoted
from schakel.data.log import sync
from schakel.orchestration.given import clean
from schakel.orchestration.inputs import Field, inputs
from schakel.orchestration.network import FORMAT, KINDS, Network

HEAD = """\
# Wie er samenwerken, wat zij willen, kunnen, bedoelen en verwachten, en wat is afgesproken.
# Who works together, what they want, can, mean and expect, and what was agreed.
"""
WIDE = 110  # signs; a longer list has a line per value


def network_text(network: Network) -> str:
    """The file. Reading it gives the network, and writing that gives the same bytes. Empty values are left out."""
    blocks = ["\n".join(["[network]", f"format = {FORMAT}", *_lines("network", network)])]
    blocks += ["\n".join(_block(kind, item, kind)) for kind in KINDS for item in network.items(kind)]
    return HEAD + "".join(f"\n{block}\n" for block in blocks)


def network_version(network: Network) -> str:
    """Sixteen hexadecimal digits of its text: equal network, equal version. For a form that was opened before."""
    return hashlib.blake2b(network_text(network).encode(), digest_size=8).hexdigest()


def write_network(network: Network, path: Path | str) -> None:
    """Write the file as a whole or not at all. Refusal if it cannot be written; the old one stands then."""
    file = Path(path)
    try:
        with tempfile.NamedTemporaryFile("wb", dir=file.parent, prefix=".network-", delete=False) as made:
            made.write(network_text(network).encode())
            made.flush()
            os.fsync(made.fileno())
        try:
            Path(made.name).chmod(file.stat().st_mode if file.exists() else 0o644)
            Path(made.name).replace(file)
            sync(file.parent)
        finally:
            Path(made.name).unlink(missing_ok=True)
    except OSError:
        raise Refusal((Problem("not_writable", file=file.name),)) from None


def item_text(kind: str, item: Any) -> str:
    """One item as it stands in the file."""
    return "\n".join(_block(kind, item, kind)) + "\n"


def _block(kind: str, item: Any, heading: str) -> Iterator[str]:
    yield f"[[{heading}]]"
    yield from _lines(kind, item)
    for field in inputs()[kind].fields:
        if field.type == "parts":
            for part in getattr(item, field.name):
                yield ""
                yield from _block(field.of, part, f"{heading}.{field.name}")


def _lines(kind: str, item: Any) -> Iterator[str]:
    for field in inputs()[kind].fields:
        value = getattr(item, field.name)
        if field.type == "parts" or (value == field.empty and field.default is None):
            continue
        written = _written(field, value)
        if written:
            yield f"{field.name} = {written}"


def _written(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple):
        return _list([clean(one) for one in value if clean(one)])
    text = clean(value, lines=field.type == "prose")
    if "\n" in text:
        return '"""\n' + "\n".join(quoted(line)[1:-1] for line in text.split("\n")) + '"""'
    return quoted(text) if text else ""


def _list(values: list[str]) -> str:
    short = f"[{', '.join(map(quoted, values))}]"
    if len(short) <= WIDE or len(values) < 2:
        return short if values else ""
    return "[\n" + "".join(f"  {quoted(one)},\n" for one in values) + "]"
