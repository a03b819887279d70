"""Collections: the life after a missed payment, with its rules kept by the system.

Owns: how a party may be contacted (choices, holds, every attempt), promises to pay, the files behind collection cases,
requests for help and the plans that answer them, proposals to write off, measures of relief, firms that collect for us.
Laws: no contact that the rulebook refuses is ever recorded as made, whoever asks and in whatever order; at most so many
effective calls a debtor and day; a promise is judged once, by what was paid; a write-off is booked once, after so many
different people as its amount asks for, none of whom proposed it; relief meets a loan once.
Events: none; flows join this room with lending, notices and cases.
Personal data: party ids, what staff wrote about contacts; no names, no numbers.
"""
