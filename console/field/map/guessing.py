"""Concludes from names, units and types what a variable of an unknown server may be. A guess, to be checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from console.field.map import words
from console.field.map.browsed import BrowsedNode
from console.field.map.unit_words import is_voltage_in_volts, quantity_of_unit, unit_scale
from engines.grid.switches import SwitchPosition
from engines.values.points import PointKind, Quantity

Q = Quantity


@dataclass(frozen=True, slots=True)
class Guess:
    """What a node may be.

    Attributes:
        scale: factor from its unit to ours.
        needs_nominal_voltage: the value is in volts, so ``scale`` gives kV.
        reason: what it was concluded from.
    """

    quantity: Quantity
    reason: str
    scale: float = 1.0
    needs_nominal_voltage: bool = False


_LOGICAL_NODES: tuple[tuple[str, Quantity], ...] = (
    (r"(xcbr|xswi|cswi)\d*\.pos", Q.POSITION),
    (r"(xcbr|xswi|cswi|lln0|atcc|yltc|drct|zbat|arco|gapc|drcc|dsto)\d*\.loc", Q.IS_LOCAL),
    (r"(xcbr|xswi|cilo|cswi)\d*\.blkopn", Q.IS_OPENING_BLOCKED),
    (r"(xcbr|xswi|cilo|cswi)\d*\.blkcls", Q.IS_CLOSING_BLOCKED),
    (r"mmx[un]\d*\.totw", Q.P_MW),
    (r"mmx[un]\d*\.totvar", Q.Q_MVAR),
    (r"mmx[un]\d*\.(phv|ppv|vol|avppv|avphv)", Q.VM_PU),
    (r"mmx[un]\d*\.(a|amp|ava|avaphs)", Q.I_KA),
    (r"(atcc|yltc)\d*\.(tappos|tapchg)", Q.TAP_POS),
    (r"atcc\d*\.(auto|autost)", Q.IS_REGULATING),
    (r"atcc\d*\.(bndctr|bndctrset)", Q.VM_SETPOINT_PU),
    (r"arco\d*\.(steppos|stepchg|tappos)", Q.STEP),
    (r"(dsto|zbat|dbat)\d*\.(soc|batsoc|soceffpct)", Q.SOC_PERCENT),
    (r"(drcc|dwmx|dgen)\d*\.(maxw|maxwset|maxwlim|wmaxlimpct)", Q.P_LIMIT_MW),
    (r"(drcc|dsto|dagc)\d*\.(outw|outwset)", Q.P_SETPOINT_MW),
    (r"(drcc|dvar|dsto)\d*\.(outvar|outvarset|vartgt)", Q.Q_SETPOINT_MVAR),
    (r"(sfpi|sfpd|rfpi)\d*\.(fltpass|str|fltind|indrs)", Q.FAULT_PASSAGE),
    (r"(ptrc|ptoc|pioc)\d*\.(tr|op)", Q.HAS_TRIPPED),
    (r"(ptrc|rflo)\d*\.(flta|flta\w*)", Q.FAULT_I_KA),
    (r"rrec\d*\.(lo|lockout)", Q.IS_LOCKED_OUT),
    (r"rrec\d*\.(recst|auto|mod|rec)", Q.IS_RECLOSING_ON),
    (r"lln0\d*\.(actsg|selsg)", Q.SETTING_GROUP),
    (r"svpi\d*\.prs", Q.IS_POWERED),
)
_AFTER_DATA_OBJECT = r"(\.(stval|mag|f|i|cval|instmag|instcval|ctlval|phsa|phsab|valwtr|posval|q0))*"
_PLAIN_NAMES: tuple[tuple[str, Quantity], ...] = (
    (r"state of charge|ladezustand|\bsoc\b", Q.SOC_PERCENT),
    (r"fault.?(passage|indicator|detected)|kurzschlussanzeiger|\bfpi\b", Q.FAULT_PASSAGE),
    (r"fault.?current|kurzschlussstrom", Q.FAULT_I_KA),
    (r"re.?clos(e|ing|er).*(on|enabled|active|mode)|\bawe\b", Q.IS_RECLOSING_ON),
    (r"setting.?group|parametersatz", Q.SETTING_GROUP),
    (r"lock.?out|79.?lo\b|endgültig (aus|gesperrt)", Q.IS_LOCKED_OUT),
    (r"(has.?)?tripped|\btrip\b|ausgelöst|auslösung", Q.HAS_TRIPPED),
    (r"(opening|open).?(is.?)?block", Q.IS_OPENING_BLOCKED),
    (r"(closing|close).?(is.?)?block", Q.IS_CLOSING_BLOCKED),
    (r"\blocal\b|local.?remote|ortsteuerung", Q.IS_LOCAL),
    (r"tap.?(changer.?)?(pos|position)|stufenstellung|\btap\b", Q.TAP_POS),
    (r"(automatic|auto).?(voltage.?)?(regulat|control|mode)|regler (ein|aus)", Q.IS_REGULATING),
    (r"voltage.?(set.?point|reference)|spannungssollwert", Q.VM_SETPOINT_PU),
    (r"(active|p).?(power)?.?(limit|curtail|max)|leistungsbegrenzung", Q.P_LIMIT_MW),
    (r"(reactive|q|var).?(power)?.?set.?point|blindleistungssollwert", Q.Q_SETPOINT_MVAR),
    (r"(active|p).?(power)?.?set.?point|wirkleistungssollwert", Q.P_SETPOINT_MW),
    (r"capacitor.?step|bank.?step|kondensatorstufe", Q.STEP),
    (r"(switch|breaker|disconnector|schalter|trenner).*(pos|state|status|stellung)", Q.POSITION),
    (r"(^|\.)(pos|position|stellung|schalterstellung)$", Q.POSITION),
    (r"reactive.?power|blindleistung|(^|\.)q(_?(tot|total|sum|k?m?var))?$", Q.Q_MVAR),
    (r"active.?power|real.?power|wirkleistung|(^|\.)p(_?(tot|total|sum|k?m?w))?$", Q.P_MW),
    (r"\bcurrent\b|stromstärke|(^|\.)(i|strom)(_?(l[123]|max|rms|k?a))?$", Q.I_KA),
    (r"\bvoltage\b|spannung|(^|\.)(u|v)(_?(l[123](l[123])?|rms|k?v|pu))?$|vm.?pu", Q.VM_PU),
    (r"has.?voltage|is.?powered|energi[sz]ed|spannung vorhanden", Q.IS_POWERED),
)
_LOGICAL = tuple((re.compile(rf"(^|[./_$-]){p}{_AFTER_DATA_OBJECT}$"), q) for p, q in _LOGICAL_NODES)
_PLAIN = tuple((re.compile(p), q) for p, q in _PLAIN_NAMES)
_NUMBERS = frozenset(words.NUMBER_TYPES)
_STATE_WORDS: tuple[tuple[str, SwitchPosition], ...] = (
    (r"inter|(in )?between|in transit|moving|travel|zwischen|störung|00", SwitchPosition.INTERMEDIATE),
    (r"bad|invalid|unknown|faulty|undefined|fehler|unbekannt|11", SwitchPosition.UNKNOWN),
    (r"open|off|aus|offen|01", SwitchPosition.OPEN),
    (r"clos|on|ein|geschlossen|zu|10", SwitchPosition.CLOSED),
)
DBPOS = ((0, 2), (1, 0), (2, 1), (3, 3))
"""IEC 61850-7-3 Dbpos to our positions."""


def guess_variable(node: BrowsedNode) -> Guess | None:
    """What a variable may be; None where nothing speaks for anything, or unit or type speak against it."""
    if node.is_array or node.data_type not in _NUMBERS:
        return None
    named = guess_names(node.names, node.display_name)
    by_unit = quantity_of_unit(node.unit)
    if named is None and by_unit is not None:
        named = Guess(by_unit, f"unit {node.unit}")
    if named is None:
        return None
    scale = unit_scale(node.unit, named.quantity)
    if scale is None or not _type_fits(node, named.quantity):
        return None
    unit = f" in {node.unit}" if node.unit and not named.reason.startswith("unit") else ""
    in_volts = is_voltage_in_volts(node.unit)
    return Guess(named.quantity, named.reason + unit, scale, in_volts)


def guess_names(names: tuple[str, ...], display_name: str = "") -> Guess | None:
    """What the last names of a browse path say."""
    tail = ".".join(names[-4:]).lower()
    for pattern, quantity in _LOGICAL:
        found = pattern.search(tail)
        if found is not None:
            return Guess(quantity, f"logical node {'.'.join(names[-4:])[found.start() :].lstrip('./_$-')}")
    last = re.split(r"[./$|]", names[-1])[-1] if names else ""
    for text in dict.fromkeys((_spaced(last), _spaced(display_name), _spaced(".".join(names[-2:])))):
        for pattern, quantity in _PLAIN:
            if text and pattern.search(text):
                return Guess(quantity, f"named {text!r}")
    return None


def guess_control(names: tuple[str, ...]) -> Guess | None:
    """What an object with methods may command: its name often only adds that it is a control."""
    if not names:
        return None
    bare = re.sub(r"(?i)[\s_\-]*(control|ctrl|ctl|commands?|cmd|oper|operation)$", "", names[-1])
    return guess_names(names) or (guess_names((*names[:-1], bare)) if bare else None)


def raw_positions(node: BrowsedNode) -> tuple[tuple[int, int], ...]:
    """What the raw values of a position may mean: from the texts of its states, else as IEC 61850 numbers them."""
    told = tuple((raw, position) for raw, text in enumerate(node.states) if (position := _position(text)) is not None)
    if {SwitchPosition.OPEN, SwitchPosition.CLOSED} <= {position for _, position in told}:
        return tuple((raw, int(position)) for raw, position in told)
    return ((0, 0), (1, 1)) if node.data_type == "Boolean" else DBPOS


def _position(text: str) -> SwitchPosition | None:
    small = text.strip().lower()
    for pattern, position in _STATE_WORDS:
        if re.match(pattern, small):
            return position
    return None


def _spaced(name: str) -> str:
    """``ActivePower_L1`` as ``active power l1``; dots stay, they separate names."""
    split = re.sub(r"(?<=[a-zäöü0-9])(?=[A-ZÄÖÜ])", " ", name)
    return re.sub(r"[\s_\-\[\]()]+", " ", split).strip().lower()


def _type_fits(node: BrowsedNode, quantity: Quantity) -> bool:
    kind = words.kind_of(quantity)
    if kind is PointKind.ANALOG:
        return node.data_type != "Boolean"
    if kind is PointKind.STEP:
        return node.data_type != "Boolean"
    return kind is PointKind.FLAG or node.data_type not in ("Float", "Double")
