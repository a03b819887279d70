"""How the ledger reads and writes a batch on each database: a few statements, for one transfer or for ten thousand."""
