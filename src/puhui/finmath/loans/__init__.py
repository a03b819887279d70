"""The one loan engine: terms and an ordered list of events, folded into schedule, dues and balances. Pure.

`terms` and `events` say what was agreed and what happened; `engine.replay` folds them; `state` is what comes out.
A repayment method is one file in `methods`, a kind of event one file in `event_rules`: neither knows of the others.
"""
