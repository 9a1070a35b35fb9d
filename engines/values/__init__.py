"""What travels between engines, widgets and console; no solver behind the import."""
