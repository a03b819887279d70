"""Invoice facts that a pass of pre-approval measured, kept for the next one as long as they hold."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from puhui.kernel.ids import bucket_of
from puhui.risk.lab.models import InvoiceFactsKept

Value: TypeAlias = Decimal | int | None
Facts: TypeAlias = dict[str, Value]


def kept_facts(imports: Mapping[UUID, int], *, month_no: int, definitions: str) -> dict[UUID, Facts]:
    """The facts that still hold: of the same month, the same imports and the same definitions. One query."""
    rows = InvoiceFactsKept.objects.filter(firm_id__in=list(imports), month_no=month_no, definitions=definitions)
    return {
        firm_id: {name: Decimal(value) if isinstance(value, str) else value for name, value in facts.items()}
        for firm_id, counted, facts in rows.values_list("firm_id", "imports", "facts")
        if counted == imports[firm_id]
    }


def keep_facts(measured: Mapping[UUID, Facts], *, imports: Mapping[UUID, int], month_no: int, definitions: str) -> None:
    """Keeps what was measured anew in the place of what was kept, in the caller's transaction. One statement."""
    fields: Collection[str] = ("month_no", "imports", "definitions", "facts")
    InvoiceFactsKept.objects.bulk_create(
        [
            InvoiceFactsKept(
                firm_id=firm_id,
                bucket=bucket_of(firm_id),
                month_no=month_no,
                imports=imports[firm_id],
                definitions=definitions,
                facts={name: str(value) if isinstance(value, Decimal) else value for name, value in facts.items()},
            )
            for firm_id, facts in measured.items()
        ],
        update_conflicts=True,
        unique_fields=["firm_id"],
        update_fields=fields,
    )
