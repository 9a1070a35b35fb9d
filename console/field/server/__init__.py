"""The simulator's OPC UA server: a plant published as real devices would be."""
