"""Proposals that nobody answered run out: part of the day close, bounded and safe to repeat."""

from datetime import date

from puhui.flows.change_loan.propose_change import CASE
from puhui.foundation.casework.facade import drop_case
from puhui.kernel.actors import Call
from puhui.products.lending.facade import lapse_open_changes

MOST = 500


def lapse_changes(call: Call, *, on: date) -> int:
    """Ends what was open until a day before `on`, with its case; tells how many."""
    ids = lapse_open_changes(call, on=on, most=MOST)
    for change_id in ids:
        drop_case(call, kind=CASE, subject=str(change_id), outcome="lapsed")
    return len(ids)
