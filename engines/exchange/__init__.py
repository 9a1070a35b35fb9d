"""Readers and writers: pandapower, MATPOWER, SimBench, OpenDSS, and the product's own file."""
