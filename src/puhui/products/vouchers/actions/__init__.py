"""Acts on vouchers."""
