"""Vouchers: what a core enterprise owes a supplier, as paper that is accepted, split, passed on, sold and paid.

Owns: programs (how much an issuer may owe by voucher, how much of that we buy, and at what price), vouchers, the chain
of their parts, who holds each living part, and what we bought of them.
Laws: the living parts of a voucher add up to its amount at every instant; a part is spent once, by its holder, while it
is free; the parts that come of it add up to it; nothing moves after it was pledged or sold, or from the due day on;
nothing is paid before its day; vouchers of an issuer never pass its limit, nor what we bought of them ours; every part
is sealed over the one that it came from, so that a changed link shows.
Events: none; flows join this room with payments, the ledger and cases.
Personal data: party ids; the number of the contract or invoice behind a voucher.
"""
