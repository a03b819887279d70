"""A finance lease: equipment is chosen with an application, accepted on delivery, paid for, used, and ends.

The contract, the rents and the money are those of every loan (`originate_loan`, `disburse_loan`, `receive_repayment`);
this folder joins them with the thing.
"""
