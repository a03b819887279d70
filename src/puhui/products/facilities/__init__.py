"""Facilities: a standing permission to borrow: granted once, drawn, repaid and drawn again.

Owns: facilities with their limits, draws on them, every event of either as an append-only row, and proposals that wait
for a second person.
Laws: drawn + reserved never pass the limit by a draw, however many draw at once; a limit that is cut below what is in
use leaves an overhang that only repayments lower, and nothing is free meanwhile; the balances kept are the fold of the
events; a draw is settled or released once; what is free is never below zero.
Events: none; flows join this room with lending, payments and cases.
Personal data: parties and users by id; free text of staff.
"""
