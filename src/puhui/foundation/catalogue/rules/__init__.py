"""What is true of products and rulebooks, without database and clock."""
