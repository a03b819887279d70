"""A made-up business: firms with invoices that nobody issued, taken through the real flows under a moved clock.

Nothing here is a real person or firm: company codes carry the region 999999 and resident numbers a province-level
code, neither of which is ever given out; phone numbers begin with 199 0000.
"""
