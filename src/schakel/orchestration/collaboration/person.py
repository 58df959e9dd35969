"""Somebody who works for a partner."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """organisation: key of a partner. email, phone: of work, both may be empty. Never a resident, never a number."""

    key: str
    name: str
    organisation: str
    function: str = ""
    email: str = ""
    phone: str = ""
    reach: str = ""
