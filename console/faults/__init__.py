"""Faults of the live district: noticed, located, planned, carried out; what a window shows of them."""
