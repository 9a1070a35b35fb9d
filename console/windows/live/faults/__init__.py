"""Faults in the live window."""
