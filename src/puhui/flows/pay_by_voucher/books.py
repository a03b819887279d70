"""Journals of vouchers, by posting template."""

from collections.abc import Mapping
from uuid import UUID

from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template
from puhui.kernel.ids import bucket_of


def draft(
    name: str,
    *,
    subject_id: UUID,
    journal_id: UUID,
    amounts: Mapping[str, int],
    product: str = "",
    currency: str = "CNY",
) -> JournalDraft:
    """A journal about one voucher, part or purchase: all of them in the same stripe of the house accounts."""
    return draft_from_template(
        name,
        id=journal_id,
        amounts=amounts,
        owners={},
        bucket=bucket_of(subject_id),
        value_date=business_date(),
        source=f"voucher:{subject_id}",
        currency=currency,
        segment=product,
    )
