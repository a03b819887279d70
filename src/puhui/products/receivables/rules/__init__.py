"""What is true of receivables: no clock, no database."""
