"""What can be asked of farms."""
