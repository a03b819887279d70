"""Live pledges in the form of a notice of registration at the unified registry of security in movables and rights.

Our reading [U] of the fields that the registry of the PBOC's credit reference centre asks for (PBOC order 2021-7, from
2022-02-01, arts. 9 to 14: parties, description of the property, principal claim, term): names and identity numbers are
added by who files, from `party`, for they are personal data that this room does not keep. Things that other registries
take (real estate, vehicles, intellectual property) are left out.
"""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor, Role
from puhui.kernel.dates import add_months
from puhui.kernel.money import Money
from puhui.products.collateral.contracts import LIVE, RegistryRecord
from puhui.products.collateral.models import AssetIdentifier, Pledge
from puhui.products.collateral.policy_files import AssetKind, collateral_policy

UNIFIED: Final = "unified"
PAGE = 500
TYPES: Final = {"receivable": "receivable_pledge", "deposit": "deposit_pledge", "movable": "movable_mortgage"}


def registry_records(actor: Actor) -> Iterator[RegistryRecord]:
    """Every live pledge of a thing that the unified registry takes, page by page. Staff who may export only."""
    actor.require(Role.OPERATIONS, Role.COMPLIANCE, Role.AUDITOR, Role.SYSTEM, verb="export pledges")
    kinds = {kind.code: kind for kind in collateral_policy(business_date()).kinds if kind.registry == UNIFIED}
    after: UUID | None = None
    while True:
        rows = Pledge.objects.filter(state__in=LIVE, asset__kind__in=list(kinds)).select_related("asset").order_by("id")
        page = list((rows.filter(id__gt=after) if after else rows)[:PAGE])
        numbers: dict[UUID, list[str]] = {}
        found = AssetIdentifier.objects.filter(asset_id__in={row.asset_id for row in page}).order_by("kind")
        for asset_id, kind, value in found.values_list("asset_id", "kind", "value"):
            numbers.setdefault(asset_id, []).append(f"{kind} {value}")
        for row in page:
            yield _record(row, kinds[row.asset.kind], "; ".join(numbers.get(row.asset_id, [])))
        if len(page) < PAGE:
            return
        after = page[-1].id


def _record(row: Pledge, kind: AssetKind, numbers: str) -> RegistryRecord:
    return RegistryRecord(
        registration_type=TYPES.get(kind.class_, "other_security"),
        filing_reference=row.registration or str(row.id),
        secured_party_role="mortgagee" if kind.class_ == "movable" else "pledgee",
        debtor_id=row.borrower_id,
        owner_id=row.asset.owner_id,
        asset_class=kind.class_,
        asset_kind=kind.name.zh,
        description=row.asset.description,
        identifiers=numbers,
        secured_amount=str(Money(row.secured_minor, row.asset.currency)),
        currency=row.asset.currency,
        rank=row.rank,
        debt_reference=str(row.debt_id),
        created_on=row.created_on,
        term_months=row.term_months,
        expires_on=add_months(row.created_on, row.term_months),
    )
