"""The list, in the order in which it is told."""

from __future__ import annotations

from console.selftest.database_checks import check_history, check_site
from console.selftest.engine_checks import check_load_flow, check_optimisers
from console.selftest.machine_checks import check_clock, check_disk, check_settings
from console.selftest.opcua_check import check_opcua
from console.selftest.qt_check import check_qt
from console.selftest.result import Check

CHECKS = (
    Check("qt", "Qt platform", check_qt),
    Check("load_flow", "load flow engines", check_load_flow),
    Check("optimisers", "optimisers", check_optimisers),
    Check("opcua", "OPC UA loopback", check_opcua),
    Check("database", "database write", check_site),
    Check("history", "history write", check_history),
    Check("disk", "disk space", check_disk),
    Check("clock", "clock", check_clock),
    Check("settings", "settings", check_settings),
)
