"""The automatic single-line diagram, the map, and counters of how readable they are."""
