"""What every point was, kept for months: one process owns it, everybody asks that one."""
