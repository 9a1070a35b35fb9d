"""The links in one line for the mode bar."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.points.store import PointStore
from console.windows.live.words import LINK_SIGNS, link_text
from engines.values.points import LinkHealth, LinkState
from widgets.numbers import number_text

_ORDER = (LinkState.UP, LinkState.CONNECTING, LinkState.SUSPECT, LinkState.DOWN)


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("LinkWords", text)


def link_summary(store: PointStore) -> tuple[str, str, str]:
    """Text, severity and meaning of all links together: the worst one speaks."""
    if not store.health:
        return "", "", ""
    worst = max(store.health, key=lambda h: _ORDER.index(h.state))
    old = sum(store.count_by_freshness()[1:])
    parts = [tr("link {sign} {count} points").format(sign=LINK_SIGNS[worst.state], count=number_text(len(store), 0))]
    if worst.state is not LinkState.UP:
        parts.append(link_text(worst.state))
    elif old:
        parts.append(tr("{count} old").format(count=number_text(old, 0)))
    lost = sum(h.overflows + h.gaps for h in store.health)
    if lost:
        parts.append(tr("{count} lost").format(count=number_text(lost, 0)))
    severity = {LinkState.UP: "", LinkState.CONNECTING: "medium", LinkState.SUSPECT: "medium", LinkState.DOWN: "high"}
    return " · ".join(parts), severity[worst.state], "\n".join(map(link_sentence, store.health))


def link_sentence(health: LinkHealth) -> str:
    """One link in one line."""
    parts = [
        f"{health.server}: {link_text(health.state)}",
        tr("{rate} values/s").format(rate=number_text(health.values_per_s, 0)),
        tr("{gaps} gaps, {overflows} overflows, {reconnects} reconnects").format(
            gaps=health.gaps, overflows=health.overflows, reconnects=health.reconnects
        ),
    ]
    if health.problems:
        parts.append(tr("{count} points with a problem").format(count=len(health.problems)))
    if health.events_problem:
        parts.append(tr("alarms of the server: {problem}").format(problem=health.events_problem))
    return ", ".join(parts) + (f". {health.reason}" if health.reason else "")
