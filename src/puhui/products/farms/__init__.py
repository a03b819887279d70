"""Farms: what farm households work, who stands for them, and how their season runs.

Owns: plots and statements about a farm, who stands behind members (village lists, cooperatives) and how much of that
is used, joint-liability groups with their meetings and savings, the tranches of seasonal loans, signatures of the
other adults of a household.
Laws: what is used of a village or a cooperative is never above what two people agreed, nor of a household above its
own line, whatever happens at once; the cash of a meeting is what went to loans and to savings, to the fen; savings are
never below zero; a plot is worked by one party at a time; money of a season is paid only inside of its window, each
part once; a household's debt waits for every adult who answers for it.
Events: none; flows join this room with applications, loans and the ledger.
Personal data: party ids; plots, crops, yields and incomes that farmers state, ratings by a village.
"""
