"""What can be done with the books, one verb a file."""
