"""What holds where the network's rules and the prediction could not be had, or not in time.

Opening what may break load goes on: nobody is kept from opening a breaker. Closing needs a supervisor. A
disconnector stays where it is, unless its measured current is negligible.
"""

from __future__ import annotations

from engines.grid.network import Network
from engines.grid.switches import SwitchKind
from engines.switching import wording
from engines.switching.device import DeviceState
from engines.switching.limits import SwitchingLimits
from engines.switching.operation import Operation, label_of, switch_kind
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.phrase import phrase


def blind_checks(network: Network, operation: Operation, device: DeviceState, reason: str) -> tuple[Check, ...]:
    """The checks that stand in for those that are missing.

    Args:
        reason: why there is no prediction, one clause; empty where it is late.
    """
    return (prediction_check(operation, reason), *_disconnector(network, operation, device))


def prediction_check(operation: Operation, reason: str) -> Check:
    """What a missing prediction means for the operation; ``reason`` as for :func:`blind_checks`."""
    if operation.is_closing:
        told = phrase(wording.PREDICTION_FAILED, reason=reason) if reason else phrase(wording.PREDICTION_LATE)
        return Check(Rule.PREDICTION, Verdict.NEEDS_OVERRIDE, told, (operation.element_id,))
    told = phrase(wording.PREDICTION_FAILED_SAID, reason=reason) if reason else phrase(wording.PREDICTION_LATE_SAID)
    verdict = Verdict.PASSES if operation.is_opening else Verdict.NEEDS_READING
    return Check(Rule.PREDICTION, verdict, told, (operation.element_id,))


def _disconnector(network: Network, operation: Operation, device: DeviceState) -> tuple[Check, ...]:
    kind = switch_kind(network, operation.element_id)
    if kind is not SwitchKind.DISCONNECTOR or not (operation.is_opening or operation.is_closing):
        return ()
    # A current that is not measured (NaN) is never negligible.
    if operation.is_opening and abs(device.i_ka) <= SwitchingLimits().disconnector_breaks_ka:
        return ()
    template = wording.BREAKS_UNKNOWN if operation.is_opening else wording.MAKES_UNKNOWN
    told = phrase(template, name=label_of(network, operation.element_id))
    return (Check(Rule.LOAD_BREAK, Verdict.FORBIDDEN, told, (operation.element_id,)),)
