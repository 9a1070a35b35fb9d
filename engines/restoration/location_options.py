"""What the locating of faults assumes beforehand; rates that the evidence itself shows are spans, not numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Priors:
    """How likely each kind of fault is before anything is heard.

    Attributes:
        short_circuit, earth_fault, open_conductor, double, none: shares; ``none``: everything heard is false.
        backup: of short circuits that the nearest device fails to clear and the next one cuts off.
        overhead, cable: faults per km, relative; bus, transformer: in km of overhead line.
        even: share of the prior that is the same for every zone, whatever its length: lengths and failure rates
            are known badly.
    """

    short_circuit: float = 0.85
    earth_fault: float = 0.03
    open_conductor: float = 0.04
    double: float = 0.03
    none: float = 0.05
    backup: float = 0.03
    overhead: float = 1.0
    cable: float = 0.4
    bus: float = 0.05
    transformer: float = 0.1
    even: float = 0.4


@dataclass(frozen=True, slots=True)
class MeterRates:
    """Meters.

    Attributes:
        gasp: shares of meters without supply that gasp, from "hardly any" to "nearly all"; all are held possible
            and the evidence decides.
        silent: as long as none has gasped, the chance that no gasp comes through at all.
        momentary: shares of supplied meters that gasp all the same.
        gathering: how alike the meters of one zone behave (concentration of the beta-binomial distribution): few
            means that a whole zone is heard or not.
        lost: a zone, or a whole protection area, from which nothing can be heard although nobody knows of it.
        ping_reply: a supplied meter answers; ping_lost: a zone where none does; wrong_place: a meter's record names
            the wrong zone.
    """

    gasp: tuple[float, ...] = (0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.96)
    silent: float = 0.5
    momentary: tuple[float, ...] = (0.001, 0.005, 0.02)
    gathering: tuple[float, ...] = (4.0, 40.0)
    lost: float = 0.05
    ping_reply: float = 0.92
    ping_lost: float = 0.05
    wrong_place: float = 0.003


@dataclass(frozen=True, slots=True)
class IndicatorRates:
    """Fault passage indicators.

    Attributes:
        report: shares of those passed by the fault current that report; false: of the others. Both from the evidence.
        wrong_direction: of those that tell a direction.
        silent_is_true: of the indicators that say "quiet" when asked, the share that was not passed, relative to one
            that says nothing.
    """

    report: tuple[float, ...] = (0.02, 0.15, 0.35, 0.55, 0.75, 0.9, 0.97)
    false: tuple[float, ...] = (0.003, 0.015, 0.05)
    wrong_direction: float = 0.07
    lost: float = 0.1


@dataclass(frozen=True, slots=True)
class DeviceRates:
    """Breakers, reclosers and fuses.

    Attributes:
        report: a remote device that tripped has said so by now; person: somebody reports one that cannot.
        false: a device said to have tripped did not; upstream: the same for one the fault current passed, next
            before those that tripped; distant: further toward the source.
        wrongly_closed: a tripped device is still said to stand closed.
    """

    report: float = 0.9
    person: float = 0.3
    false: float = 0.002
    upstream: float = 0.02
    distant: float = 0.01
    wrongly_closed: float = 0.03


@dataclass(frozen=True, slots=True)
class RangeRates:
    """Distances and currents told by relays.

    Attributes:
        distance_share, distance_km: standard deviation of a distance: share of it, and at least so much.
        current_share: standard deviation of a current, as share.
        outlier: readings that say nothing of the place (arc resistance, reclosing, wrong record).
        no_fault: relative probability of a reading where no fault current flows.
    """

    distance_share: float = 0.08
    distance_km: float = 0.2
    current_share: float = 0.08
    outlier: float = 0.15
    no_fault: float = 0.02


@dataclass(frozen=True, slots=True)
class CallRates:
    """People.

    Attributes:
        dead: shares of customers without supply that have called by now; live: of the others.
        at_fault, nearby: what damage is reported from the faulted zone itself, and from the next ones together;
            the rest comes from anywhere.
        wire_at_fault, wire_nearby: the same for a conductor seen on the ground.
    """

    dead: tuple[float, ...] = (0.002, 0.01, 0.03, 0.1)
    live: float = 0.0005
    at_fault: float = 0.55
    nearby: float = 0.3
    wire_at_fault: float = 0.75
    wire_nearby: float = 0.17


@dataclass(frozen=True, slots=True)
class LocationOptions:
    """How to locate.

    Attributes:
        level: share of the probability the status speaks of; 0.99 is what isolation asks for.
        most_hypotheses: how many are told with reasons.
        caution: power of the likelihood below one, against evidence whose errors depend on each other more than
            the model knows.
    """

    level: float = 0.99
    most_hypotheses: int = 8
    caution: float = 0.9
    priors: Priors = Priors()
    meters: MeterRates = MeterRates()
    indicators: IndicatorRates = IndicatorRates()
    devices: DeviceRates = DeviceRates()
    ranges: RangeRates = RangeRates()
    calls: CallRates = CallRates()
