"""Naming a top-level function so that another process finds it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any


def reference_of(work: Callable[..., Any] | str) -> str:
    """``module:function``; a text of that form is taken as it is, so that the caller need not import the module.

    Raises ``TypeError`` for what another process could not find: lambdas, methods, inner functions, the main script's.
    """
    if isinstance(work, str):
        module, _, name = work.partition(":")
    else:
        module, name = getattr(work, "__module__", ""), getattr(work, "__qualname__", "")
    if not module or not name.isidentifier() or module == "__main__":
        raise TypeError(f"{work!r} is not a top-level function of an importable module")
    return f"{module}:{name}"


def resolve(reference: str) -> Callable[..., Any]:
    """The function behind a reference."""
    module, _, name = reference.partition(":")
    work = getattr(importlib.import_module(module), name)
    if not callable(work):
        raise TypeError(f"{reference} is not a function")
    return work  # type: ignore[no-any-return]
