"""Short-circuit currents, relays, their settings and reclosing."""
