"""Orders: what a buyer has ordered, confirmed by the buyer, and the parts in which a loan on it is paid out.

Owns: orders with what happened to them, their milestones and the proof shown for each, what buyers paid and how it was
split.
Laws: an order is known once, whoever names it; nobody finances an order of their own; each milestone is paid once and
all together never exceed the loan; what a buyer pays = what repaid the loan + what is the seller's.
Events: none; flows join this room with origination, lending and cases.
Personal data: party ids, numbers and papers of orders, free text of staff.
"""
