"""Collateral: what stands behind a debt: things pledged, and people and schemes that answer for it.

Owns: the register of things (each once), their valuations, ranked pledges between things and debts, releases, the
steps and proceeds of enforcement, guarantees of parties, claims on guarantee schemes and calls of them, watched ratios,
certificates of covers that were bought elsewhere.
Laws: nothing is counted twice: what the pledges of a thing are given adds up to no more than its value after the
haircut, in the order of rank, and a junior pledge never changes what a senior one is given; a thing is registered once;
a pledge beyond the value is refused unless it is ranked and said; cover falls below what policy asks only when a second
person agrees; the proceeds of a sale are split to the cent, what is left goes back to the owner; a scheme never answers
for more than its capacity; nobody guarantees their own debt; one certificate stands with one debt.
Events: none; flows join this room with lending, the ledger and cases.
Personal data: party ids, descriptions of things, numbers of registers; what guarantors own and earn, in sums.
"""
