"""Tells sellers and buyers what happened, in words; and brings what people must look at before them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from puhui.flows.telling_borrowers import in_words
from puhui.foundation.casework.facade import NewCase, open_cases
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import identity_of
from puhui.kernel.actors import Call

KIND: Final = "trade"
CASE_DAYS: Final = 5


def tell(call: Call, *, party_id: UUID, kind: str, **params: object) -> None:
    """Sends one notice; `firm` in its text is the party itself."""
    shown = {name: in_words(value) for name, value in params.items()}
    send_notice(call, party_id=party_id, kind=kind, params={"firm": identity_of(party_id).name, **shown})


def refer(call: Call, *, subjects: Sequence[tuple[UUID, UUID]], reason: str) -> None:
    """Opens a case for each subject and party, for the same reason."""
    due_on = business_date() + timedelta(days=CASE_DAYS)
    open_cases(
        call,
        cases=[
            NewCase(kind=KIND, subject=str(id_), party_id=party, due_on=due_on, reason=reason[:2000])
            for id_, party in subjects
        ],
    )
