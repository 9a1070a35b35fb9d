"""Day-ahead plans in the person's language: kinds, devices, costs, times, numbers."""

from __future__ import annotations

import math

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDateTime

from console.dispatch.what_if import CaseDevice
from console.windows.live.dispatch.engine_phrases import LIMITS
from engines.values.dispatch import DeviceKind
from engines.values.phrase import Phrase
from widgets.numbers import number_text

_KINDS = {
    DeviceKind.TIE: QT_TRANSLATE_NOOP("DispatchWords", "source"),
    DeviceKind.SUBSTATION_TAP: QT_TRANSLATE_NOOP("DispatchWords", "tap changer"),
    DeviceKind.FEEDER_TAP: QT_TRANSLATE_NOOP("DispatchWords", "regulator"),
    DeviceKind.CAPACITOR: QT_TRANSLATE_NOOP("DispatchWords", "capacitor bank"),
    DeviceKind.PV: QT_TRANSLATE_NOOP("DispatchWords", "PV"),
    DeviceKind.WIND: QT_TRANSLATE_NOOP("DispatchWords", "wind"),
    DeviceKind.STORAGE: QT_TRANSLATE_NOOP("DispatchWords", "storage"),
    DeviceKind.TURBINE: QT_TRANSLATE_NOOP("DispatchWords", "turbine"),
    DeviceKind.DEMAND_RESPONSE: QT_TRANSLATE_NOOP("DispatchWords", "demand response"),
    DeviceKind.SVC: QT_TRANSLATE_NOOP("DispatchWords", "SVC"),
}
_COSTS = {
    "purchase": QT_TRANSLATE_NOOP("DispatchWords", "Bought from the grid"),
    "loss": QT_TRANSLATE_NOOP("DispatchWords", "Losses"),
    "pv": QT_TRANSLATE_NOOP("DispatchWords", "PV"),
    "wt": QT_TRANSLATE_NOOP("DispatchWords", "Wind"),
    "storage": QT_TRANSLATE_NOOP("DispatchWords", "Wear of storage"),
    "turbine": QT_TRANSLATE_NOOP("DispatchWords", "Turbine"),
    "curtailment": QT_TRANSLATE_NOOP("DispatchWords", "Curtailment"),
    "moves": QT_TRANSLATE_NOOP("DispatchWords", "Moves of taps and capacitors"),
    "deviation": QT_TRANSLATE_NOOP("DispatchWords", "Deviation of voltage"),
}
_PRICES = {
    "mt": QT_TRANSLATE_NOOP("DispatchWords", "Turbine"),
    "es": QT_TRANSLATE_NOOP("DispatchWords", "Wear of storage"),
    "wt": QT_TRANSLATE_NOOP("DispatchWords", "Wind"),
    "pv": QT_TRANSLATE_NOOP("DispatchWords", "PV"),
    "loss": QT_TRANSLATE_NOOP("DispatchWords", "Losses"),
}
_PROGRESS = (
    QT_TRANSLATE_NOOP("DispatchWords", "regions tell what they can do"),
    QT_TRANSLATE_NOOP("DispatchWords", "regions and the layer above agree"),
    QT_TRANSLATE_NOOP("DispatchWords", "reading the history"),
    QT_TRANSLATE_NOOP("DispatchWords", "fitting the joint model"),
    QT_TRANSLATE_NOOP("DispatchWords", "drawing scenarios"),
    QT_TRANSLATE_NOOP("DispatchWords", "scoring on the days held out"),
    QT_TRANSLATE_NOOP("DispatchWords", "exchange {count}, gap {gap}"),
    QT_TRANSLATE_NOOP("DispatchWords", "exchange {count}, gap {gap}, {done} of {pieces} pieces of work"),
    QT_TRANSLATE_NOOP("DispatchWords", "exchange {count}, no plan yet"),
    QT_TRANSLATE_NOOP("DispatchWords", "no plan yet"),
    QT_TRANSLATE_NOOP("DispatchWords", "no plan yet, {done} of {pieces} pieces of work"),
    QT_TRANSLATE_NOOP("DispatchWords", "exchange {count}, no plan yet, {done} of {pieces} pieces of work"),
)
"""What workers say of their progress."""


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("DispatchWords", text)


def kind_text(kind: DeviceKind) -> str:
    """A kind of device."""
    return tr(str(_KINDS[kind]))


def cost_text(kind: str) -> str:
    """A kind of cost."""
    return tr(str(_COSTS.get(kind, kind)))


def price_text(key: str, value: float) -> str:
    """What costs ``value``."""
    if key.startswith("grid_percent"):
        return tr("All prices of the grid")
    if key.startswith("grid_"):
        return tr("Grid at {price}").format(price=plain(value))
    return tr(str(_PRICES[key]))


def device_text(device: CaseDevice) -> str:
    """A device of a case and where it stands."""
    kind = kind_text(device.kind)
    if not device.place:
        return kind
    if device.kind is DeviceKind.FEEDER_TAP:
        return tr("{kind} {name}").format(kind=kind, name=device.place)
    return tr("{kind} at {bus}").format(kind=kind, bus=bus_text(device.place))


def bus_text(name: str) -> str:
    """A bus, named as one."""
    return name if name.lower().startswith("bus") or not name else tr("bus {name}").format(name=name)


def sentence(told: Phrase) -> str:
    """A phrase of the engine in the person's language, in English where there is no translation."""
    filled = {name: tr(str(value)) if value in LIMITS else value for name, value in told.arguments.items()}
    try:
        return tr(told.template).format(**filled)
    except (KeyError, ValueError, IndexError):
        return told.text


def progress_text(told: str) -> str:
    """What a worker tells of its progress: a phrase, perhaps with words to put into it."""
    template, *words = told.split("\t")
    pairs = dict(word.split("=", 1) for word in words)
    return tr(template).format(**pairs) if template else ""


def capital(text: str) -> str:
    """A phrase as a sentence begins."""
    return text[:1].upper() + text[1:]


def plain(value: float, most: int = 2) -> str:
    """A number with as few decimals as it needs, at most so many."""
    decimals = next((d for d in range(most) if abs(value - round(value, d)) < 1e-9), most)
    return number_text(value, decimals)


def money(value: float) -> str:
    """An amount."""
    return number_text(value, 2)


def percent(share: float, decimals: int = 3) -> str:
    """A share in percent."""
    return f"{number_text(100 * share, decimals)} %"


def small(value: float) -> str:
    """A difference that ought to be nothing."""
    return f"{value:.1e}".replace("e-0", "e-").replace("-", "−") if math.isfinite(value) else number_text(value, 0)


def when(seconds: float) -> str:
    """Local time with seconds, the date where it is not today."""
    moment = QDateTime.fromMSecsSinceEpoch(int(seconds * 1000))
    text = moment.toString("HH:mm:ss")
    is_today = moment.date() == QDateTime.currentDateTime().date()
    return text if is_today else f"{moment.toString('yyyy-MM-dd')} {text}"
