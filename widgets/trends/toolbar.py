"""The row above the chart: how long a span, the present, points, groups, taking away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from widgets.elided_label import ElidedLabel
from widgets.trends.time_ticks import span_text

SPANS: tuple[tuple[str, float], ...] = (
    ("5 min", 300.0),
    ("15 min", 900.0),
    ("1 h", 3600.0),
    ("8 h", 8 * 3600.0),
    ("24 h", 86400.0),
    ("7 d", 7 * 86400.0),
    ("30 d", 30 * 86400.0),
)
WIDE_PX = 1000
"""From that width on the spans stand side by side; below, in a menu."""
NARROW_PX, NARROWEST_PX = 600, 340
"""Below that what is done rarely moves into one menu."""


class TrendToolbar(QWidget):
    """Buttons; what they do is the view's.

    Signals:
        span_chosen: seconds; now_asked, add_asked, clear_asked; export_asked: ``"csv"`` or ``"png"``.
        group_chosen, group_removal_asked: name; group_save_asked.
    """

    span_chosen = Signal(float)
    now_asked = Signal()
    add_asked = Signal()
    clear_asked = Signal()
    export_asked = Signal(str)
    group_chosen = Signal(str)
    group_save_asked = Signal()
    group_removal_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trendBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        self._add_spans(row)
        self.now_button = self._button(self.tr("Now"), self.tr("Follow the present again (Home)"))
        self.now_button.setProperty("primary", True)
        self.now_button.clicked.connect(self.now_asked)
        row.addWidget(self.now_button)
        self.words = ElidedLabel(self)
        self.words.setObjectName("caption")
        row.addSpacing(4)
        row.addWidget(self.words, 1)
        self.list_button = self._button(self.tr("Values"), self.tr("What each point says now and at the cursors"))
        self.list_button.setCheckable(True)
        self.list_button.setVisible(False)
        row.addWidget(self.list_button)
        self.add_button = self._button(self.tr("Add point…"), self.tr("Choose a point by its name (Insert)"))
        self.add_button.clicked.connect(self.add_asked)
        row.addWidget(self.add_button)
        self.group_button = self._button(self.tr("Groups"), self.tr("Points that were kept together under a name"))
        self.group_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.group_menu = QMenu(self)
        self.group_button.setMenu(self.group_menu)
        row.addWidget(self.group_button)
        self.export_button = self._button(self.tr("Export"), self.tr("What is shown, as a table or a picture"))
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_button.setMenu(self._export_menu())
        row.addWidget(self.export_button)
        self._has_points = self._is_narrow = False
        self._groups: tuple[tuple[str, ...], str] = ((), "")
        self.show_groups(())
        self.show_span(3600.0)
        self.show_following(True)
        self.show_has_points(False)
        self._arrange()

    def _add_spans(self, row: QHBoxLayout) -> None:
        self.span_buttons: dict[float, QToolButton] = {}
        self._narrow = self._button("1 h", self.tr("How long a span is shown (plus and minus on the chart)"))
        self._narrow.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        span_menu, self._span_actions = QMenu(self), QActionGroup(self)
        for text, seconds in SPANS:
            action = span_menu.addAction(text)
            action.setCheckable(True)
            self._span_actions.addAction(action)
            action.triggered.connect(lambda _=False, s=seconds: self.span_chosen.emit(s))
            button = self._button(text, self.tr("The last {span}, following the present").format(span=text))
            button.setProperty("segment", True)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, s=seconds: self.span_chosen.emit(s))
            self.span_buttons[seconds] = button
            row.addWidget(button)
        self._narrow.setMenu(span_menu)
        row.addWidget(self._narrow)

    def _export_menu(self) -> QMenu:
        menu = QMenu(self)
        self.csv_action = menu.addAction(self.tr("Values as a table (CSV)…"))
        self.csv_action.triggered.connect(lambda _=False: self.export_asked.emit("csv"))
        self.png_action = menu.addAction(self.tr("Picture (PNG)…"))
        self.png_action.triggered.connect(lambda _=False: self.export_asked.emit("png"))
        return menu

    def _button(self, text: str, tip: str) -> QToolButton:
        made = QToolButton(self)
        made.setText(text)
        made.setToolTip(tip)
        return made

    def show_span(self, seconds: float) -> None:
        """Mark the button of this span, where there is one."""
        place = next((k for k, (_, s) in enumerate(SPANS) if abs(s - seconds) < 0.01 * s), -1)
        self._span_actions.setExclusive(False)
        for k, (action, button) in enumerate(
            zip(self._span_actions.actions(), self.span_buttons.values(), strict=True)
        ):
            action.setChecked(k == place)
            button.setChecked(k == place)
        self._narrow.setText(SPANS[place][0] if place >= 0 else span_text(seconds))

    def show_following(self, is_following: bool) -> None:
        """Offer the way back to the present while a past span is shown."""
        self.now_button.setVisible(not is_following)

    def show_has_points(self, has_points: bool) -> None:
        """Whether there is anything to keep or to take away."""
        self._has_points = has_points
        self.export_button.setEnabled(has_points)
        reason = self.tr("There is nothing to take away yet.")
        self.export_button.setToolTip(self.tr("What is shown, as a table or a picture") if has_points else reason)
        for action in (self._save, self._clear, self.csv_action, self.png_action):
            action.setEnabled(has_points)

    def show_groups(self, names: Sequence[str], present: str = "") -> None:
        """The groups that can be chosen; ``present`` is the one that is shown."""
        self._groups = (tuple(names), present)
        # Clearing a menu ends all that stands in it, also what is only shown there.
        for shared in (self.csv_action, self.png_action):
            self.group_menu.removeAction(shared)
        self.group_menu.clear()
        for name in names:
            action = self.group_menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name == present)
            action.triggered.connect(lambda _=False, n=name: self.group_chosen.emit(n))
        if not names:
            self.group_menu.addAction(self.tr("No group was kept yet")).setEnabled(False)
        self.group_menu.addSeparator()
        self._save: QAction = self.group_menu.addAction(self.tr("Keep these points as a group…"))
        self._save.triggered.connect(lambda _=False: self.group_save_asked.emit())
        if names:
            removal = self.group_menu.addMenu(self.tr("Delete a group"))
            for name in names:
                action = removal.addAction(name.replace("&", "&&"))
                action.triggered.connect(lambda _=False, n=name: self.group_removal_asked.emit(n))
        self._clear: QAction = self.group_menu.addAction(self.tr("Empty the chart"))
        self._clear.triggered.connect(lambda _=False: self.clear_asked.emit())
        if self._is_narrow:
            self.group_menu.addSeparator()
            self.group_menu.addActions([self.csv_action, self.png_action])
        self._save.setEnabled(self._has_points)
        self._clear.setEnabled(self._has_points)

    def minimumSizeHint(self) -> QSize:
        """That of the narrowest arrangement: what stands side by side now must not keep the dock from shrinking."""
        return QSize(NARROWEST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spans side by side or in a menu."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_wide = self.width() >= WIDE_PX
        for button in self.span_buttons.values():
            button.setVisible(is_wide)
        self._narrow.setVisible(not is_wide)
        is_narrow = self.width() < NARROW_PX
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.add_button.setText(self.tr("Add…") if is_narrow else self.tr("Add point…"))
            self.group_button.setText(self.tr("More") if is_narrow else self.tr("Groups"))
            self.export_button.setVisible(not is_narrow)
            self.show_groups(*self._groups)
