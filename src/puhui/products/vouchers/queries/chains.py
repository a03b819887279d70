"""Chains of parts: read in one statement or two, whatever their depth, and proved link by link."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from puhui.foundation.evidence.facade import signer
from puhui.kernel.errors import NotFound
from puhui.products.vouchers.models import Voucher, VoucherPart
from puhui.products.vouchers.refusals import ChainBroken
from puhui.products.vouchers.rules.chain import PURPOSE, Link, chain_fault

READ_WHOLE: Final = 5000  # a voucher of so many parts is read whole and walked here: cheaper than a step a link there
_COLUMNS: Final = "id, voucher_id, parent_id, place, depth, holder_id, amount_minor, kind, made_on, seal"
_ALL: Final = f"SELECT {_COLUMNS} FROM vouchers_voucherpart WHERE voucher_id = %s"  # noqa: S608 - constants only
# UNION, not UNION ALL: a chain that was bent into a ring ends where it began.
_CHAIN: Final = f"""
WITH RECURSIVE chain AS (
    SELECT {_COLUMNS} FROM vouchers_voucherpart WHERE id = %s
    UNION
    SELECT {", ".join("p." + name for name in _COLUMNS.split(", "))}
    FROM vouchers_voucherpart p JOIN chain ON p.id = chain.parent_id
)
SELECT {_COLUMNS} FROM chain ORDER BY depth
"""  # noqa: S608 - constants only
Row = tuple[Any, ...]


def proof_of(part_id: UUID) -> tuple[list[Link], str]:
    """The parts from the first one to this, and what is wrong with them; empty when the chain holds.

    For the room and its checks: no rights are looked at.
    """
    voucher = Voucher.objects.filter(id__in=VoucherPart.objects.filter(id=part_id).values("voucher_id")).first()
    if voucher is None:
        raise NotFound("part of a voucher", where="part_id")
    if voucher.parts <= READ_WHOLE:
        rows = _rows(_ALL, voucher.id)
        links = _links(_walked(rows, _kept(part_id)))
        sums = _sums_in(rows, links)
    else:
        links, sums = _links(_rows(_CHAIN, part_id)), _sums_of(voucher)
    return links, chain_fault(links, issued_minor=voucher.amount_minor, sums=sums, sign=signer(PURPOSE))


def fault_of(part_id: UUID) -> str:
    """What is wrong with the chain of a part; empty when it holds."""
    return proof_of(part_id)[1]


def _rows(statement: str, id_: UUID) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [_kept(id_)])
        return list(cursor.fetchall())


def _kept(id_: UUID) -> Any:
    """An id as the database keeps it."""
    return VoucherPart._meta.pk.get_db_prep_value(id_, connection)


def _walked(rows: Sequence[Row], at: Any) -> list[Row]:
    """From a part back to its first, turned round; a ring ends where it began."""
    by_id = {row[0]: row for row in rows}
    found: list[Row] = []
    while (row := by_id.pop(at, None)) is not None:
        found.append(row)
        at = row[2]
    return found[::-1]


def _sums_in(rows: Sequence[Row], links: Sequence[Link]) -> Mapping[UUID, int]:
    sums: dict[Any, int] = {}
    for row in rows:
        sums[row[2]] = sums.get(row[2], 0) + row[6]
    return {link.id: sums.get(_kept(link.id), 0) for link in links}


def _sums_of(voucher: Voucher) -> Mapping[UUID, int]:
    parts = VoucherPart.objects.filter(voucher=voucher, parent__isnull=False).order_by()
    return dict(parts.values_list("parent_id").annotate(Sum("amount_minor")))


def require_whole(part_id: UUID) -> None:
    """Refuses a part whose chain does not hold."""
    if fault := fault_of(part_id):
        raise ChainBroken(where="part_id", fault=fault)


def _links(rows: Sequence[Row]) -> list[Link]:
    """The rows as the rules take them; most ids and days come twice, and are read once."""
    ids: dict[Any, UUID | None] = {None: None}
    days: dict[Any, date] = {}
    found = []
    for row in rows:
        for kept in (row[0], row[1], row[5]):
            if kept not in ids:
                ids[kept] = _uuid(kept)
        if row[8] not in days:
            days[row[8]] = row[8] if isinstance(row[8], date) else date.fromisoformat(row[8])
        told = (
            ids[row[0]],
            ids[row[1]],
            ids[row[2]],
            row[3],
            row[4],
            ids[row[5]],
            row[6],
            row[7],
            days[row[8]],
            row[9],
        )
        found.append(Link(*told))  # type: ignore[arg-type]
    return found


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
