"""Payments: what we asked a bank to move, and what it answered.

Owns: payment orders and the answers to them.
Laws: an order is asked for once, whatever comes twice (its id is ours and is the bank's idempotency key); the first
answer decides an order for good, the same answer again changes nothing, and an answer that contradicts the first is
kept and told to staff; an answer is never changed or deleted.
Events: `payment.requested` with the ids of orders that wait to be sent.
Personal data: none; parties are named by id, and the bank knows their accounts.
"""
