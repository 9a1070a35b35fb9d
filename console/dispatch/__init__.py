"""Day-ahead plans of a site: cases that are planned in a worker, and kept with their proof."""
