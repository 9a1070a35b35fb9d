"""A fault's way back to normal: located, isolated, restored, returned; every plan proven by load flow."""
