"""The alarm desk's widgets: cards by cause, the list, the horn, figures."""
