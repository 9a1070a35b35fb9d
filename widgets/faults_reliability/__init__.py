"""The indices of reliability up to now, what they are made of, and who is without supply."""
