"""Django for one workspace: set up, and its tables brought up to date."""

import os
from pathlib import Path

from schakel.web.workspace import ENVIRONMENT, Workspace, current_workspace, read_workspace


def open_workspace(root: Path) -> Workspace:
    """Make this process serve this workspace; what it writes is the owner's. Refusal if it is none. Once a process."""
    workspace = read_workspace(root)
    os.umask(0o077)
    os.environ[ENVIRONMENT] = str(workspace.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "schakel.web.settings"
    current_workspace.cache_clear()
    import django

    django.setup()
    return workspace


def migrate() -> None:
    """Bring the tables up to date; nothing to do is quick."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
