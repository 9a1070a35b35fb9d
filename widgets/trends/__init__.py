"""Points against each other over time."""
