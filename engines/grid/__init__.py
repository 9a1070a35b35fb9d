"""The words of the trade: equipment, networks, snapshots, topology, limits."""
