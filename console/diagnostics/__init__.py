"""What the program writes about itself, and how it survives its own faults."""

from console.diagnostics.diagnostics import Diagnostics, start_diagnostics
from console.diagnostics.exception_hook import ExceptionHook

__all__ = ["Diagnostics", "ExceptionHook", "start_diagnostics"]
