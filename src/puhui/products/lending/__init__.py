"""Lending: what a customer owes, and how it came to that.

Owns: loans, their events (append-only), their positions (a cache that a replay rebuilds), accrual marks, mandates, the
 steps of day closes.
Laws: a loan is its terms and its events, folded by one pure engine; the cached position equals a replay to the fen;
principal, fees and unapplied money in the ledger equal the sum over loans, and the accrued interest in the ledger
equals the sum of what each loan has earned up to its group's accrual mark; an event is never changed or deleted;
what a booking posts is the net difference between two replays, so that a late or reversed payment is ordinary.
Events: `payment.requested` through payments; notices through notices.
Personal data: none; borrowers are named by party id.
"""
