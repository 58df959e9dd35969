"""How the functions of the kernel are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def inner(function: Function) -> Function:
    """A function that others of the kernel call.

    Only `engine.run` is cached: the others live inside it. Whoever divides makes sure that it is not by zero, which
    compiled code does not look at.
    """
    options: dict[str, Any] = {"error_model": "numpy", "no_cfunc_wrapper": True}  # nobody calls these from C
    compiled: Function = njit(**options)(function)
    return compiled
