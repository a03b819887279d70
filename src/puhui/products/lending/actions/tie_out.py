"""Writes down, each day, that loans and books agree, and signs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from puhui.foundation.evidence.facade import signature
from puhui.kernel.actors import Call
from puhui.kernel.canonical import digest
from puhui.kernel.ids import new_id
from puhui.products.lending.actions.positions import lock_marks
from puhui.products.lending.models import SignedTieOut, TieOut
from puhui.products.lending.queries.tie_out import PURPOSE, TieOutCell, compared, signed_content


@dataclass(frozen=True, slots=True)
class GroupTiedOut:
    """How many cells of a group were compared, and the fingerprint of what they came to."""

    group: int
    cells: int
    checksum: str


@dataclass(frozen=True, slots=True)
class DayTiedOut:
    """The signed result of a day."""

    rows: int
    differences: int
    digest: str


def tie_out_groups(*, groups: Sequence[int], day: date) -> list[GroupTiedOut]:
    """Compares loans and books of these groups at the end of a day; again, it replaces what it wrote before.

    The marks are locked, so that nobody books a loan between the two sides.
    """
    lock_marks(groups)
    cells = compared(groups=groups, on=day + timedelta(days=1))
    TieOut.objects.filter(business_date=day, group__in=groups).delete()
    TieOut.objects.bulk_create([_row(day, cell, *amounts) for cell, amounts in cells.items()], batch_size=400)
    return [_tied_out(group, cells) for group in groups]


def sign_tie_out(call: Call, *, day: date) -> DayTiedOut:
    """Signs the results of all groups of a day."""
    content = signed_content(day)
    rows, differences, content_digest = content
    SignedTieOut.objects.update_or_create(
        business_date=day,
        defaults={
            "rows": rows,
            "differences": differences,
            "digest": content_digest,
            "signature": signature(PURPOSE, [day, *content]),
            "signed_at": call.at,
        },
    )
    return DayTiedOut(*content)


def _tied_out(group: int, cells: dict[TieOutCell, tuple[int, int]]) -> GroupTiedOut:
    own = [[*cell, *amounts] for cell, amounts in cells.items() if cell.group == group]
    return GroupTiedOut(group, len(own), digest(own))


def _row(day: date, cell: TieOutCell, loans: int, ledger: int) -> TieOut:
    return TieOut(
        id=new_id(),
        business_date=day,
        group=cell.group,
        product_code=cell.product_code,
        currency=cell.currency,
        component=cell.component,
        loans_minor=loans,
        ledger_minor=ledger,
        difference_minor=ledger - loans,
    )
