"""What names, units and types are taken for."""

from __future__ import annotations

import pytest

from console.field.map.browsed import BrowsedNode, NodeKind
from console.field.map.guessing import guess_variable, raw_positions
from engines.values.points import Quantity

Q = Quantity


def variable(name: str, data_type: str = "Double", unit: str = "", **more: object) -> BrowsedNode:
    return BrowsedNode("i=1", "/x", tuple(name.split(" / ")), NodeKind.VARIABLE, data_type=data_type, unit=unit, **more)


@pytest.mark.parametrize(
    ("name", "data_type", "unit", "quantity", "scale"),
    [
        ("LD0 / CSWI1 / Pos / stVal", "Int32", "", Q.POSITION, 1.0),
        ("Q1.XCBR1.Pos.stVal", "Byte", "", Q.POSITION, 1.0),
        ("LD0/MMXU1$MX$TotW", "Float", "", None, 1.0),
        ("MMXU1 / TotW / mag / f", "Float", "kW", Q.P_MW, 1e-3),
        ("MMXU2 / TotVAr", "Float", "kvar", Q.Q_MVAR, 1e-3),
        ("MMXU1 / A / phsA / cVal", "Float", "A", Q.I_KA, 1e-3),
        ("MMXU1 / PPV / phsAB", "Float", "kV", Q.VM_PU, 1.0),
        ("ATCC1 / TapPos", "Int32", "", Q.TAP_POS, 1.0),
        ("XCBR1 / Loc", "Boolean", "", Q.IS_LOCAL, 1.0),
        ("LLN0 / ActSG", "Int32", "", Q.SETTING_GROUP, 1.0),
        ("Bay 7 / ActivePower", "Double", "MW", Q.P_MW, 1.0),
        ("Bay 7 / Reactive power", "Float", "Mvar", Q.Q_MVAR, 1.0),
        ("Bay 7 / Strom_L1", "Float", "A", Q.I_KA, 1e-3),
        ("Bay 7 / Spannung", "Float", "V", Q.VM_PU, 1e-3),
        ("Feeder / P", "Float", "W", Q.P_MW, 1e-6),
        ("Battery / State of charge", "Float", "%", Q.SOC_PERCENT, 1.0),
        ("Q0 / Breaker status", "Int32", "", Q.POSITION, 1.0),
        ("T1 / TapPosition", "Int16", "", Q.TAP_POS, 1.0),
        ("PV 3 / Active power limit", "Double", "kW", Q.P_LIMIT_MW, 1e-3),
        ("Bay / Value 17", "Float", "kA", Q.I_KA, 1.0),
        ("Bay / Value 17", "Float", "°C", None, 1.0),
        ("Bay / Voltage", "Float", "°C", None, 1.0),
        ("Bay / ActivePower", "Boolean", "", None, 1.0),
        ("Bay / ActivePower", "String", "MW", None, 1.0),
        ("Q0 / Breaker status", "Double", "", None, 1.0),
        ("Counter", "UInt32", "", None, 1.0),
        ("Instructor / Speed", "Double", "", None, 1.0),
    ],
)
def test_names_units_and_types_together(name, data_type, unit, quantity, scale) -> None:
    guess = guess_variable(variable(name, data_type, unit))
    assert (guess and guess.quantity) == quantity
    if guess is not None:
        assert guess.scale == pytest.approx(scale)
        assert guess.reason


def test_volts_still_need_the_nominal_voltage() -> None:
    assert guess_variable(variable("Bay / Voltage", unit="kV")).needs_nominal_voltage
    assert not guess_variable(variable("Bay / Voltage", unit="pu")).needs_nominal_voltage


def test_an_array_is_no_point() -> None:
    assert guess_variable(variable("Bay / Voltage", is_array=True)) is None


@pytest.mark.parametrize(
    ("states", "data_type", "expected"),
    [
        (("in between", "open", "closed", "faulty"), "Int32", ((0, 2), (1, 0), (2, 1), (3, 3))),
        (("Aus", "Ein"), "Int32", ((0, 0), (1, 1))),
        (("closed", "open"), "Boolean", ((0, 1), (1, 0))),
        (("a", "b"), "Int32", ((0, 2), (1, 0), (2, 1), (3, 3))),
        ((), "Boolean", ((0, 0), (1, 1))),
        ((), "Int32", ((0, 2), (1, 0), (2, 1), (3, 3))),
    ],
)
def test_raw_values_of_positions(states, data_type, expected) -> None:
    assert raw_positions(variable("XCBR1 / Pos", data_type, states=states)) == expected
