"""The link to the field: OPC UA in a process of its own, the address map, and the simulator's server."""
