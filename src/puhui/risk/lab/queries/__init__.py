"""What can be asked of the lab."""
