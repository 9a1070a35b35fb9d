"""What the live window has beside what every window has: points, commands, links, tags, the instructor."""
