"""Make build/schakel-bundle.zip: our wheel, every wheel it needs with its hash, for Linux and Windows, and an SBOM.

Linux: installed for real into an empty environment, without any index, and run. Windows: resolved and hashed only; it
is not run here, and INSTALL.txt in the zip says so.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import sbom

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "bundle"
ZIP = ROOT / "build" / "schakel-bundle.zip"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
WINDOWS_ONLY = " ; sys_platform == 'win32' \\\n"
INSTALL = """Schakel without internet, Python {version}

Linux    sh install.sh        (installed and run when this bundle was made)
Windows  install.cmd          (wheels resolved and hashed when this bundle was made; NOT run)
Then     .venv/bin/schakel --help   or   .venv\\Scripts\\schakel --help

SHA256SUMS lists every file; sbom.cdx.json is the bill of materials (CycloneDX 1.6).
"""
INSTALL_SH = """#!/bin/sh
set -e
cd "$(dirname "$0")"
sha256sum --quiet -c SHA256SUMS
python3 -m venv .venv
PIP_NO_INDEX=1 PIP_FIND_LINKS="$PWD/linux" .venv/bin/python -m pip install --require-hashes -r requirements.txt
PIP_NO_INDEX=1 .venv/bin/python -m pip install --no-deps linux/schakel-*.whl
"""
INSTALL_CMD = """@echo off
cd /d "%~dp0"
py -{version} -m venv .venv || exit /b 1
set PIP_NO_INDEX=1
set PIP_FIND_LINKS=%CD%\\windows
.venv\\Scripts\\python -m pip install --require-hashes -r requirements.txt || exit /b 1
for %%w in (windows\\schakel-*.whl) do .venv\\Scripts\\python -m pip install --no-deps %%w
"""


def run(*command: str | Path, **env: str) -> None:
    """Run a command and stop at its failure."""
    subprocess.run([str(part) for part in command], check=True, env={**os.environ, **env})


def pip(*arguments: str | Path) -> None:
    """This environment's pip, quietly."""
    run(sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *arguments)


def gather() -> None:
    """Our wheel and the wheels of the lock file, per platform."""
    lock = ("--require-hashes", "--only-binary", ":all:", "--no-deps", "-r")
    pip("download", *lock, ROOT / "requirements.txt", "-d", BUILD / "linux")
    # pip judges markers by the machine it runs on, so what only Windows needs is asked for without its marker.
    on_windows = BUILD / "windows.txt"
    on_windows.write_text((ROOT / "requirements.txt").read_text(encoding="utf-8").replace(WINDOWS_ONLY, " \\\n"))
    windows = ("--platform", "win_amd64", "--python-version", VERSION, "--implementation", "cp")
    pip("download", *lock, on_windows, *windows, "-d", BUILD / "windows")
    on_windows.unlink()
    pip("wheel", "--no-deps", "--no-build-isolation", "-w", BUILD / "linux", ROOT)
    for wheel in (BUILD / "linux").glob("schakel-*.whl"):
        shutil.copy(wheel, BUILD / "windows")


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def component(wheel: Path) -> dict[str, object]:
    """One CycloneDX component, from the wheel's own metadata."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA") and n.count("/") == 1)
        meta = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    name, version = re.sub(r"[-_.]+", "-", meta["Name"]).lower(), meta["Version"]
    ref = f"pkg:pypi/{name}@{version}?file_name={wheel.name}"  # a package has a wheel per platform
    return {
        **sbom.component(name, version, sbom.READ.get(name) or sbom.licence_of(meta)),
        "bom-ref": ref,
        "purl": ref,
        "hashes": [{"alg": "SHA-256", "content": sha256(wheel)}],
    }


def write_sbom() -> None:
    """The bill of materials over both platforms, in a fixed order."""
    wheels = sorted(BUILD.glob("*/*.whl"), key=lambda path: (path.name, path.parent.name))
    components = list({wheel.name: component(wheel) for wheel in wheels}.values())
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}
    (BUILD / "sbom.cdx.json").write_text(json.dumps(bom, indent=1) + "\n", encoding="utf-8")


def write_texts() -> None:
    """Instructions, the lock file and the sums."""
    (BUILD / "INSTALL.txt").write_text(INSTALL.format(version=VERSION), encoding="utf-8")
    (BUILD / "install.sh").write_text(INSTALL_SH, encoding="utf-8")
    (BUILD / "install.cmd").write_text(INSTALL_CMD.replace("{version}", VERSION), encoding="utf-8")
    for name in ("requirements.txt", "LICENSE", "README.md", "README.nl.md"):
        shutil.copy(ROOT / name, BUILD)
    files = sorted(path for path in BUILD.rglob("*") if path.is_file())
    sums = "".join(f"{sha256(path)}  {path.relative_to(BUILD).as_posix()}\n" for path in files)
    (BUILD / "SHA256SUMS").write_text(sums, encoding="utf-8")


def prove_linux() -> None:
    """Unpack the zip elsewhere, install it without an index, and run it."""
    trial = ROOT / "build" / "bundle-trial"
    shutil.rmtree(trial, ignore_errors=True)
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(trial)  # our own archive, made a moment ago
    run("sh", trial / "install.sh", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_QUIET="1")
    run(trial / ".venv" / "bin" / "schakel", "--help")
    run(trial / ".venv" / "bin" / "schakel", "region", trial / "region")


def main() -> None:
    """Gather, describe, zip and prove."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    gather()
    write_sbom()
    write_texts()
    with zipfile.ZipFile(ZIP, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(BUILD.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(BUILD))
    prove_linux()
    size = ZIP.stat().st_size / 1e6
    print(f"{ZIP.relative_to(ROOT)}: {size:.0f} MB; Linux installed and run; Windows wheels resolved, not run")


if __name__ == "__main__":
    main()
