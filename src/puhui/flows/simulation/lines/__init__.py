"""One or two made-up customers of every line of business: each life is told through the real flows.

A life is a generator like the one of a small firm (`customer_life`). What every file here makes is made up.
"""
