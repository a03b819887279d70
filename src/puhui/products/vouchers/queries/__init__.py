"""Questions to vouchers."""
