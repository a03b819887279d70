"""Agent mode: a helper at a service point fills in beside the customer; only the customer confirms."""
