"""The people of the demo: one per role, without passwords, on loopback only."""

from schakel.web.access.models import Person


def demo_people() -> list[Person]:
    """Everybody who has a hat, with hats, in the order in which they were made."""
    return list(Person.objects.filter(is_active=True, hats__isnull=False).distinct().order_by("pk"))
