"""The workspace of this test process, made once, before Django reads its settings.

A module and no conftest, because pytest loads a conftest under a name of its own, and a second import would make a
second workspace.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from web import postgresql

os.environ.pop("DATABASE_URL", None)
ON_POSTGRESQL = os.environ.get(postgresql.WANTED) == "postgresql"
DATABASE = postgresql.start() if ON_POSTGRESQL else None
if DATABASE:
    os.environ["DATABASE_URL"] = DATABASE
ROOT = Path(tempfile.mkdtemp(prefix="schakel-web-")) / "workspace"
os.environ["SCHAKEL_WORKSPACE"] = str(ROOT)
os.environ["DJANGO_SETTINGS_MODULE"] = "schakel.web.settings"

from schakel.web.workspace import new_workspace  # noqa: E402 -- the settings read the environment

new_workspace(ROOT, name="Test", demo=True)

import django  # noqa: E402

django.setup()
# pytest-django would set Django up in a process that xdist starts, before that process has a workspace of its own.
del os.environ["DJANGO_SETTINGS_MODULE"]

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from schakel.web.access.role import Role  # noqa: E402

if connection.vendor == "sqlite":  # a file, as in use (memory knows other locks), which worker processes open too
    connection.settings_dict["TEST"]["NAME"] = str(ROOT.parent / "test.sqlite3")
PARTNERS = ("Jeugdhulp Oeverlinde", "Wijkteam Lindehage", "Crisisopvang Lindewacht")
As = Callable[[Role], Client]
