"""Raw numbers to points, and commanded values to what a server takes."""

from __future__ import annotations

import math

import pytest
from asyncua import ua
from field_points import point

from console.field.addresses import ControlAddress, ControlStyle
from console.field.link.conversion import Conversion, overflows, raw_of
from console.field.link.decoding import Values
from engines.grid.switches import SwitchPosition
from engines.values.points import PointKind, PointQuality

DOUBLE, FLOAT, INT32 = 11, 10, 6
EPOCH_1970 = 116_444_736_000_000_000


def values(*rows: tuple[int, float, int, int]) -> Values:
    made = Values()
    for handle, raw, kind, status in rows:
        made.handle.append(handle)
        made.raw.append(raw)
        made.kind.append(kind)
        made.status.append(status)
        made.source_time.append(EPOCH_1970 + 10)
    return made


def test_scale_offset_and_time() -> None:
    batch = Conversion([point("A", scale=0.1, offset=-5.0)]).batch(values((0, 200.0, DOUBLE, 0)), 77)
    assert batch.value.tolist() == [15.0]
    assert (batch.source_time_us.tolist(), batch.receive_time_us.tolist()) == ([1], [77])


@pytest.mark.parametrize(
    ("status", "quality"),
    [(0, PointQuality.GOOD), (0x40A40000, PointQuality.QUESTIONABLE), (0x80050000, PointQuality.INVALID)],
)
def test_a_status_is_a_quality(status: int, quality: PointQuality) -> None:
    batch = Conversion([point("A")]).batch(values((0, 1.0, DOUBLE, status)), 0)
    assert batch.quality.tolist() == [quality]


@pytest.mark.parametrize("raw", [math.nan, math.inf, -math.inf])
def test_what_is_no_finite_number_is_invalid(raw: float) -> None:
    batch = Conversion([point("A")]).batch(values((0, raw, DOUBLE, 0)), 0)
    assert batch.quality.tolist() == [PointQuality.INVALID]
    assert math.isnan(batch.value[0])


def test_a_position_that_is_not_listed_is_unknown_and_a_flag_invalid() -> None:
    mapped = ((1, 0), (2, 1))
    points = [point("S", PointKind.POSITION, raw_values=mapped), point("F", PointKind.FLAG, raw_values=mapped)]
    batch = Conversion(points).batch(values((0, 2, INT32, 0), (0, 9, INT32, 0), (1, 2, INT32, 0), (1, 9, INT32, 0)), 0)
    assert batch.value[:3].tolist() == [SwitchPosition.CLOSED, SwitchPosition.UNKNOWN, 1.0]
    assert math.isnan(batch.value[3])
    assert batch.quality.tolist() == [0, 0, 0, PointQuality.INVALID]


def test_a_type_that_differs_is_told_until_it_fits_again() -> None:
    conversion = Conversion([point("A", data_type="Double")])
    batch = conversion.batch(values((0, 1.0, FLOAT, 0)), 0)
    assert batch.quality.tolist() == [PointQuality.QUESTIONABLE]
    assert conversion.deviating == {0: "Float"}
    conversion.batch(values((0, 1.0, DOUBLE, 0)), 0)
    assert not conversion.deviating


def test_handles_nobody_gave_out_are_passed_over() -> None:
    batch = Conversion([point("A")]).batch(values((9, 1.0, DOUBLE, 0), (0, 2.0, DOUBLE, 0)), 0)
    assert batch.index.tolist() == [0]
    assert batch.value.tolist() == [2.0]


def test_overflows_are_counted() -> None:
    assert overflows(values((0, 1.0, DOUBLE, 0x480), (0, 1.0, DOUBLE, 0), (0, 1.0, DOUBLE, 0x400))) == 1


def control(data_type: str = "Double", **more: object) -> ControlAddress:
    return ControlAddress("A/p_mw", ControlStyle.WRITE, "i=1", data_type=data_type, **more)  # type: ignore[arg-type]


def test_a_command_is_scaled_back() -> None:
    assert raw_of(control(scale=0.1, offset=-5.0), 15.0) == ua.Variant(200.0, ua.VariantType.Double)
    assert raw_of(control("Int16", scale=0.5), 3.0) == ua.Variant(6, ua.VariantType.Int16)
    assert raw_of(control("Boolean", raw_values=((0, 1), (1, 0))), 0) == ua.Variant(True, ua.VariantType.Boolean)


@pytest.mark.parametrize(
    ("address", "value", "words"),
    [
        (control(), math.nan, "no finite number"),
        (control(), math.inf, "no finite number"),
        (control("Int16"), 1.5, "no whole number"),
        (control("SByte"), 200.0, "does not fit into SByte"),
        (control("Boolean"), 2.0, "neither 0 nor 1"),
        (control(raw_values=((0, 1),)), 1.0, "no raw value for 1"),
        (control("Float"), 1e39, "does not fit into Float"),
        (control("String"), 1.0, "no number"),
    ],
)
def test_a_value_that_cannot_be_sent_says_why(address: ControlAddress, value: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        raw_of(address, value)
