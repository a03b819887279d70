"""Journals of bills, by posting template."""

from collections.abc import Mapping
from uuid import UUID

from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template
from puhui.kernel.ids import bucket_of


def draft(
    name: str, *, bill_id: UUID, journal_id: UUID, amounts: Mapping[str, int], product: str, currency: str
) -> JournalDraft:
    """A journal about one bill: all of them in the same stripe of the house accounts."""
    return draft_from_template(
        name,
        id=journal_id,
        amounts=amounts,
        owners={},
        bucket=bucket_of(bill_id),
        value_date=business_date(),
        source=f"bill:{bill_id}",
        currency=currency,
        segment=product,
    )
