"""A PostgreSQL server of the moment: its own folder, a socket and no port, gone when the tests are over."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

WANTED = "SCHAKEL_TEST_DATABASE"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl; Debian keeps it outside the path."""
    found = shutil.which("initdb")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: file.parts[-3])
    return versions[-1].parent if versions else Path(found).resolve().parent if found else None


def start() -> str | None:
    """DATABASE_URL of a server that stops with this process; None without the binaries."""
    folder = binaries()
    if folder is None:
        return None
    root = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path is at most 107 bytes
    drop: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(root, nobody.pw_uid, nobody.pw_gid)
        drop = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    environment = {"PATH": os.environ["PATH"], "HOME": str(root), "LC_ALL": "C.UTF-8"}

    def run(name: str, *arguments: str) -> None:
        command = [str(folder / name), "-D", str(root / "data"), *arguments]
        subprocess.run(command, check=True, cwd=root, stdout=subprocess.DEVNULL, env=environment, **drop)

    run("initdb", "-U", "schakel", "--auth=trust", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories={root} -c fsync=off"
    run("pg_ctl", "-w", "-l", str(root / "log"), "-o", options, "start")

    def stop() -> None:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(root, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://schakel@{str(root).replace('/', '%2F')}/postgres"
