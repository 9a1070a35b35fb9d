"""Alarms of a site: what stands, how people deal with it, kept with the journal."""
