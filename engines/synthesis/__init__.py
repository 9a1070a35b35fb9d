"""Made-up districts, realistic enough to train and measure on."""
