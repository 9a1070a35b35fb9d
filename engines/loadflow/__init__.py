"""Load flow: one call, a frozen result; a fast engine that is checked against a reference engine."""
