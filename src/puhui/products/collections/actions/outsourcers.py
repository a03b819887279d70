"""Firms that collect for the lender: put on record, evaluated every year."""

from datetime import date
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.products.collections.contracts import OutsourcerKept
from puhui.products.collections.models import Outsourcer


@use_case("collections.add_outsourcer", answers=OutsourcerKept, subject="outsourcer_id")
def add_outsourcer(call: Call, *, name: str) -> OutsourcerKept:
    """Puts a firm on record; one that is known stays as it is. It contacts nobody before it was evaluated."""
    call.actor.require(Role.COMPLIANCE, verb="add an outsourcer")
    known = clean_text(name, where="name", most=120)
    Outsourcer.objects.bulk_create([Outsourcer(id=new_id(), name=known)], ignore_conflicts=True)
    return OutsourcerKept(Outsourcer.objects.get(name=known).id)


@use_case("collections.evaluate_outsourcer", answers=OutsourcerKept, subject="outsourcer_id")
def evaluate_outsourcer(call: Call, *, outsourcer_id: UUID, on: date, result: str) -> OutsourcerKept:
    """Records an evaluation; it counts from its day, which is not in the future."""
    call.actor.require(Role.COMPLIANCE, verb="evaluate an outsourcer")
    if on > call.at.date():
        raise InvalidInput("on", "the evaluation has taken place")
    found = Outsourcer.objects.filter(id=outsourcer_id).update(
        evaluated_on=on, result=clean_text(result, where="result", most=500), evaluated_by=call.actor.id
    )
    if not found:
        raise NotFound("outsourcer", where="outsourcer_id")
    return OutsourcerKept(outsourcer_id)
