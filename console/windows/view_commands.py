"""The commands every window has, whatever stands in front: where to look, in which colours, what feeds what."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from console.cli.main import product_version
from console.foundation import Foundation
from console.settings_file import ThemeChoice
from console.windows.about_dialog import AboutDialog
from console.windows.commands import Command
from console.windows.main_window import MainWindow
from widgets.diagram.view import Layer
from widgets.style import apply_style
from widgets.theme import theme_chooser


class ViewCommands(QObject):
    """Commands that change nothing but the picture."""

    def __init__(self, foundation: Foundation, window: MainWindow) -> None:
        super().__init__(foundation)
        self._foundation, self._window = foundation, window

    def view_menu(self, menu: str, without: tuple[Layer, ...] = ()) -> list[Command]:
        """Zoom, kind of view, layers, colours."""
        tr, panel = self.tr, self._window.diagram_panel
        offered = {layer: texts for layer, texts in panel.layer_texts().items() if layer not in without}
        layers = [
            Command(
                f"layer_{layer}",
                menu,
                tr("Layer: {name}").format(name=text),
                tip,
                lambda _=False, chosen=layer: panel.choose_layer(chosen),
                f"Ctrl+{number}",
                has_line_above=number == 1,
            )
            for number, (layer, (text, tip)) in enumerate(offered.items(), 1)
        ]
        fit = self._window.diagram.zoom_to_fit
        return [
            Command("fit", menu, tr("Whole network"), tr("Zoom so that all is seen"), fit, "Ctrl+0"),
            Command(
                "schematic",
                menu,
                tr("Schematic"),
                tr("Feeders as rows"),
                lambda: panel.choose_view_kind("schematic"),
                "F6",
            ),
            Command("map", menu, tr("Map"), tr("By coordinates"), lambda: panel.choose_view_kind("map"), "F7"),
            *layers,
            Command(
                "dark",
                menu,
                tr("Dark colours"),
                tr("For dim control rooms"),
                self.toggle_theme,
                "Ctrl+T",
                has_line_above=True,
            ),
        ]

    def find(self, menu: str) -> Command:
        """Search."""
        tip = self.tr("Find any equipment and fly to it")
        return Command("find", menu, self.tr("Find…"), tip, self._window.show_search, "Ctrl+K|Ctrl+F")

    def traces(self, menu: str) -> list[Command]:
        """Upstream and downstream."""
        tr, window = self.tr, self._window
        return [
            Command(
                "upstream",
                menu,
                tr("Trace to the source"),
                tr("Path from the selection to its source"),
                lambda: window.trace("up"),
                "U",
                has_line_above=True,
            ),
            Command(
                "downstream",
                menu,
                tr("Trace downstream"),
                tr("All that the selection supplies"),
                lambda: window.trace("down"),
                "D",
            ),
        ]

    def log(self, menu: str) -> Command:
        """The folder with the log."""
        tr = self.tr
        return Command("log", menu, tr("Show the log folder"), tr("Where the console writes its log"), self.show_log)

    def about(self, menu: str) -> Command:
        """What this is, and the licences."""
        tr = self.tr
        tip = tr("Version, and the licences of everything that travels with it")
        return Command("about", menu, tr("About Tieline…"), tip, self.show_about)

    def toggle_theme(self) -> None:
        """Light or dark."""
        settings = self._foundation.settings
        chosen = ThemeChoice.LIGHT if settings.value.theme is ThemeChoice.DARK else ThemeChoice.DARK
        settings.change(theme=chosen)
        theme_chooser().choose(str(chosen))
        apply_style(self._foundation.application)

    def show_about(self) -> None:
        """Open the dialog."""
        dialog = AboutDialog(product_version(), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_log(self) -> None:
        """Open the folder with the log."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._foundation.diagnostics.folder)))
