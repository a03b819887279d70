"""What can be done, one verb or subject a file."""
