"""Shows day-ahead plans: their courses over the hours, their proof, and two of them side by side."""
