"""The single-line diagram: painted from arrays, at every level of detail."""
