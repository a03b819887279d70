"""What can be done with loans: open, pay out, book, accrue. Each posts what it does to the ledger in the same act."""
