"""Chains of parts: read in one statement, whatever their depth, and proved link by link."""

from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from puhui.foundation.evidence.facade import signer
from puhui.kernel.errors import NotFound
from puhui.products.vouchers.models import Voucher, VoucherPart
from puhui.products.vouchers.refusals import ChainBroken
from puhui.products.vouchers.rules.chain import PURPOSE, Link, chain_fault

_COLUMNS: Final = "id, voucher_id, parent_id, place, depth, holder_id, amount_minor, kind, made_on, seal"
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


def links_of(part_id: UUID) -> list[Link]:
    """The parts from the first one to this. For the room and its checks: no rights are looked at."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [VoucherPart._meta.pk.get_db_prep_value(part_id, connection)])
        rows = cursor.fetchall()
    return [_link(row) for row in rows]


def fault_of(part_id: UUID, links: list[Link] | None = None) -> str:
    """What is wrong with the chain of a part; empty when it holds. Three statements, whatever the depth."""
    found = links_of(part_id) if links is None else links
    if not found:
        raise NotFound("part of a voucher", where="part_id")
    voucher_id = found[-1].voucher_id
    issued = Voucher.objects.filter(id=voucher_id).values_list("amount_minor", flat=True).get()
    of_voucher = VoucherPart.objects.filter(voucher_id=voucher_id, parent__isnull=False).order_by()
    sums = dict(of_voucher.values_list("parent_id").annotate(Sum("amount_minor")))
    return chain_fault(found, issued_minor=issued, sums=sums, sign=signer(PURPOSE))


def require_whole(part_id: UUID) -> None:
    """Refuses a part whose chain does not hold."""
    if fault := fault_of(part_id):
        raise ChainBroken(where="part_id", fault=fault)


def _link(row: tuple[object, ...]) -> Link:
    names = dict(zip(Link._fields, row, strict=True))
    ids = {name: _uuid(names[name]) for name in ("id", "voucher_id", "parent_id", "holder_id")}
    day = VoucherPart._meta.get_field("made_on").to_python(names["made_on"])
    return Link(**{**names, **ids, "made_on": day})


def _uuid(value: object) -> UUID | None:
    return value if value is None or isinstance(value, UUID) else UUID(str(value))
