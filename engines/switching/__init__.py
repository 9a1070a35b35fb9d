"""Interlocks, step checks and consequences, shared by control, switching orders and restoration."""
