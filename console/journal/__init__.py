"""The journal: what was done, by whom and when, so that alteration and truncation both show."""
