"""What the engine says of a plan, collected for translation: its explanations and its conflicts."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

EXPLANATIONS = (
    QT_TRANSLATE_NOOP("DispatchWords", "{device} {old} → {new} at {clock}"),
    QT_TRANSLATE_NOOP("DispatchWords", "storage at bus {bus} charges up to {power} MW from {begin} to {end}"),
    QT_TRANSLATE_NOOP("DispatchWords", "storage at bus {bus} discharges up to {power} MW from {begin} to {end}"),
    QT_TRANSLATE_NOOP("DispatchWords", "turbine at bus {bus} gives up to {power} MW from {begin} to {end}"),
    QT_TRANSLATE_NOOP(
        "DispatchWords", "demand response at bus {bus} takes up to {power} MW more from {begin} to {end}"
    ),
    QT_TRANSLATE_NOOP(
        "DispatchWords", "demand response at bus {bus} takes up to {power} MW less from {begin} to {end}"
    ),
    QT_TRANSLATE_NOOP("DispatchWords", "PV at bus {bus} is curtailed by up to {power} MW from {begin} to {end}"),
    QT_TRANSLATE_NOOP("DispatchWords", "wind at bus {bus} is curtailed by up to {power} MW from {begin} to {end}"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy is worth {here} there, {there} where it is given back"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy is worth {here} there, {there} where it is charged"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy is worth {worth} there, its own costs {price}"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy is worth {here} there, {there} where it takes less"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy is worth {here} there, {there} where it takes more"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy is worth {worth} there"),
    QT_TRANSLATE_NOOP("DispatchWords", "losses until {clock} would be {value} kWh higher"),
    QT_TRANSLATE_NOOP(
        "DispatchWords",
        "the old position would break no limit of voltage until {clock}, and change losses by {value} kWh",
    ),
    QT_TRANSLATE_NOOP("DispatchWords", "the load flow would have no solution"),
    QT_TRANSLATE_NOOP("DispatchWords", "{bus} would be {value} pu, the limit is {limit}"),
    QT_TRANSLATE_NOOP("DispatchWords", "{value} MW would flow into the upper grid, the limit is {limit}"),
    QT_TRANSLATE_NOOP("DispatchWords", "the import would be {value} MW, the least is {limit}"),
    QT_TRANSLATE_NOOP("DispatchWords", "the import would be {value} MW, the limit is {limit}"),
    QT_TRANSLATE_NOOP("DispatchWords", "the exchange with the upper grid would be {value} MVA, the limit is {limit}"),
    QT_TRANSLATE_NOOP("DispatchWords", "{branch} would carry {value} % of what it may"),
    QT_TRANSLATE_NOOP("DispatchWords", "losses would be {value} kW higher"),
    QT_TRANSLATE_NOOP("DispatchWords", "at {clock} the load flow would have no solution"),
    QT_TRANSLATE_NOOP("DispatchWords", "at {clock} {bus} would be {value} pu, the limit is {limit}"),
    QT_TRANSLATE_NOOP("DispatchWords", "at {clock} {value} MW would flow into the upper grid, the limit is {limit}"),
    QT_TRANSLATE_NOOP("DispatchWords", "at {clock} the import would be {value} MW, the least is {limit}"),
    QT_TRANSLATE_NOOP("DispatchWords", "at {clock} the import would be {value} MW, the limit is {limit}"),
    QT_TRANSLATE_NOOP(
        "DispatchWords", "at {clock} the exchange with the upper grid would be {value} MVA, the limit is {limit}"
    ),
    QT_TRANSLATE_NOOP("DispatchWords", "at {clock} {branch} would carry {value} % of what it may"),
)
"""Why a plan does what it does."""

CONFLICTS = (
    QT_TRANSLATE_NOOP(
        "DispatchWords",
        "{kind} of {place}: the limit {limit} {unit} would have to give way by {excess} {unit} at {clock}",
    ),
    QT_TRANSLATE_NOOP(
        "DispatchWords",
        "{kind} of {place}: the limit {limit} {unit} would have to give way by {excess} {unit} at {clock}, the worst "
        "of {steps} steps",
    ),
)
"""What cannot hold together."""

LIMITS = (
    QT_TRANSLATE_NOOP("DispatchWords", "lowest voltage"),
    QT_TRANSLATE_NOOP("DispatchWords", "highest voltage"),
    QT_TRANSLATE_NOOP("DispatchWords", "current"),
    QT_TRANSLATE_NOOP("DispatchWords", "least import"),
    QT_TRANSLATE_NOOP("DispatchWords", "largest import"),
    QT_TRANSLATE_NOOP("DispatchWords", "least reactive import"),
    QT_TRANSLATE_NOOP("DispatchWords", "largest reactive import"),
    QT_TRANSLATE_NOOP("DispatchWords", "ramp of the import"),
    QT_TRANSLATE_NOOP("DispatchWords", "ramp of the reactive import"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy held at the end"),
    QT_TRANSLATE_NOOP("DispatchWords", "least power"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy ahead"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy behind"),
    QT_TRANSLATE_NOOP("DispatchWords", "power"),
    QT_TRANSLATE_NOOP("DispatchWords", "exchange"),
    QT_TRANSLATE_NOOP("DispatchWords", "least energy"),
    QT_TRANSLATE_NOOP("DispatchWords", "largest energy"),
    QT_TRANSLATE_NOOP("DispatchWords", "energy at the end"),
    QT_TRANSLATE_NOOP("DispatchWords", "ramp"),
    QT_TRANSLATE_NOOP("DispatchWords", "least load"),
    QT_TRANSLATE_NOOP("DispatchWords", "largest load"),
    QT_TRANSLATE_NOOP("DispatchWords", "least reactive power"),
    QT_TRANSLATE_NOOP("DispatchWords", "largest reactive power"),
    QT_TRANSLATE_NOOP("DispatchWords", "inverter"),
    QT_TRANSLATE_NOOP("DispatchWords", "rating"),
    QT_TRANSLATE_NOOP("DispatchWords", "undervoltage"),
    QT_TRANSLATE_NOOP("DispatchWords", "overvoltage"),
    QT_TRANSLATE_NOOP("DispatchWords", "branch power"),
    QT_TRANSLATE_NOOP("DispatchWords", "branch current"),
    QT_TRANSLATE_NOOP("DispatchWords", "import"),
    QT_TRANSLATE_NOOP("DispatchWords", "export"),
    QT_TRANSLATE_NOOP("DispatchWords", "reactive import"),
    QT_TRANSLATE_NOOP("DispatchWords", "reactive export"),
    QT_TRANSLATE_NOOP("DispatchWords", "import ramp"),
    QT_TRANSLATE_NOOP("DispatchWords", "reactive ramp"),
)
"""What a limit is of."""
