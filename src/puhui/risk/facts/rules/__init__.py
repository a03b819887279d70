"""What is true of facts: how each is measured."""
