"""What can be asked of casework, one subject a file."""
