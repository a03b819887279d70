"""A change of a running loan, from its preview to the books: one use case per file, in the order of its life.

preview (show_change), propose_change and undo_change, confirm_change (or reject and withdraw), accept_change by the
borrower (or decline, or consent recorded by staff), pay_out_more for money newly lent, lapse_changes for what nobody
answered.
"""
