"""What can be asked of facilities."""
