"""Decisioning: facts in; approve, refer or decline out, with offers, reasons and everything that was used.

Owns: decision records (append-only), the decision policies and scorecards they were made with (kept by hash).
Laws: a decision is a pure function of the request, the policy, the scorecard and the dated parameters; recomputing a
recorded one agrees bit for bit, also after the shipped files have changed; every decline and refer gives one to four
specific reasons; the points that the facts lost sum exactly to the gap between the best score and the score; a
decision table with the hit policy "unique" has no overlap.
Events: none of its own; the flow that asks for a decision tells of it.
Personal data: decision records hold facts of a firm, ids and amounts; no names, no identity numbers.
"""
