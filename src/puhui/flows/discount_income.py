"""The discount of a day in the books: one journal for each product, of bills, of rediscounts and of vouchers."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import JournalDraft, draft_from_template
from puhui.kernel.ids import derived_id


def income_drafts(
    template: str, *, amount: str, sums: Mapping[tuple[str, str], int], day: date, what: str, of: UUID
) -> Iterator[JournalDraft]:
    """Drafts of what a day brought by product and currency, in minor units, under the `amount` of the template.

    Their ids are derived from `of`, so that a day is booked once.
    """
    for (product, currency), minor in sorted(sums.items()):
        if minor:
            yield draft_from_template(
                template,
                id=derived_id(of, f"{what}/{day}/{product}/{currency}"),
                amounts={amount: minor},
                owners={},
                bucket=0,
                value_date=day,
                source=f"{what}-income:{day}",
                currency=currency,
                segment=product,
            )
