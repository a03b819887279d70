"""Actions of farms."""
