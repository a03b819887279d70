"""Subsidies: the part of a loan's interest that the state pays, from the grant to the state's money.

Owns: grants (which loan, by which scheme, what share until when), lines (each due's interest split between state and
borrower), the parts of a line by who pays them, claims on a payer over a period.
Laws: the parts of every due add up to its interest, to the fen, and the payers' parts to the state's; a due is
subsidised once; a grant never gives more than its cap, nor after its last day, nor for a due of a late loan; a claim is
the sum of its parts, and each part is claimed once; what payers still owe is what the ledger holds as receivable.
Events: none; flows join this room with lending and the ledger.
Personal data: party and loan ids.
"""
