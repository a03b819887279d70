"""Which certificates of cover stand with debts. Staff see all; others none."""

from collections.abc import Collection
from uuid import UUID

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.money import Money
from puhui.products.collateral.cover_contracts import CertificateView
from puhui.products.collateral.models import CoverCertificate

MOST = 200


def certificates_of(actor: Actor, debt_ids: Collection[UUID]) -> list[CertificateView]:
    """The certificates of debts, newest first, withdrawn ones too. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read certificates of cover")
    rows = CoverCertificate.objects.filter(debt_id__in=list(debt_ids)).order_by("-id")[:MOST]
    return [_view(row) for row in rows]


def _view(row: CoverCertificate) -> CertificateView:
    return CertificateView(
        id=row.id,
        debt_id=row.debt_id,
        cover=row.cover,
        number=row.number,
        insurer=row.insurer,
        insured=Money(row.insured_minor, row.currency),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        file_id=row.file_id,
        kept_by_name=row.kept_by_name,
        kept_on=row.kept_on,
        withdrawn_on=row.withdrawn_on,
        reason=row.reason,
    )
