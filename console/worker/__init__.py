"""The child side of background work: a process that runs one piece of work after the other.

Nothing here, and nothing imported here, knows Qt; the parent side is ``console.tasks``.
"""
