"""Who we are and whom we believe when talking to a field server: certificates, trust, passwords.

Only ``connecting`` and ``secured_client`` import asyncua, so that a window may show and approve certificates.
"""
