"""The link to one field server: an OPC UA client in a process of its own, and its supervisor in the window's.

``supervisor`` and ``messages`` are all the window imports; neither knows the OPC UA library.
"""
