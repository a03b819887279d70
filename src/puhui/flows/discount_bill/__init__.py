"""Discounting bills, with payments, the ledger and cases: sold to us, presented, paid, or paid by those before us."""
