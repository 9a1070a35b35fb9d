"""The Dispatch workspace of the live window."""
