"""A book of firms through a year of lending, on the real flows: train, choose, apply, offer, accept, repay, prove.

`plan` chooses limits and prices (pure), `policy` writes the choice down as a decision policy, `customers` and `year`
take the firms through the flows under a moved clock, `result` counts what came of it, `report` draws it.
"""
