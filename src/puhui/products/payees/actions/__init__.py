"""What can be done with payees: one subject a file."""
