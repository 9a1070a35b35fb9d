"""The bar on top: which mode, which network, whether it is saved, what runs, what time it is."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QEvent, QLocale, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QProgressBar, QSizePolicy, QToolButton, QWidget

from console.windows.bar_form import FORMS, BarForm, limits_text, mode_words, supply_texts
from engines.grid.snapshot import Mode
from engines.grid.unsupplied import Unsupplied
from widgets.theme import CLOCK_PX, ui_font

LEAST_TITLE_PX, LEAST_TASK_PX = 60, 40
"""A title keeps so much; of a task fewer words than that say nothing: its progress and how to end it stay."""


class ModeBar(QWidget):
    """Names the mode unmistakably; carries the menus.

    Attributes:
        menu_bar: the window's menus.
        cancel_button: ends the running task that the bar shows.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modeBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(44)
        self.setAccessibleName(self.tr("Mode and state of the console"))
        brand = QLabel("Tieline", self)
        brand.setObjectName("brand")
        self._mode = QLabel(self)
        self._mode.setObjectName("modeName")
        self._mode.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel(self)
        self._title.setObjectName("modeTitle")
        self.menu_bar = QMenuBar(self)
        self.menu_bar.setObjectName("modeMenus")
        self.menu_bar.setNativeMenuBar(False)
        self.menu_bar.setAccessibleName(self.tr("Menus"))
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._alarms = QLabel(self)
        self._alarms.setObjectName("modeAlarms")
        self._supply = QLabel(self)
        self._supply.setObjectName("modeSupply")
        self._supply.hide()
        self.alarm_button, self.link_button, self.person_button = (
            self._door("modeAlarmDesk", self.tr("Alarms")),
            self._door("modeLink", self.tr("Links to the field")),
            self._door("modePerson", self.tr("Who is at the desk")),
        )
        self._task = QLabel(self)
        self._task.setObjectName("modeTask")
        self._progress = QProgressBar(self)
        self._progress.setObjectName("modeProgress")
        self._progress.setFixedSize(96, 6)
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        self._progress.setAccessibleName(self.tr("Progress of the running task"))
        self.cancel_button = QToolButton(self)
        self.cancel_button.setObjectName("modeCancel")
        self.cancel_button.setText(self.tr("Cancel"))
        self.cancel_button.setAccessibleName(self.tr("Cancel the running task"))
        self.cancel_button.setToolTip(self.tr("Stops the running task; what was there before stays as it is."))
        self._clock = QLabel(self)
        self._clock.setObjectName("modeClock")
        self._clock.setFont(ui_font(CLOCK_PX, bold=True))
        self._clock.setAccessibleName(self.tr("Local time"))
        self._moment, self._counted, self._is_limit_known = "", ("", ""), False
        self._unsupplied, self._named, self._doing = ("", "", ""), "", ""
        self._fitted: tuple[object, ...] = ()
        self._row = self._arrange(brand)
        self.show_task("", 0.0)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._tick()

    def _door(self, name: str, spoken: str) -> QToolButton:
        """A word on the bar that opens more about itself; hidden until it has something to say."""
        button = QToolButton(self)
        button.setObjectName(name)
        button.setProperty("onModeBar", True)
        button.setAccessibleName(spoken)
        button.hide()
        return button

    def show_links(self, text: str, severity: str, meaning: str) -> None:
        """Say how the links are; ``severity`` "" while all is well, "medium" or "high"."""
        self._show_door(self.link_button, text, meaning)
        self._grade(self.link_button, severity)

    def show_alarms(self, counts: str, owed: str, severity: str, meaning: str) -> None:
        """Say how many alarms stand, and how many are to be acknowledged where there is room for it."""
        self._counted = counts, owed
        self.alarm_button.setVisible(bool(counts))
        self._fit()
        self.alarm_button.setToolTip(meaning)
        self.alarm_button.setAccessibleDescription(f"{counts} {owed}. {meaning}")
        self._grade(self.alarm_button, severity)

    # Room --------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Say as much as there is room for; menus that fall behind a stub are lost to whoever does not know it."""
        self.menu_bar.setMinimumWidth(self.menu_bar.sizeHint().width())
        says = (self._counted, self._unsupplied, self._named, self._doing, self._alarms.text(), self._is_limit_known)
        doors = tuple((b.text(), b.isHidden()) for b in (self.link_button, self.person_button))
        room = (self.width(), self.menu_bar.minimumWidth(), len(self._clock.text()), self._mode.text())
        if (said := (says, doors, room)) == self._fitted:
            return
        self._fitted = said
        self._title.setText(self._named)
        self._task.setText(self._doing)
        for form in FORMS:
            self._take(form)
            if self._missing_px() <= 0:
                return
        self._cut(self._task, LEAST_TASK_PX, rest="")
        self._cut(self._title, LEAST_TITLE_PX)

    def _take(self, form: BarForm) -> None:
        counts, owed = self._counted
        self._row.setSpacing(form.spacing_px)
        self._supply.setText(self._unsupplied[form.supply])
        self.alarm_button.setText("  ".join(part for part in (counts, owed if form.has_owed else "") if part))
        self._alarms.setHidden(not form.has_limits and bool(counts) and self._is_limit_known)

    def _missing_px(self) -> int:
        self._row.invalidate()
        return self._row.sizeHint().width() - self.width()

    def _cut(self, label: QLabel, least_px: int, rest: str | None = None) -> None:
        """Shorten to what there is room for; ``rest`` stands where that is less than the least."""
        missing, metrics = self._missing_px(), label.fontMetrics()
        if missing <= 0 or label.isHidden():
            return
        room = metrics.horizontalAdvance(label.text()) - missing
        if room < least_px and rest is not None:
            label.setText(rest)
        else:
            label.setText(metrics.elidedText(label.text(), Qt.TextElideMode.ElideRight, max(room, least_px)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wider or narrower."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Menus come and go without a word to the bar."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _grade(self, button: QToolButton, severity: str) -> None:
        if button.property("severity") != severity:
            button.setProperty("severity", severity)
            button.style().unpolish(button)
            button.style().polish(button)

    def show_person(self, text: str, meaning: str) -> None:
        """Say who operates, and in which role."""
        self._show_door(self.person_button, text, meaning)

    def _show_door(self, button: QToolButton, text: str, meaning: str) -> None:
        if (button.text(), button.toolTip()) == (text, meaning):
            return
        button.setText(text)
        button.setToolTip(meaning)
        button.setAccessibleDescription(f"{text}. {meaning}")
        button.setVisible(bool(text))
        self._fit()

    def _arrange(self, brand: QLabel) -> QHBoxLayout:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        left: tuple[QWidget, ...] = (brand, self._mode, self._title, self.menu_bar)
        right: tuple[QWidget, ...] = (
            self._task,
            self._progress,
            self.cancel_button,
            self._supply,
            self._alarms,
            self.alarm_button,
            self.link_button,
            self.person_button,
            self._clock,
        )
        for widget in left:
            row.addWidget(widget, 0, middle)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget, 0, middle)
        return row

    def show_mode(self, mode: Mode) -> None:
        """Name the mode; the style sheet colours the bar by it."""
        name, meaning = mode_words(mode)
        self._mode.setText(name)
        self._mode.setToolTip(meaning)
        self._mode.setAccessibleName(self.tr("Mode: {mode}").format(mode=name))
        for widget in (self, self._mode):
            widget.setProperty("mode", str(mode))
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    @property
    def mode_text(self) -> str:
        """The name of the mode as it is shown."""
        return self._mode.text()

    def show_title(self, text: str, is_changed: bool) -> None:
        """Name the network or study; ``is_changed`` marks unsaved changes."""
        self._named = self.tr("{name} · not saved").format(name=text) if is_changed else text
        self._title.setToolTip(self._named)
        self._fit()

    def show_violations(self, high: int, medium: int, known: bool, *, is_partial: bool = False) -> None:
        """Say how many limits are violated, or that nobody knows; ``is_partial``: somewhere nobody knows."""
        self._is_limit_known = known
        self._alarms.setText(limits_text(high, medium, is_known=known, is_partial=is_partial))
        self._alarms.setToolTip(self.tr("▲ beyond an emergency limit, ■ beyond a normal limit, as last solved"))
        self._fit()

    def show_unsupplied(self, lost: Unsupplied) -> None:
        """Say what is without supply, for as long as it is; nothing where all is supplied."""
        self._unsupplied = supply_texts(lost)
        meaning = self.tr("No closed path of switches leads from a source to them")
        self._supply.setToolTip(f"{self._unsupplied[0]}\n{meaning}")
        self._supply.setAccessibleName(self._unsupplied[0])
        self._supply.setVisible(bool(lost.buses))
        self._fit()

    @property
    def supply_text(self) -> str:
        """What there is to say of supply, in full; "" where all is supplied."""
        return self._unsupplied[0] if not self._supply.isHidden() else ""

    @property
    def violations_text(self) -> str:
        """What the bar says of the limits."""
        return self._alarms.text()

    @property
    def task_text(self) -> str:
        """The task that is shown, "" for none."""
        return self._doing

    def show_task(self, text: str, fraction: float) -> None:
        """Show the running task, or nothing when ``text`` is empty."""
        for widget in (self._task, self._progress, self.cancel_button):
            widget.setVisible(bool(text))
        self._doing = text
        self._task.setToolTip(text)
        self._progress.setToolTip(text)
        self._fit()
        self._progress.setValue(round(fraction * 1000))

    def show_moment(self, text: str) -> None:
        """The past moment that is shown stands where the clock is; "" lets the clock go on."""
        self._moment = text
        self._clock.setAccessibleName(self.tr("Moment that is shown") if text else self.tr("Local time"))
        self._tick()

    @property
    def clock_text(self) -> str:
        """What stands where the clock is."""
        return self._clock.text()

    def _tick(self) -> None:
        if self._moment:
            self._clock.setText(self._moment)
        else:
            self._clock.setText(QLocale().toString(QDateTime.currentDateTime(), "HH:mm:ss"))
        self._fit()
