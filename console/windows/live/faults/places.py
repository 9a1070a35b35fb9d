"""The places and customers that somebody can tell of, as the report dialog finds them."""

from __future__ import annotations

from console.faults.faults import Faults
from engines.grid.network import Network
from engines.values.fault_evidence import EvidenceKind
from engines.values.points import Quantity
from widgets.faults.dialog_lines import PlaceLine

CALLS = (EvidenceKind.TROUBLE_CALL,)


def places_of(network: Network, faults: Faults) -> tuple[PlaceLine, ...]:
    """Customers, stations, lines and switches; each with the kinds of evidence it can give."""
    return (*_customers(network, faults), *_lines(network), *_switches(network, faults), *_stations(network))


def _customers(network: Network, faults: Faults) -> list[PlaceLine]:
    found = []
    for load_id, customers in faults.customers.by_load.items():
        ref = network.find(load_id)
        place = network.label(ref) if ref is not None else load_id
        for customer in customers:
            element_id = customer.customer_id if network.find(customer.customer_id) is not None else load_id
            words = " ".join((customer.customer_id, customer.contact))
            found.append(PlaceLine(element_id, customer.name or customer.customer_id, place, words, CALLS))
    return found


def _stations(network: Network) -> list[PlaceLine]:
    bus = network.bus
    kinds = (EvidenceKind.TROUBLE_CALL, EvidenceKind.WIRE_DOWN)
    return [
        PlaceLine(str(bus.id[row]), str(bus["name"][row]) or str(bus.id[row]), str(bus["substation"][row]), "", kinds)
        for row in range(len(bus))
    ]


def _lines(network: Network) -> list[PlaceLine]:
    line = network["line"]
    kinds = (EvidenceKind.WIRE_DOWN, EvidenceKind.INDICATOR)
    return [
        PlaceLine(str(line.id[row]), str(line["name"][row]) or str(line.id[row]), "", "", kinds)
        for row in range(len(line))
    ]


def _switches(network: Network, faults: Faults) -> list[PlaceLine]:
    switch = network["switch"]
    found = []
    for row in range(len(switch)):
        element_id = str(switch.id[row])
        kinds = [EvidenceKind.INDICATOR]
        if faults.devices.has(element_id, Quantity.HAS_TRIPPED):
            kinds += [EvidenceKind.DISTANCE, EvidenceKind.FAULT_CURRENT]
        found.append(PlaceLine(element_id, str(switch["name"][row]) or element_id, "", "", tuple(kinds)))
    return found
