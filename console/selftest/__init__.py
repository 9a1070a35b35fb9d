"""A short list of checks of an installed console: each with its result and its remedy. Free of Qt but for one child."""
