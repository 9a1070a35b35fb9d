"""Alarm rules, states, grouping and measures; pure."""
