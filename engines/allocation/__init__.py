"""From what few points measure to a whole snapshot: what nobody measures is shared out from the profiles."""
