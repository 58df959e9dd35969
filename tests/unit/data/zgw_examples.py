"""A configuration for the server of the tests, and what a fetch from it leaves."""

from collections.abc import Iterator
from pathlib import Path

from oracle.zgw_server import CLIENT, SECRET, Running
from oracle.zgw_world import RSIN
from schakel.data.zgw.config import Config, read_config
from schakel.data.zgw.fetch import Fetched, fetch_zgw

TEXT = """
zaken = "{base}/zaken/api/v1"
catalogi = "{base}/catalogi/api/v1"
hosts = ["{host}"]
private_networks = ["127.0.0.0/8"]
client_id = "{client}"
secret_file = "secret"
key_file = "log/key"
delivered_by = "Gemeente Elders"
{more}
[organisations]
"{rsin}" = "Gemeente Ravenzande"
[law]
"WMO-AANVRAAG" = "Wmo"
"""


def config(folder: Path, server: Running, more: str = "") -> Config:
    """A configuration as a person writes it, with its secret."""
    (folder / "secret").write_text(SECRET + "\n", encoding="utf-8")
    (folder / "secret").chmod(0o600)
    host = server.base.removeprefix("http://")
    text = TEXT.format(base=server.base, host=host, client=CLIENT, rsin=RSIN, more=more)
    (folder / "zgw.toml").write_text(text, encoding="utf-8")
    return read_config(folder / "zgw.toml")


def fetched(folder: Path, server: Running, more: str = "", waits: list[float] | None = None) -> Fetched:
    """A fetch into folder/out that does not really wait between attempts."""
    waited = waits if waits is not None else []
    return fetch_zgw(config(folder, server, more), folder / "out", sleep=waited.append, timeouts=(5, 1))


def artefacts(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder but the secret and the key."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ("secret", "key"):
            yield path.relative_to(folder).as_posix(), path.read_bytes()
