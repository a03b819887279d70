"""Provisioning: how risky each loan is, and what is set aside for it.

Owns: grades of loans (the current one and an append-only history with reasons), overrides by two people, allowances by
day and cell on two bases, monthly roll rates between bands of days past due.
Laws: a grade is never better than its days past due; a non-performing loan goes up only after its probation; a person
may only grade worse than the rules; statutory and expected loss stand side by side, and what the ledger holds equals
the last allowance of each group and product; expected loss rises with days past due and with the loss given default;
a change of grade is written once and never changed.
Events: none.
Personal data: none; loans and borrowers by id, free text of staff on overrides.
"""
