"""What is true of farms, without database and clock."""
