"""Reads the forms of collateral, and calls the one use case that each asks for."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from puhui.flows.secure_loan.enforce import begin_enforcement, confirm_proceeds, pay_surplus
from puhui.flows.secure_loan.pledge import confirm_release, pledge_asset, release_pledge
from puhui.kernel.actors import Call
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    DocumentIn,
    NewAsset,
    NewValuation,
    add_document,
    note_step,
    perfect_pledge,
    propose_proceeds,
    stop_enforcement,
    value_asset,
)

Form = Mapping[str, str]


def asset_of(form: Form) -> NewAsset:
    """A thing from the form of the register; numbers that are empty are left out."""
    numbers = {name.removeprefix("number."): form.get(name, "") for name in form if name.startswith("number.")}
    return NewAsset(
        owner_id=id_of(form, "owner_id"),
        kind=form.get("kind", ""),
        description=form.get("description", ""),
        identifiers=tuple((code, value) for code, value in numbers.items() if value.strip()),
        right_until=_date(form, "right_until") if form.get("right_until") else None,
        area_mu=decimal_of(form, "area_mu") if form.get("area_mu") else None,
    )


def id_of(form: Form, name: str) -> UUID:
    """An id of the form; refuses what is none."""
    try:
        return UUID(form.get(name, "").strip())
    except ValueError:
        raise InvalidInput(name, "this is not an id") from None


def money_of(form: Form, name: str) -> Money:
    """An amount in yuan."""
    return Money.parse(form.get(name, "").strip().replace(",", ""), where=name)


def decimal_of(form: Form, name: str) -> Decimal:
    """A number."""
    try:
        return Decimal(form.get(name, "")[:20].strip())
    except InvalidOperation:
        raise InvalidInput(name, "this is not a number") from None


def _date(form: Form, name: str) -> date:
    return parse_date(form.get(name, ""), where=name)


def _value(call: Call, asset_id: UUID, form: Form) -> object:
    told = NewValuation(
        value=money_of(form, "value") if form.get("value") or not form.get("per_mu") else None,
        per_mu=money_of(form, "per_mu") if form.get("per_mu") else None,
        method=form.get("method", ""),
        valuer=form.get("valuer", ""),
        valued_on=_date(form, "valued_on"),
        valid_until=_date(form, "valid_until"),
    )
    return value_asset(call, asset_id=asset_id, valuation=told)


def _document(call: Call, asset_id: UUID, form: Form) -> object:
    told = DocumentIn(kind=form.get("paper", ""), reference=form.get("reference", ""), sha256=form.get("sha256", ""))
    return add_document(call, asset_id=asset_id, document=told)


def _pledge(call: Call, asset_id: UUID, form: Form) -> object:
    rank = form.get("rank", "").strip()
    if rank and not (rank.isascii() and rank.isdigit() and len(rank) < 5):
        raise InvalidInput("rank", "this is not a number")
    return pledge_asset(
        call,
        asset_id=asset_id,
        loan_id=id_of(form, "loan_id"),
        secured=money_of(form, "secured"),
        rank=int(rank) if rank else None,
        is_beyond_value=form.get("beyond") == "on",
    )


def _perfect(call: Call, _: UUID, form: Form) -> object:
    number = form.get("registration", "")
    return perfect_pledge(call, pledge_id=id_of(form, "pledge_id"), registration=number, on=_date(form, "on"))


def _release(call: Call, _: UUID, form: Form) -> object:
    return release_pledge(
        call,
        pledge_id=id_of(form, "pledge_id"),
        keeps=money_of(form, "keeps") if form.get("keeps", "").strip() else None,
        reason=form.get("reason", ""),
        replaced_by=id_of(form, "replaced_by") if form.get("replaced_by", "").strip() else None,
        is_exception=form.get("exception") == "on",
    )


def _decide(*, agree: bool) -> Callable[[Call, UUID, Form], object]:
    return lambda call, _, form: confirm_release(call, release_id=id_of(form, "release_id"), agree=agree)


def _step(call: Call, _: UUID, form: Form) -> object:
    return note_step(
        call,
        enforcement_id=id_of(form, "enforcement_id"),
        kind=form.get("kind", ""),
        on=_date(form, "on"),
        note=form.get("note", ""),
    )


def _proceeds(call: Call, _: UUID, form: Form) -> object:
    return propose_proceeds(
        call,
        enforcement_id=id_of(form, "enforcement_id"),
        proceeds=money_of(form, "proceeds"),
        costs=money_of(form, "costs"),
        sold_on=_date(form, "sold_on"),
    )


ACTS: Final[Mapping[str, Callable[[Call, UUID, Form], object]]] = {
    "value": _value,
    "document": _document,
    "pledge": _pledge,
    "perfect": _perfect,
    "release": _release,
    "agree": _decide(agree=True),
    "decline": _decide(agree=False),
    "enforce": lambda call, asset_id, form: begin_enforcement(call, asset_id=asset_id, reason=form.get("reason", "")),
    "step": _step,
    "proceeds": _proceeds,
    "confirm": lambda call, _, form: confirm_proceeds(call, enforcement_id=id_of(form, "enforcement_id")),
    "stop": lambda call, _, form: stop_enforcement(call, enforcement_id=id_of(form, "enforcement_id")),
    "pay_surplus": lambda call, _, form: pay_surplus(call, enforcement_id=id_of(form, "enforcement_id")),
}
