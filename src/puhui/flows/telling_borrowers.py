"""Tells borrowers, in words, what happened to their loan."""

from datetime import datetime
from uuid import UUID

from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import called
from puhui.kernel.actors import Call
from puhui.kernel.money import Money


def tell_borrower(
    call: Call,
    *,
    borrower_id: UUID,
    kind: str,
    sms: bool = True,
    not_before: datetime | None = None,
    **params: object,
) -> None:
    """Sends one notice about a loan; every text about loans names the firm, or masked the person."""
    shown = {name: in_words(value) for name, value in params.items()}
    send_notice(
        call,
        party_id=borrower_id,
        kind=kind,
        params={"firm": called(borrower_id), **shown},
        sms=sms,
        not_before=not_before,
    )


def in_words(value: object) -> object:
    """Amounts as pages write them; everything else as it is."""
    return value.written if isinstance(value, Money) else value
