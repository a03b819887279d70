"""What can be done with leased things; the flows under `flows/lease_equipment` put these steps together."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import Money
from puhui.products.leasing.contracts import LeaseMoved, LeaseState, LeaseStep, NewEquipment, ReadingKept
from puhui.products.leasing.models import LeasedThing, LeaseEvent, MeterReading
from puhui.products.leasing.refusals import AlreadyLet, LeaseStepRefused, MeterRunsBack, SupplierIsLessee, WrongSerial
from puhui.products.leasing.rules import check_financed, plate, residual_of, state_after

WITH_AMOUNT = (LeaseStep.SELL, LeaseStep.RETURN)
_LONGEST = {"kind": 60, "maker": 80, "model": 80, "serial": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseFor:
    """The application that a thing is chosen for, who sells it, and what the product says in percent."""

    application_id: UUID
    lessee_id: UUID
    supplier_id: UUID
    asked: Money
    down_payment_pct: Decimal
    residual_pct: Decimal


def choose_thing(call: Call, *, new: NewEquipment, on_behalf: LeaseFor) -> LeaseMoved:
    """Writes what the lessee has chosen; another choice for the same application takes its place."""
    _check_texts(new)
    if on_behalf.supplier_id == on_behalf.lessee_id:
        raise SupplierIsLessee(where="payee_id")
    check_financed(new.price, asked=on_behalf.asked, down_payment_pct=on_behalf.down_payment_pct)
    before = LeasedThing.objects.select_for_update().filter(application_id=on_behalf.application_id).first()
    if before is not None:
        return _chosen_anew(call, before, new=new, on_behalf=on_behalf)
    row = _filled(LeasedThing(id=new_id(), application_id=on_behalf.application_id), new=new, on_behalf=on_behalf)
    row.bucket, row.lessee_id = bucket_of(on_behalf.lessee_id), on_behalf.lessee_id
    _save(row, insert=True)
    return _happened(call, row, step=LeaseStep.CHOOSE, amount_minor=new.price.minor)


def _chosen_anew(call: Call, row: LeasedThing, *, new: NewEquipment, on_behalf: LeaseFor) -> LeaseMoved:
    if row.state not in (LeaseState.CHOSEN, LeaseState.CANCELLED) or row.loan_id:
        state_after(LeaseState(row.state), LeaseStep.ACCEPT)
    _save(_filled(row, new=new, on_behalf=on_behalf), insert=False)
    return _happened(call, row, step=LeaseStep.CHOOSE, amount_minor=new.price.minor)


def attach_lease(*, application_id: UUID, loan_id: UUID) -> None:
    """The contract is signed: the rents of the thing are this loan."""
    LeasedThing.objects.filter(application_id=application_id, loan_id=None).update(loan_id=loan_id)


def accept_thing(call: Call, *, lease_id: UUID, serial: str) -> LeaseMoved:
    """The lessee has the thing, and it is the one that was chosen: the plate says so."""
    row = _locked(lease_id)
    after = state_after(LeaseState(row.state), LeaseStep.ACCEPT)
    if plate(serial) != plate(row.serial):
        raise WrongSerial(where="serial")
    row.accepted_on = business_date()
    return _moved(call, row, step=LeaseStep.ACCEPT, after=after)


def move_thing(
    call: Call, *, lease_id: UUID, step: LeaseStep, amount: Money | None = None, note: str = ""
) -> LeaseMoved:
    """One of the other steps: given up, paid out, bought, given back, taken back, sold for an amount."""
    row = _locked(lease_id)
    after = state_after(LeaseState(row.state), step)
    if (step is LeaseStep.SELL and amount is None) or (amount is not None and step not in WITH_AMOUNT):
        raise InvalidInput("amount", "goes with a sale or an agreed return, and a sale with it")
    least = 0 if step is LeaseStep.RETURN else 1  # nothing may be left to pay for a return
    if amount is not None and (amount.currency != row.currency or amount.minor < least):
        raise InvalidInput("amount", f"above zero, in {row.currency}")
    if len(note) > 200:
        raise InvalidInput("note", "at most 200 characters")
    return _moved(call, row, step=step, after=after, amount_minor=amount.minor if amount else None, note=note)


def guarantee_residual(call: Call, *, lease_id: UUID, amount: Money) -> LeaseMoved:
    """The supplier makes good so much of the residual; agreed once, before the thing is delivered. A part of a flow."""
    row = _locked(lease_id)
    if row.state != LeaseState.CHOSEN or row.guaranteed_minor:
        raise LeaseStepRefused(where="state", state="guaranteed" if row.guaranteed_minor else row.state)
    row.guaranteed_minor = amount.minor
    row.save(update_fields=["guaranteed_minor"])
    return _happened(call, row, step=LeaseStep.GUARANTEE, amount_minor=amount.minor)


def call_guarantee(call: Call, *, lease_id: UUID, amount: Money) -> LeaseMoved:
    """The sale lacked something to the residual: so much is asked of the supplier. A part of a flow."""
    return _happened(call, _locked(lease_id), step=LeaseStep.CALL, amount_minor=amount.minor)


def keep_reading(
    call: Call, *, lease_id: UUID, meter: str, value: Decimal, read_at: datetime, source: str
) -> ReadingKept:
    """A reading of a meter of a thing in use. Refuses one that runs back, is of the future, or of another thing."""
    row = _locked(lease_id)
    if row.state != LeaseState.IN_USE:
        state_after(LeaseState(row.state), LeaseStep.BUY)
    if not (0 < len(meter) <= 30 and 0 < len(source) <= 40):
        raise InvalidInput("meter", "a name of up to 30 characters, from a source of up to 40")
    if not value.is_finite() or not 0 <= value < 10**12 or read_at > call.at:
        raise InvalidInput("value", "from 0, below 10^12, and read by now")
    _check_forward(row.id, meter=meter, value=value, read_at=read_at)
    kept = MeterReading(
        id=new_id(),
        thing=row,
        meter=meter,
        value=value,
        read_at=read_at,
        source=source,
        by_id=call.actor.id,
        at=call.at,
    )
    kept.save(force_insert=True)
    return ReadingKept(row.id, kept.id)


def _check_forward(lease_id: UUID, *, meter: str, value: Decimal, read_at: datetime) -> None:
    last = MeterReading.objects.filter(thing_id=lease_id, meter=meter).order_by("-read_at").first()
    if last is not None and (value < last.value or read_at <= last.read_at):
        raise MeterRunsBack(where="value", meter=meter, last=f"{last.value.normalize():f}", at=last.read_at.date())


def _check_texts(new: NewEquipment) -> None:
    for name, most in _LONGEST.items():
        text = getattr(new, name)
        if not 0 < len(text.strip()) <= most or any(ord(char) < 32 for char in text):
            raise InvalidInput(name, f"1 to {most} characters")
    if len(plate(new.serial)) < 3:
        raise InvalidInput("serial", "the maker's number on the thing, three letters or digits at least")


def _filled(row: LeasedThing, *, new: NewEquipment, on_behalf: LeaseFor) -> LeasedThing:
    row.supplier_id, row.kind, row.maker, row.model, row.serial = (
        on_behalf.supplier_id,
        new.kind.strip(),
        new.maker.strip(),
        new.model.strip(),
        new.serial.strip(),
    )
    row.plate = f"{plate(new.maker)}/{plate(new.serial)}"
    row.currency, row.price_minor = new.price.currency, new.price.minor
    row.financed_minor = on_behalf.asked.minor
    row.residual_minor = residual_of(on_behalf.asked, residual_pct=on_behalf.residual_pct).minor
    row.insured_until, row.state = new.insured_until, LeaseState.CHOSEN
    row.guaranteed_minor = 0  # another choice is agreed to anew
    return row


def _save(row: LeasedThing, *, insert: bool) -> None:
    """Under the constraint that a thing is let once."""
    try:
        with transaction.atomic():
            row.save(force_insert=insert)
    except IntegrityError as problem:
        raise AlreadyLet(where="serial", maker=row.maker, serial=row.serial) from problem


def _locked(lease_id: UUID) -> LeasedThing:
    row = LeasedThing.objects.select_for_update().filter(id=lease_id).first()
    if row is None:
        raise NotFound("lease", where="lease_id")
    return row


def _moved(
    call: Call, row: LeasedThing, *, step: LeaseStep, after: LeaseState, amount_minor: int | None = None, note: str = ""
) -> LeaseMoved:
    row.state = after
    row.save(update_fields=["state", "accepted_on"])
    return _happened(call, row, step=step, amount_minor=amount_minor, note=note)


def _happened(
    call: Call, row: LeasedThing, *, step: LeaseStep, amount_minor: int | None = None, note: str = ""
) -> LeaseMoved:
    on: date = business_date()
    LeaseEvent.objects.create(
        id=new_id(),
        thing=row,
        n=LeaseEvent.objects.filter(thing=row).count() + 1,
        step=step,
        on=on,
        amount_minor=amount_minor,
        note=note,
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
        at=call.at,
    )
    return LeaseMoved(row.id, LeaseState(row.state))
