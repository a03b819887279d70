"""Paying by voucher, with payments, the ledger and cases: passed on, sold to us, paid on the day, or late."""
