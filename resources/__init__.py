"""Data shipped with the product: theme, fonts, symbols, sample networks, translations."""
