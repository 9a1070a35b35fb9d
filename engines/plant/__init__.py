"""The simulated district: physics, devices, protection, faults and defects in steps of simulated time."""
