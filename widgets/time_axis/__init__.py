"""The one time axis: recorded, now, plan."""
