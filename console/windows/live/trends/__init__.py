"""Trends in the live window: points of the district, their live ends and their recorded past."""
