"""The one tag through which templates take sentences: `{% say "web.start.title" n=3 %}`."""

from typing import Any

from django import template
from django.template.context import Context

from schakel.texts import say as sentence
from schakel.texts import shown

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: Any) -> str:
    """The sentence under this key in the reader's language."""
    return sentence(key, str(context["lang"]), **values)


@register.simple_tag(takes_context=True)
def show(context: Context, value: Any, kind: str) -> str:
    """A value as the reader writes it: int, number, share, days, weeks, euro, date."""
    return shown(value, kind, str(context["lang"]))


@register.simple_tag(takes_context=True)
def say_of(context: Context, group: str, name: str, **values: Any) -> str:
    """The sentence `group.name`, of which the name is a value: a role, a state, a kind."""
    return sentence(f"{group}.{name}", str(context["lang"]), **values)
