"""What is known of the selected equipment, and what can be done with it."""
