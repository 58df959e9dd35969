"""What the one who keeps the machine can do for somebody who is locked out, or must be: noted in the record."""

from typing import Literal

from django.apps import apps
from django.db import transaction

from schakel.chain.problem import Problem, Refusal
from schakel.web.access.models import Person
from schakel.web.record.append import append

Act = Literal["disable", "enable", "reset_second_factor"]


def change_person(email: str, act: Act) -> int:
    """Do it, by the machine's keeper (no person or hat in the record). How many second factors went.

    A disabled person is out at the next request; enabling also lifts a lock after too many guesses. Refusal if there
    is nobody with this address.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(email=email.strip().lower()).first()
        if person is None:
            raise Refusal((Problem("workbench_person_unknown", value=email[:200]),))
        gone = 0
        if act == "reset_second_factor":
            gone = _without_devices(person)
        else:
            person.is_active = act == "enable"
            person.save(update_fields=["is_active"])
        if act == "enable":
            _unlock(person)
        append(f"person_{act}", f"person:{person.pk}", body={"by": "command"})
    return gone


def _without_devices(person: Person) -> int:
    if not apps.is_installed("django_otp"):
        return 0
    from django_otp import devices_for_user

    devices = list(devices_for_user(person, confirmed=None))
    for device in devices:
        device.delete()
    return len(devices)


def _unlock(person: Person) -> None:
    if not apps.is_installed("axes"):
        return
    from axes.utils import reset

    reset(username=person.email)
