"""How the functions of the kernel are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])

OPTIONS: dict[str, Any] = {"error_model": "numpy", "no_cfunc_wrapper": True}  # nobody calls these from C


def inner(function: Function) -> Function:
    """A function that others of the kernel call.

    Only `engine.run` is cached: the others live inside it. Whoever divides makes sure that it is not by zero, which
    compiled code does not look at.
    """
    compiled: Function = njit(**OPTIONS)(function)
    return compiled


def small(function: Function) -> Function:
    """An inner function of a few lines, on the way of every event: a copy of it in each caller beats the call."""
    compiled: Function = njit(**OPTIONS, forceinline=True)(function)
    return compiled
