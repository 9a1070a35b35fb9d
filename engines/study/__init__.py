"""What-if on a network: changes that can be told, kept, undone and compared."""
