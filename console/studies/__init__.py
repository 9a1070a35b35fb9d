"""Studies in the making: undo, saving, autosave and recovery."""
