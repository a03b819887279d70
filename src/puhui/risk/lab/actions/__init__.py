"""What can be done in the lab."""
