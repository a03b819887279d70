"""Brings plots on record, has a colleague look at them, gives them up; keeps what is stated of a farm."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of
from puhui.products.farms.contracts import NewPlot, Origin, Tenure
from puhui.products.farms.models import FarmFact, Plot
from puhui.products.farms.policy_files import crop_calendar, farm_policy
from puhui.products.farms.refusals import PlotTaken, RightOver

KEEPERS: Final = (Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, Role.RISK_OFFICER, Role.SYSTEM)
STATING: Final = (Role.CUSTOMER, *KEEPERS)
MOST_PLOTS: Final = 100
MOST_MU: Final = 100_000
_CODE: Final = re.compile(r"([0-9]{19})?\Z")  # GB/T 35958-2018, as in the register of collateral


@use_case("farms.add_plot", answers=UUID)
def add_plot(call: Call, *, plot: NewPlot) -> UUID:
    """A plot that a party says they work; refuses an ended right, and a plot that another party works."""
    call.actor.require(*STATING, verb="record a plot")
    require_party(call.actor, party_id=plot.party_id)
    row = _new_plot(call, plot)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise PlotTaken(where="code") from None
    return row.id


def check_plot(call: Call, *, plot: NewPlot) -> None:
    """Refuses what `add_plot` would refuse of the plot itself; keeps nothing. A part of a flow."""
    require_party(call.actor, party_id=plot.party_id)
    row = _new_plot(call, plot)
    if row.code and Plot.objects.filter(code=row.code, ended_at=None).exists():
        raise PlotTaken(where="code")


def _new_plot(call: Call, plot: NewPlot) -> Plot:
    """The plot as it is kept, when everything on it holds."""
    today = business_date()
    crop_calendar(plot.crop, on=today)
    if plot.right_until and bounded_date(plot.right_until, where="right_until") <= today:
        raise RightOver(until=plot.right_until, needed=today, where="right_until")
    if Plot.objects.filter(party_id=plot.party_id, ended_at=None).count() >= MOST_PLOTS:
        raise InvalidInput("party_id", f"at most {MOST_PLOTS} plots")
    return Plot(
        bucket=bucket_of(plot.party_id),
        party_id=plot.party_id,
        name=clean_text(plot.name, where="name", most=80),
        code=_checked_code(plot.code),
        area_mu=_checked_area(plot.area_mu),
        crop=plot.crop,
        tenure=_checked_tenure(plot),
        certificate=clean_text(plot.certificate, where="certificate", least=0, most=40),
        right_until=plot.right_until,
        origin=Origin.DECLARED,
        recorded_by=call.actor.id,
        recorded_at=call.at,
    )


@use_case("farms.verify_plot", answers=UUID, subject="plot_id")
def verify_plot(call: Call, *, plot_id: UUID, from_register: bool = False) -> UUID:
    """A colleague looked at the plot, or found it in the register of contracted land."""
    call.actor.require(*KEEPERS, verb="verify a plot")
    origin = Origin.REGISTER if from_register else Origin.VERIFIED
    if not Plot.objects.filter(id=plot_id, ended_at=None).update(origin=origin, verified_by=call.actor.id):
        raise NotFound("plot", where="plot_id")
    return plot_id


@use_case("farms.give_up_plot", answers=UUID, subject="plot_id")
def give_up_plot(call: Call, *, plot_id: UUID) -> UUID:
    """The party no longer works the plot; another one may bring it on record."""
    call.actor.require(*STATING, verb="give up a plot")
    row = Plot.objects.select_for_update().filter(id=plot_id, ended_at=None).first()
    if row is None:
        raise NotFound("plot", where="plot_id")
    require_party(call.actor, party_id=row.party_id)
    row.ended_at = call.at
    row.save(update_fields=["ended_at"])
    return plot_id


@use_case("farms.state_fact", answers=UUID, subject="party_id")
def state_fact(call: Call, *, party_id: UUID, name: str, value: Decimal, evidence: str = "") -> UUID:
    """What a farmer, or a colleague who looked, says of the farm; a statement is never changed, a newer one counts."""
    call.actor.require(*STATING, verb="state a fact of a farm")
    require_party(call.actor, party_id=party_id)
    is_staff = bool(call.actor.roles.intersection(KEEPERS))
    keep_facts(
        call,
        name=name,
        values={party_id: value},
        origin=Origin.VERIFIED if is_staff else Origin.DECLARED,
        evidence=clean_text(evidence, where="evidence", least=4 if is_staff else 0, most=200),
    )
    return party_id


def check_fact(name: str, *, value: Decimal) -> None:
    """Refuses a fact that there is not, and a value outside the bounds of policy."""
    rule = farm_policy(business_date()).fact(name)
    if not (value.is_finite() and 0 <= value <= rule.most and value == round(value, 2)):
        raise InvalidInput(name, f"from 0 to {rule.most}, with two decimals at most")


def keep_facts(call: Call, *, name: str, values: Mapping[UUID, Decimal], origin: Origin, evidence: str) -> None:
    """Keeps what is said of farms under one name, each within the bounds of policy."""
    for value in values.values():
        check_fact(name, value=value)
    FarmFact.objects.bulk_create(
        FarmFact(
            bucket=bucket_of(party_id),
            party_id=party_id,
            name=name,
            value=value,
            origin=origin,
            evidence=evidence,
            on=business_date(),
            by_id=call.actor.id,
            at=call.at,
        )
        for party_id, value in values.items()
    )


def _checked_code(code: str) -> str:
    kept = re.sub(r"\s+", "", code[:60])
    if not _CODE.match(kept):
        raise InvalidInput("code", "the 19 digits of the plot, or nothing")
    return kept


def _checked_area(area: Decimal) -> Decimal:
    if not (area.is_finite() and 0 < area <= MOST_MU and area == round(area, 2)):
        raise InvalidInput("area_mu", f"above 0, at most {MOST_MU} mu, with two decimals")
    return area


def _checked_tenure(plot: NewPlot) -> Tenure:
    if plot.tenure not in set(Tenure):
        raise InvalidInput("tenure", f"one of {', '.join(Tenure)}")
    if plot.tenure != Tenure.CONTRACTED and plot.right_until is None:
        raise InvalidInput("right_until", "the last day of the right to this plot")
    return Tenure(plot.tenure)
