"""What can be wrong with a network, one file per part of it."""
