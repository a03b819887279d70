"""Modelling: from a table with an outcome to a scorecard (or a challenger), measured, with its model card.

Owns: how columns are told apart, cut and weighed; how a model is measured on rows it has not seen; model cards. Keeps
nothing in the database: what it makes is files.
Laws: what a card says of unseen rows comes from models that had not seen them, everything fitted anew; a column that
tells the outcome almost alone is refused; the points that are written are those that were measured.
Events: none.
Personal data: reads what a lender gives it; a model package holds counts, names of columns and categories, no rows.
"""
