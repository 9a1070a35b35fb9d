"""Recorded values over time: made as short as a screen can show, joined with what comes now, and summed up."""
