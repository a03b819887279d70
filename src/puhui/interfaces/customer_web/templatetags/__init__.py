"""What the templates of the customer pages can say."""
