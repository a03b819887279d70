"""What can be done with subsidies: granted, split due by due, stopped, claimed, paid."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Sum

from puhui.finmath.subsidies import InterestShare, split_due
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import Money
from puhui.products.subsidies.contracts import (
    ClaimAmountDiffers,
    ClaimFiled,
    ClaimPaidAlready,
    ClaimState,
    DueInterest,
    GrantMade,
    GrantState,
    LineKind,
    NewLine,
    NothingToClaim,
    PassedOn,
)
from puhui.products.subsidies.models import SubsidyClaim, SubsidyGrant, SubsidyLine, SubsidyPart
from puhui.products.subsidies.policy_files import SchemeFile, scheme_version
from puhui.products.subsidies.rules import payer_parts

KEEPERS = (Role.FINANCE, Role.OPERATIONS, Role.SYSTEM)
MOST_PARTS = 50_000


def grant_subsidy(
    call: Call,
    *,
    loan_id: UUID,
    borrower_id: UUID,
    region: str,
    scheme: SchemeFile,
    share: InterestShare,
    currency: str,
    payer: str = "",
) -> GrantMade:
    """Writes the grant of a new loan. A part of a flow, which knows the loan and that its borrower is entitled.

    `payer`: who pays instead of the scheme's payers.
    """
    del call
    row = SubsidyGrant.objects.create(
        id=new_id(),
        bucket=bucket_of(loan_id),
        loan_id=loan_id,
        borrower_id=borrower_id,
        region=region[:6],
        scheme=scheme.id,
        scheme_version=scheme.version,
        payer=payer,
        currency=currency,
        is_net=scheme.pays == "net",
        state_weight=share.state_weight,
        whole_weight=share.whole_weight,
        most_minor=share.most_minor,
        from_on=business_date(),
        until_on=share.until,
    )
    return GrantMade(row.id, loan_id)


def write_lines(*, dues: Sequence[DueInterest], kind: LineKind) -> list[NewLine]:
    """Splits dues of loans with an active grant, each once; a late loan's due gets nothing. A part of a flow.

    Dues of one loan come in order. A few statements for any number of dues.
    """
    grants = _locked(sorted({due.loan_id for due in dues}))
    known = _known(list(grants.values()))
    lines, parts, told = [], [], []
    for due in dues:
        grant = grants.get(due.loan_id)
        if grant is None or (grant.id, due.due_on) in known:
            continue
        line, made = _split(grant, due, kind=kind)
        known.add((grant.id, due.due_on))
        grant.given_minor += line.state_minor
        lines.append(line)
        parts += made
        told.append(_told(grant, line))
    SubsidyLine.objects.bulk_create(lines, batch_size=500)
    SubsidyPart.objects.bulk_create(parts, batch_size=500)
    SubsidyGrant.objects.bulk_update(grants.values(), ["given_minor"], batch_size=200)
    return [one for one in told if one.state_minor]


def end_grants(*, ended: Mapping[UUID, tuple[GrantState, str]]) -> int:
    """Ends grants of loans that are over, or late for too long: by loan, how and why. A part of a flow."""
    rows = _locked(sorted(ended))
    for loan_id, row in rows.items():
        row.state, row.reason = ended[loan_id]
        row.ended_on = business_date()
    SubsidyGrant.objects.bulk_update(rows.values(), ["state", "reason", "ended_on"], batch_size=200)
    return len(rows)


def file_claim(call: Call, *, scheme: str, payer: str, until: date) -> ClaimFiled:
    """Asks a payer for all of their parts of dues up to a day that no claim asks for yet. A part of a flow."""
    call.actor.require(*KEEPERS, verb="claim a subsidy")
    today = business_date()
    if until > today:
        raise InvalidInput("until", "a day up to today")
    waiting = SubsidyPart.objects.filter(scheme=scheme, payer=payer, due_on__lte=until, claim=None)
    ids = list(waiting.select_for_update().order_by("id").values_list("id", flat=True)[:MOST_PARTS])
    if not ids:
        raise NothingToClaim(where="payer", payer=payer[:40], scheme=scheme[:40], until=until)
    own = SubsidyPart.objects.filter(id__in=ids)
    sums = dict(own.values_list("currency").annotate(Sum("amount_minor")).order_by())
    if len(sums) != 1:
        raise InvalidInput("scheme", "parts in one currency")
    [(currency, total)] = sums.items()
    row = SubsidyClaim.objects.create(
        id=new_id(),
        number=f"{scheme}/{payer}/{until:%Y%m%d}/{SubsidyClaim.objects.filter(scheme=scheme, payer=payer).count() + 1}",
        scheme=scheme,
        payer=payer,
        currency=currency,
        until_on=until,
        total_minor=total,
        parts=len(ids),
        filed_by=call.actor.id,
        filed_on=today,
    )
    own.update(claim=row)
    return ClaimFiled(row.id, row.number, len(ids), Money(total, currency))


def take_payment(call: Call, *, claim_id: UUID, paid: Money, reference: str) -> list[PassedOn]:
    """The payer paid a claim, exactly; gives what of it is owed to borrowers who had paid in full. A part of a flow."""
    call.actor.require(Role.FINANCE, Role.SYSTEM, verb="book a subsidy that came in")
    row = SubsidyClaim.objects.select_for_update().filter(id=claim_id).first()
    if row is None:
        raise NotFound("claim", where="claim_id")
    if row.state == ClaimState.PAID:
        raise ClaimPaidAlready(where="claim_id", number=row.number, on=row.paid_on)
    claimed = Money(row.total_minor, row.currency)
    if paid != claimed:
        raise ClaimAmountDiffers(where="amount", number=row.number, claimed=claimed, paid=paid)
    row.state, row.paid_on, row.reference = ClaimState.PAID, business_date(), reference.strip()[:80]
    row.save(update_fields=["state", "paid_on", "reference"])
    own = SubsidyPart.objects.filter(claim=row, line__kind=LineKind.EARNED).order_by("line__grant__loan_id")
    sums = own.values_list("line__grant__loan_id", "line__grant__bucket").annotate(Sum("amount_minor"))
    return [PassedOn(loan_id=i, bucket=b, amount=Money(minor, row.currency)) for i, b, minor in sums]


def _split(grant: SubsidyGrant, due: DueInterest, *, kind: LineKind) -> tuple[SubsidyLine, list[SubsidyPart]]:
    share = InterestShare(
        state_weight=grant.state_weight,
        whole_weight=grant.whole_weight,
        most_minor=grant.most_minor,
        until=grant.until_on,
    )
    state = 0 if due.is_late else split_due(
        due.interest_minor, share, on=due.due_on, used_minor=grant.given_minor
    ).state_minor  # fmt: skip
    line = SubsidyLine(
        id=new_id(),
        bucket=grant.bucket,
        grant=grant,
        due_on=due.due_on,
        interest_minor=due.interest_minor,
        state_minor=state,
        kind=kind if state else LineKind.SKIPPED,
        booked_on=business_date(),
    )
    of_scheme = scheme_version(grant.scheme, grant.scheme_version).payers
    payers = [(grant.payer, 1)] if grant.payer else [(payer.code, payer.weight) for payer in of_scheme]
    parts = [
        SubsidyPart(
            id=new_id(),
            line=line,
            scheme=grant.scheme,
            payer=payer,
            currency=grant.currency,
            due_on=due.due_on,
            amount_minor=minor,
        )
        for payer, minor in (payer_parts(state, payers) if state else {}).items()
    ]
    return line, parts


def _told(grant: SubsidyGrant, line: SubsidyLine) -> NewLine:
    return NewLine(
        line_id=line.id,
        grant_id=grant.id,
        loan_id=grant.loan_id,
        bucket=grant.bucket,
        currency=grant.currency,
        state_minor=line.state_minor,
        kind=LineKind(line.kind),
    )


def _locked(loan_ids: Sequence[UUID]) -> dict[UUID, SubsidyGrant]:
    rows = SubsidyGrant.objects.select_for_update().filter(loan_id__in=loan_ids, state=GrantState.ACTIVE)
    return {row.loan_id: row for row in rows.order_by("id")}


def _known(grants: Sequence[SubsidyGrant]) -> set[tuple[UUID, date]]:
    rows = SubsidyLine.objects.filter(grant__in=grants)
    return set(rows.values_list("grant_id", "due_on"))
