"""On PostgreSQL a backup says what copies the database, and copies the rest; both together come back whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from web import postgresql
from web.processes import environment, schakel


@pytest.fixture(scope="module")
def database() -> str:
    """A server of the moment; without its binaries a skip, which is an error where none may be."""
    url = postgresql.start()
    if url is None:
        if os.environ.get("SCHAKEL_NO_SKIP"):
            pytest.fail("SCHAKEL_NO_SKIP is set and there is no PostgreSQL")
        pytest.skip("no PostgreSQL")
    return url


def test_a_workspace_on_postgresql_comes_back_whole(database: str, tmp_path: Path) -> None:
    root, back, file, dump = (
        tmp_path / "werkbank",
        tmp_path / "terug",
        tmp_path / "kopie.zip",
        tmp_path / "schakel.dump",
    )
    schakel("workspace", "new", root, "--name", "Proef", DATABASE_URL=database)
    assert not (root / "db.sqlite3").exists()
    script = (
        "import sys; from pathlib import Path; from schakel.web.database import open_workspace; "
        "open_workspace(Path(sys.argv[1])); from schakel.web.access.models import Person; "
        "Person.objects.create_user('ans@proef.example', name='Ans')"
    )
    _python(script, root, database)
    schakel("workspace", "person", root, "--email", "ans@proef.example", "--disable", DATABASE_URL=database)
    told = schakel("workspace", "backup", root, file, DATABASE_URL=database)
    assert "pg_dump --format=custom" in told
    _tool("pg_dump", "--format=custom", f"--file={dump}", database)
    schakel("workspace", "person", root, "--email", "ans@proef.example", "--enable", DATABASE_URL=database)
    assert "pg_restore --clean" in schakel("workspace", "restore", file, back)
    _tool("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={database}", str(dump))
    told = schakel("workspace", "check", back, DATABASE_URL=database)
    assert "De database staat in PostgreSQL" in told
    assert "ongebroken: 1 regels" in told
    assert "NIET GOED" not in told


def _python(script: str, root: Path, database: str) -> None:
    subprocess.run([sys.executable, "-c", script, str(root)], env=environment(DATABASE_URL=database), check=True)


def _tool(name: str, *arguments: str) -> None:
    folder = postgresql.binaries()
    assert folder is not None
    subprocess.run([str(folder / name), *arguments], check=True, env=environment(), capture_output=True)
