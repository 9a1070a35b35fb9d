"""What the operator sees: PySide6 and pyqtgraph widgets that know values, never a solver."""
