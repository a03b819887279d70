"""What is true of orders: no clock, no database."""
