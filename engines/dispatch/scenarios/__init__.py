"""A plan over scenarios: what is decided once for all of them, and what each scenario makes of it."""
