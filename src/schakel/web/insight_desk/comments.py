"""What partners say beside a figure: it travels with it, and is read anew each time."""

from importlib import import_module

from django.apps import apps

from schakel.report.document import Section
from schakel.report.html import fragment
from schakel.texts import say
from schakel.web.access.models import Network
from schakel.web.insight_desk.look import Look

DESK = "schakel.web.sharing_desk"


def comments_html(network: Network, look: Look, lang: str) -> str:
    """Their comments as a section, or "" when there are none; they are about what was published, so none in a sight."""
    if look.sight or not apps.is_installed(DESK):
        return ""
    blocks = import_module(f"{DESK}.comments").comment_blocks(network, look, lang)
    if not blocks:
        return ""
    return fragment((Section("comments", say("insight_desk.comments", lang), tuple(blocks)),), lang, str)
