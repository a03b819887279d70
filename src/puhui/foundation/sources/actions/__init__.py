"""What can be done with answers of sources."""
