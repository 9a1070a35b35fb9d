"""The one path of every command to the field."""
