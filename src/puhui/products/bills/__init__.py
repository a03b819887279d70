"""Bills: bills of exchange that banks or enterprises accepted, which we buy before their day.

Owns: what we take of each acceptor, bills and parts of bills with their chain of endorsements, what we paid for them,
to whom they went on, and recourse.
Laws: each cent of a bill once; what stands in the place of a bill adds up to it; each endorser is who held it before; a
bill that may not be passed on is not taken; what we hold of an acceptor never passes its limit; nothing is presented
before its day; what was bought is discounted to the day and the fen, and earned day by day; recourse goes back link by
link where policy says so.
Events: none; flows join this room with payments, the ledger and cases.
Personal data: party ids; names and credit codes of firms.
"""
