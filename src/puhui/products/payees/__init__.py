"""Payees: who is paid for the borrower, such as a shop, a hospital, a school, a landlord, a dealer; and their baskets.

Owns: the register of payees with what was agreed, whom an application pays, what came back, baskets of a checkout.
Laws: nobody is paid whom two people have not let in; money goes to the payee that the cost sheet names; a basket is
paid at most once, for its own amount; what comes back for a loan is at most what was paid to the payee for it.
Events: none; flows join this room with origination, lending and payments.
Personal data: party ids, what a basket holds, numbers of bills.
"""
