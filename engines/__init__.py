"""Pure computation: knows no Qt, no network connection and no thread."""
