"""What reacts to what happened."""
