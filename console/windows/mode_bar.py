"""The bar on top: which mode, which network, whether it is saved, what runs, what time it is."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QProgressBar, QSizePolicy, QToolButton, QWidget

from engines.grid.snapshot import Mode
from engines.grid.unsupplied import Unsupplied
from widgets.numbers import number_text
from widgets.theme import CLOCK_PX, ui_font

NARROW_PX = 1500


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
        self._supply.setToolTip(self.tr("No closed path of switches leads from a source to them"))
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
        self._arrange(brand)
        self.show_task("", 0.0)
        self._moment, self._counted, self._is_limit_known = "", ("", ""), False
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
        self._fit_alarms()
        self.alarm_button.setToolTip(meaning)
        self.alarm_button.setAccessibleDescription(f"{counts} {owed}. {meaning}")
        self._grade(self.alarm_button, severity)

    def _fit_alarms(self) -> None:
        """On a narrow bar the menus go before words that the alarm desk says too."""
        counts, owed = self._counted
        is_narrow = self.width() < NARROW_PX
        self.alarm_button.setText("  ".join(part for part in (counts, "" if is_narrow else owed) if part))
        self.alarm_button.setVisible(bool(counts))
        self._alarms.setHidden(is_narrow and bool(counts) and self._is_limit_known)
        # Menus that fall behind a stub are lost to whoever does not know it: words beside them give way.
        self.menu_bar.setMinimumWidth(self.menu_bar.sizeHint().width())
        self._supply.setSizePolicy(
            QSizePolicy.Policy.Ignored if is_narrow else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred
        )
        row = self.layout()
        if row is not None:
            row.setSpacing(8 if is_narrow else 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wider or narrower."""
        super().resizeEvent(event)
        self._fit_alarms()

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

    def _arrange(self, brand: QLabel) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
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

    def show_mode(self, mode: Mode) -> None:
        """Name the mode; the style sheet colours the bar by it."""
        names = {
            Mode.LIVE: self.tr("LIVE"),
            Mode.SIMULATOR: self.tr("SIMULATOR"),
            Mode.STUDY: self.tr("STUDY"),
            Mode.REPLAY: self.tr("REPLAY"),
            Mode.PLAN: self.tr("PLAN"),
        }
        meanings = {
            Mode.STUDY: self.tr("A copy: nothing done here can reach the field."),
            Mode.SIMULATOR: self.tr("Every device is simulated: nothing done here can reach a real one."),
            Mode.REPLAY: self.tr("What was recorded at a past moment: nothing can be operated from here."),
            Mode.LIVE: self.tr("The real network: what is operated here moves real devices."),
        }
        self._mode.setText(names[mode])
        self._mode.setToolTip(meanings.get(mode, ""))
        self._mode.setAccessibleName(self.tr("Mode: {mode}").format(mode=names[mode]))
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
        self._title.setText(self.tr("{name} · not saved").format(name=text) if is_changed else text)

    def show_violations(self, high: int, medium: int, known: bool, *, is_partial: bool = False) -> None:
        """Say how many limits are violated, or that nobody knows; ``is_partial``: somewhere nobody knows."""
        self._is_limit_known = known
        self._fit_alarms()
        if not known:
            self._alarms.setText(self.tr("limits: not known"))
        elif high or medium:
            beyond_emergency = self.tr("▲ {count} beyond emergency limits").format(count=number_text(high, 0))
            beyond_normal = self.tr("■ {count} beyond normal limits").format(count=number_text(medium, 0))
            not_known = [self.tr("rest not known")] * is_partial
            found = [beyond_emergency] * bool(high) + [beyond_normal] * bool(medium) + not_known
            self._alarms.setText("   ".join(found))
        elif is_partial:
            self._alarms.setText(self.tr("limits: partly not known"))
        else:
            self._alarms.setText(self.tr("no limit violated"))
        self._alarms.setToolTip(self.tr("▲ beyond an emergency limit, ■ beyond a normal limit, as last solved"))

    def show_unsupplied(self, lost: Unsupplied) -> None:
        """Say what is without supply, for as long as it is; nothing where all is supplied."""
        count, perhaps = (
            (lost.customers, lost.possibly_fed_customers) if lost.customers else (lost.buses, lost.possibly_fed_buses)
        )
        if lost.customers:
            text = self.tr("▲ {count} customers without supply").format(count=number_text(count, 0))
        else:
            text = self.tr("■ {count} buses without supply").format(count=number_text(count, 0))
        if lost.critical:
            text += self.tr(", {count} critical").format(count=number_text(lost.critical, 0))
        if perhaps:
            # Where a position is not known nobody can say which.
            text += self.tr(" ({count} of them possibly supplied)").format(count=number_text(perhaps, 0))
        self._supply.setText(text)
        self._supply.setVisible(bool(lost.buses))

    @property
    def supply_text(self) -> str:
        """What the bar says of supply, "" where all is supplied."""
        return self._supply.text() if not self._supply.isHidden() else ""

    @property
    def violations_text(self) -> str:
        """What the bar says of the limits."""
        return self._alarms.text()

    @property
    def task_text(self) -> str:
        """The task that is shown, "" for none."""
        return self._task.text()

    def show_task(self, text: str, fraction: float) -> None:
        """Show the running task, or nothing when ``text`` is empty."""
        for widget in (self._task, self._progress, self.cancel_button):
            widget.setVisible(bool(text))
        self._task.setText(text)
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
            return
        self._clock.setText(QLocale().toString(QDateTime.currentDateTime(), "HH:mm:ss"))
