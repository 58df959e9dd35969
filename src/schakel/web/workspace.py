"""A workspace: the folder that holds all that the workbench keeps. `schakel workspace new DIR` makes one.

WORKSPACE/ workspace.toml  secret (0600)  db.sqlite3  theme.css (optional)  cache/
           networks/<slug>/ network.toml  logs/<log>/  mappings/  models/  reports/
"""

import os
import secrets
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from schakel.chain.problem import Problem, Refusal

FORMAT = 1
FILE = "workspace.toml"
ENVIRONMENT = "SCHAKEL_WORKSPACE"
_TEXT = """\
# A workspace of Schakel. Keep this folder in your backups; `secret` belongs to nobody else.
[workspace]
format = {format}
name = "{name}"
language = "nl"
demo = {demo}
# Names under which the workbench is reached; https = true behind a proxy that speaks HTTPS.
hosts = ["127.0.0.1", "localhost"]
https = false
# Whom people write to about the workbench itself; stands on the page on accessibility.
contact = ""
# Addresses of the proxy in front: only from there is it believed who asks.
proxies = ["127.0.0.1"]
# Whom to tell of a weakness: an address, or several with commas. It is shown at /.well-known/security.txt.
# [security]
# contact = "security@example.org"
# policy = "https://example.org/responsible-disclosure"
# expires = 2027-06-01
"""


@dataclass(frozen=True)
class Workspace:
    """root: its folder. demo: sign-ins are printed and shown, and own data is refused. oidc: settings of sign-in.

    contact: whom to write to about the workbench. security: what stands in security.txt.
    """

    root: Path
    name: str
    language: str = "nl"
    demo: bool = False
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    https: bool = False
    proxies: tuple[str, ...] = ("127.0.0.1",)
    oidc: tuple[tuple[str, str], ...] = ()
    contact: str = ""
    security: tuple[tuple[str, str], ...] = ()

    @property
    def secret(self) -> str:
        """The key of sessions and signatures."""
        return (self.root / "secret").read_text(encoding="ascii").strip()

    @property
    def database(self) -> Path:
        """The SQLite file, unless DATABASE_URL names another database."""
        return self.root / "db.sqlite3"

    @property
    def cache(self) -> Path:
        """What can be thrown away and made again."""
        return self.root / "cache"

    def network(self, slug: str) -> Path:
        """The folder of one network."""
        return self.root / "networks" / slug


def new_workspace(root: Path, *, name: str = "", demo: bool = False) -> Workspace:
    """Make a workspace in an empty or absent folder. Refusal if there is something in it."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise Refusal((Problem("workbench_not_empty", file=root.name),))
    for folder in (root, root / "cache", root / "networks"):
        folder.mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)
    text = _TEXT.format(format=FORMAT, name=(name or root.name).replace('"', "'"), demo=str(demo).lower())
    (root / FILE).write_text(text, encoding="utf-8")
    secret = root / "secret"
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    return read_workspace(root)


def read_workspace(root: Path) -> Workspace:
    """The workspace in this folder. Refusal if it is none, or of a format that this version does not know."""
    file = root / FILE
    if not file.is_file():
        raise Refusal((Problem("workbench_none", file=root.name),))
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal((Problem("workbench_not_toml", file=FILE, value=str(error)),)) from None
    told = document.get("workspace", {})
    if told.get("format") != FORMAT:
        raise Refusal((Problem("workbench_format", file=FILE, value=str(told.get("format")), allowed=str(FORMAT)),))
    oidc, security = (
        tuple(sorted((str(key), str(value)) for key, value in document.get(name, {}).items()))
        for name in ("oidc", "security")
    )
    return Workspace(
        root=root.resolve(),
        name=str(told.get("name") or root.name),
        language=str(told.get("language", "nl")),
        demo=bool(told.get("demo", False)),
        hosts=tuple(str(host) for host in told.get("hosts", ("127.0.0.1", "localhost"))),
        https=bool(told.get("https", False)),
        proxies=tuple(str(proxy) for proxy in told.get("proxies", ("127.0.0.1",))),
        oidc=oidc,
        contact=str(told.get("contact", "")),
        security=security,
    )


@lru_cache(maxsize=1)
def current_workspace() -> Workspace:
    """The workspace that this process serves, named by SCHAKEL_WORKSPACE. Refusal if there is none."""
    root = os.environ.get(ENVIRONMENT)
    if not root:
        raise Refusal((Problem("workbench_none", file=ENVIRONMENT),))
    return read_workspace(Path(root))
