"""What many units may do together tomorrow: history, joint distribution, scenarios, scores on days held out."""
