"""Receivables: invoices that a seller sells, the limits behind them, what debtors pay, and how each one ends.

Owns: limits of sellers and debtors, sales with their cost sheet, receivables and what happened to them, notices of
assignment, disputes, claims on sellers, write-offs.
Laws: a receivable is sold once, whoever sells it; face = collected + diluted + bought back + written off + outstanding;
face = advance + reserve + discount + fee; what is open of a seller or a debtor never passes the limit, however many
sell at once; every fen of reserve, discount and claim stands in the books.
Events: none; flows join this room with orders and cases.
Personal data: party ids, numbers of invoices, free text of staff.
"""
