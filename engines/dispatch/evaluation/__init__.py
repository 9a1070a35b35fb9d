"""Operating modes on days that never entered fitting: how they cost, and whether they differ."""
