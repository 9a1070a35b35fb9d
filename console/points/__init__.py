"""The point store: value, quality, freshness, origin and times of every point of a district."""
