"""One live console for a module, as for fault repair itself."""

from tests.console.faults.live.conftest import room

__all__ = ["room"]
