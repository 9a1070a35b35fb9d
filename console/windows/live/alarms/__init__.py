"""The alarm desk in the live window: what it shows, asks, sounds and marks."""
