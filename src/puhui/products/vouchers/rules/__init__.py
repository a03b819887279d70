"""Rules of vouchers."""
