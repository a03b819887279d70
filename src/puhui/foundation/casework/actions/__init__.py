"""What can be done with cases, one subject a file."""
