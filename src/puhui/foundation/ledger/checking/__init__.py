"""The proof of the books: every law of the ledger checked on every row, and the chain recomputed."""
