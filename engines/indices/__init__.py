"""How well customers are supplied: indices of what happened, and predictions of what will."""
