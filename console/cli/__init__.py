"""The command line: one file per verb; only ``open`` and ``screenshot`` may import Qt."""
