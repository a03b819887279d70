"""What can be done in collections, one subject a file."""
