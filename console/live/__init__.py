"""The district as it is now: points made into a snapshot, solved on every change, shown with their quality."""
