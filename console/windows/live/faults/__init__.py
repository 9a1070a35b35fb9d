"""Fault repair in the live window: the Faults workspace, its papers, and what the diagram shows of it."""
