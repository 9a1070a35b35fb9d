"""Which case is to be planned: the sample that comes with the product, or a file."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QRadioButton, QWidget

from widgets.faults.form import FormDialog


class NewCaseDialog(FormDialog):
    """Asks for a case.

    Attributes:
        sample, own: which of the two; path: the file; browse: looks for one.
    """

    def __init__(self, sample_name: str, sample_text: str, parent: QWidget | None = None) -> None:
        """``sample_name`` is what the sample is opened by, ``sample_text`` what a person reads."""
        super().__init__("", "", "", parent)
        self.setWindowTitle(self.tr("New case"))
        self.done_button.setText(self.tr("Open the case"))
        self._sample_name = sample_name
        self.sample = QRadioButton(sample_text, self)
        self.own = QRadioButton(self.tr("A case file"), self)
        self._which = QButtonGroup(self)
        for button in (self.sample, self.own):
            self._which.addButton(button)
            self.form.addRow(button)
        self.sample.setChecked(True)
        self.path = QLineEdit(self)
        self.path.setPlaceholderText(self.tr("case.toml"))
        self.path.setAccessibleName(self.tr("Case file"))
        self.path.textEdited.connect(lambda _: self.own.setChecked(True))
        self.browse = QPushButton(self.tr("Browse…"), self)
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.setContentsMargins(24, 0, 0, 0)
        line.addWidget(self.path, 1)
        line.addWidget(self.browse)
        self.form.addRow(line)

    @property
    def chosen(self) -> str:
        """Name or path of the case."""
        return self._sample_name if self.sample.isChecked() else self.path.text().strip()

    def missing(self) -> tuple[str, QWidget] | None:
        """See :class:`FormDialog`."""
        return None if self.chosen else (self.tr("No file is named."), self.path)

    def _browse(self) -> None:
        kinds = self.tr("Dispatch cases (*.toml)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Open a case"), self.path.text(), kinds)
        if path:
            self.own.setChecked(True)
            self.path.setText(path)
