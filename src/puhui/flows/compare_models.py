"""How the loans turned out that a model in shadow would have approved, sent to a person, or declined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.kernel.actors import Actor
from puhui.products.origination.facade import loans_of_decisions
from puhui.risk.decisioning.facade import Outcome, shadow_outcomes
from puhui.risk.provisioning.facade import ever_non_performing

OUTCOMES: Sequence[Outcome] = ("approve", "refer", "decline")


@dataclass(frozen=True, slots=True)
class MaturedLoans:
    """Loans that were paid out, by what the model would have said; bad: ever non-performing so far."""

    would: Outcome
    loans: int
    bad: int


def matured_loans(actor: Actor, *, package_id: UUID, on: date) -> list[MaturedLoans]:
    """What came of the loans that were paid out on decisions which the model was scored on, up to a day.

    Only loans that the running model or people approved are seen: what the others would have become stays unknown.
    """
    said = shadow_outcomes(actor, package_id)
    loans = loans_of_decisions(actor, decision_ids=said)
    bad = ever_non_performing(loan_ids=list(loans.values()), by=on)
    found = []
    for would in OUTCOMES:
        mine = [loan_id for decision_id, loan_id in loans.items() if said[decision_id] == would]
        found.append(MaturedLoans(would, len(mine), sum(loan_id in bad for loan_id in mine)))
    return found
