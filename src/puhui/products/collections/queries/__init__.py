"""What can be asked of collections, one subject a file."""
