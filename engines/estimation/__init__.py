"""State estimation: what the few measurements of a network say of all of it, and how sure that is."""
