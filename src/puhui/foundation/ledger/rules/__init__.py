"""What is true of a ledger: names of accounts, content of journals, running totals. No database, no clock."""
