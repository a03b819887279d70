"""What can be done: watch a day."""
