"""Address maps as files: which point of the network is which node of which server.

``reading`` and ``writing`` know the files (TOML and CSV), ``network_check`` holds a map against a network,
``browsing`` looks through a server and ``drafting`` makes a first map of what it found. Only ``browsing`` and
``checking`` import asyncua.
"""
