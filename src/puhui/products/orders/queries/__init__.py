"""What can be asked of orders."""
