"""Tables of values that sort, filter, copy and export."""
