"""The parts of a seasonal loan: planned with the loan, asked for once, each inside of its window."""

from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.farms.contracts import Season, TrancheState, TrancheView
from puhui.products.farms.models import Tranche
from puhui.products.farms.policy_files import crop_calendar
from puhui.products.farms.queries.farms import tranche_view
from puhui.products.farms.refusals import OutOfSeason, TrancheGone
from puhui.products.farms.rules.seasons import split_over


def plan_tranches(*, loan_id: UUID, season: Season, amount: Money) -> int:
    """Writes the parts of a loan by the windows of its season. A part of a flow; the same again changes nothing."""
    parts = split_over(amount.minor, season)
    rows = [
        Tranche(
            loan_id=loan_id,
            n=n,
            crop=season.crop,
            stage=window.stage,
            amount_minor=minor,
            currency=amount.currency,
            opens_on=window.opens_on,
            closes_on=window.closes_on,
        )
        for n, (window, minor) in enumerate(zip(season.windows, parts, strict=True), 1)
        if minor
    ]
    Tranche.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def take_tranche(call: Call, *, tranche_id: UUID) -> TrancheView:
    """Takes one part to be paid now; refuses outside of its window, and a second time. A part of a flow."""
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, verb="draw a part of a seasonal loan")
    row = _locked(tranche_id)
    if row.state != TrancheState.WAITING:
        raise TrancheGone(where="tranche_id", state="paid out or on its way", state_zh="放款或在途")
    if not row.opens_on <= business_date() <= row.closes_on:
        name = crop_calendar(row.crop, on=business_date()).name
        raise OutOfSeason(where="tranche_id", crop=name.en, crop_zh=name.zh, opens=row.opens_on, closes=row.closes_on)
    return tranche_view(row)


def tranche_asked(*, tranche_id: UUID, change_id: UUID) -> None:
    """The bank is asked to pay this part, by this change of the loan."""
    Tranche.objects.filter(id=tranche_id, state=TrancheState.WAITING).update(
        state=TrancheState.ASKED, change_id=change_id
    )


def tranche_waits_again(*, tranche_id: UUID) -> None:
    """The bank did not pay: the part can be asked for again. A part of a flow, which knows."""
    Tranche.objects.filter(id=tranche_id, state=TrancheState.ASKED).update(state=TrancheState.WAITING, change_id=None)


def _locked(tranche_id: UUID) -> Tranche:
    row = Tranche.objects.select_for_update().filter(id=tranche_id).first()
    if row is None:
        raise NotFound("part of a loan", where="tranche_id")
    return row
