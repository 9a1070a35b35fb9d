"""Takes the pictures of the alarm desk for the documents: quiet, in a flood, the list, put aside, figures.

QT_QPA_PLATFORM=offscreen python tools/alarm_pictures.py FOLDER [light|dark] [WxH]
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from console.live_console import LiveConsole
from console.windows.authority_dialogs import FirstUserDialog
from engines.values.points import LinkState
from tools.live_pictures import turn, until
from widgets.alarms.panel import Page

FAULTS = ("line:F3-W04", "line:F5-W03", "line:F1-W06", "line:F8-W02")


def inject(console: LiveConsole, element_id: str) -> None:
    """A lasting short circuit on a line."""
    assert console.links is not None
    event = {"event": "network_fault", "element_id": element_id}
    console.links.links[0].call_instructor("Inject", json.dumps(event), on_done=lambda reply: print(reply))


def sign_in() -> None:
    """The first user, who may do everything."""
    until(lambda: isinstance(QApplication.activeModalWidget(), FirstUserDialog), "the first user")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FirstUserDialog)
    dialog.name.setText("anna")
    dialog.password.setText("seven quiet feeders")
    dialog.repeated.setText("seven quiet feeders")
    dialog.accept()
    until(lambda: QApplication.activeModalWidget() is not dialog, "the password")


def take(console: LiveConsole, folder: Path, ending: str) -> None:
    """All of them."""
    panel = console.commands.alarms.panel

    def save(name: str) -> None:
        console.window.grab().save(str(folder / f"{name}_{ending}.png"))

    until(lambda: console.links and console.links.links[0].health.state is LinkState.UP and console.alarms, "the field")
    turn(8.0)
    save("alarms_quiet")
    for element_id in FAULTS:
        inject(console, element_id)
    until(lambda: len(panel.lines.lines) > 20, "the storm")
    turn(20.0)
    console.commands.alarms.show_desk()
    turn(0.5)
    save("alarms_flood")
    panel.choose(Page.LIST)
    turn(0.5)
    save("alarms_list")
    ids = [line.alarm_id for line in panel.lines.shown()]
    assert console.commands.alarms.deeds is not None
    console.commands.alarms.deeds.acknowledge(ids[:1])
    sign_in()
    turn(1.0)
    assert console.alarms is not None
    for alarm_id in ids[-2:]:
        console.alarms.shelve(alarm_id, 3600.0, "chatters, work order 1207")
    panel.choose(Page.CAUSES)
    panel.causes.open(panel.causes.causes[0], True)
    turn(1.0)
    save("alarms_card_open")
    panel.choose(Page.ASIDE)
    turn(1.0)
    save("alarms_aside")
    panel.choose(Page.FIGURES)
    turn(6.0)
    save("alarms_figures")


def main() -> None:
    """Start a console and take them."""
    folder, theme = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "light"
    width, height = map(int, (sys.argv[3] if len(sys.argv) > 3 else "1920x1080").split("x"))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as site:
        console = LiveConsole(theme=theme, is_lasting=False, site_folder=Path(site))
        console.start("north", (width, height))
        try:
            take(console, folder, f"{theme}_{width}")
        finally:
            console.window.close()
            console.close()


if __name__ == "__main__":
    main()
