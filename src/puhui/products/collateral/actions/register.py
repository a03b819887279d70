"""Brings things into the register, each once; keeps papers about them, and what they are worth."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import Conflict, InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import Money, exponent_of
from puhui.products.collateral.contracts import AssetMoved, AssetState, DocumentIn, NewAsset, NewValuation
from puhui.products.collateral.models import Asset, AssetDocument, AssetIdentifier, Valuation
from puhui.products.collateral.policy_files import AssetKind, CollateralPolicy, collateral_policy
from puhui.products.collateral.refusals import AlreadyRegistered, RightEnds

KEEPERS: Final = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER)
METHODS: Final = ("market", "income", "cost", "agreed", "face_value", "auction")
MOST_PAPERS, MOST_TOGETHER, LONGEST_NUMBER = 50, 500, 100
_BETWEEN = re.compile(r"[\s,，、;；]+")
_SHA256 = re.compile(r"([0-9a-f]{64})?\Z")


@use_case("collateral.register_asset", answers=AssetMoved, subject="asset_id")
def register_asset(call: Call, *, asset: NewAsset) -> AssetMoved:
    """Registers a thing of a party; refuses one that is registered, or a right that has ended."""
    call.actor.require(*KEEPERS, verb="register collateral")
    require_party(call.actor, party_id=asset.owner_id)
    today = business_date()
    policy = collateral_policy(today)
    kind = policy.kind(asset.kind)
    numbers = _numbers(policy, kind, asset)
    _check_right(kind, asset, today=today)
    exponent_of(asset.currency)
    asset_id = new_id()
    row = Asset.objects.create(
        id=asset_id,
        bucket=bucket_of(asset_id),
        owner_id=asset.owner_id,
        kind=kind.code,
        description=clean_text(asset.description, where="description", least=2, most=500),
        currency=asset.currency,
        right_until=asset.right_until,
        area_mu=_area(kind, asset),
        registered_by=call.actor.id,
        registered_by_name=call.actor.name[:80],
        registered_at=call.at,
    )
    _keep_numbers(policy, row, numbers)
    AssetDocument.objects.bulk_create([_document(row, one) for one in asset.documents[:MOST_PAPERS]])
    return AssetMoved(row.id, AssetState.HELD)


@use_case("collateral.add_document", answers=AssetMoved, subject="asset_id")
def add_document(call: Call, *, asset_id: UUID, document: DocumentIn) -> AssetMoved:
    """Adds a paper about a thing; papers are never changed."""
    call.actor.require(*KEEPERS, verb="register collateral")
    row = locked_asset(asset_id)
    if AssetDocument.objects.filter(asset=row).count() >= MOST_PAPERS:
        raise InvalidInput("document", f"at most {MOST_PAPERS} papers of one thing")
    _document(row, document).save(force_insert=True)
    return AssetMoved(row.id, AssetState(row.state))


@use_case("collateral.value_asset", answers=AssetMoved, subject="asset_id")
def value_asset(call: Call, *, asset_id: UUID, valuation: NewValuation) -> AssetMoved:
    """Writes down what a thing is worth. The newest valuation counts; those before it stay in the history."""
    call.actor.require(*KEEPERS, verb="value collateral")
    row = locked_asset(asset_id)
    if row.state != AssetState.HELD:
        raise Conflict(f"the thing is {row.state}", where="asset_id")
    _check_valuation(row, valuation, today=business_date())
    value = _worth(row, valuation)
    Valuation.objects.create(
        id=new_id(),
        asset=row,
        value_minor=value.minor,
        per_mu_minor=valuation.per_mu.minor if valuation.per_mu else None,
        method=valuation.method,
        valuer=clean_text(valuation.valuer, where="valuer", least=2, most=120),
        valued_on=valuation.valued_on,
        valid_until=valuation.valid_until,
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
        at=call.at,
    )
    row.value_minor = value.minor
    row.valued_on, row.valid_until = valuation.valued_on, valuation.valid_until
    row.save(update_fields=["value_minor", "valued_on", "valid_until"])
    return AssetMoved(row.id, AssetState.HELD)


def locked_asset(asset_id: UUID) -> Asset:
    """The thing, locked: its pledges, value and state change one after the other."""
    row = Asset.objects.select_for_update().filter(id=asset_id).first()
    if row is None:
        raise NotFound("collateral", where="asset_id")
    return row


def _numbers(policy: CollateralPolicy, kind: AssetKind, asset: NewAsset) -> dict[str, list[str]]:
    """The numbers of the thing, as they are kept; refuses others than its kind has, and ones that do not look so.

    Of a kind of which several are one pledge (a herd) the numbers stand one after the other, each once.
    """
    given = {code: _single(value, kind=kind) for code, value in asset.identifiers}
    if set(given) != set(kind.identifiers) or len(asset.identifiers) != len(given):
        raise InvalidInput("identifiers", f"needed: {', '.join(kind.identifiers)}")
    for code, values in given.items():
        described = policy.identifier(code)
        if not 1 <= len(values) <= MOST_TOGETHER or len(set(values)) < len(values):
            raise InvalidInput(code, f"1 to {MOST_TOGETHER} numbers, each once")
        if odd := [value for value in values if not re.fullmatch(described.pattern, value)]:
            raise InvalidInput(code, f"{described.name.en} looks like {described.pattern}, not {odd[0]}")
    return given


def _single(given: str, *, kind: AssetKind) -> list[str]:
    """The numbers in a text, in capitals: one, or where several are one pledge as many as stand there."""
    if not kind.several:
        return [re.sub(r"\s+", "", given[:LONGEST_NUMBER]).upper()]
    bounded = given[: MOST_TOGETHER * LONGEST_NUMBER].upper()
    return [value for value in _BETWEEN.split(bounded) if value]


def _keep_numbers(policy: CollateralPolicy, row: Asset, numbers: dict[str, list[str]]) -> None:
    """A number is taken by whoever comes first; two at once are decided by the constraint."""
    rows = [
        AssetIdentifier(id=new_id(), asset=row, kind=code, value=value)
        for code, values in numbers.items()
        for value in values
    ]
    AssetIdentifier.objects.bulk_create(rows, ignore_conflicts=True)
    kept = set(AssetIdentifier.objects.filter(asset=row).values_list("kind", "value"))
    for code, values in numbers.items():
        if taken := [value for value in values if (code, value) not in kept]:
            name = policy.identifier(code).name
            raise AlreadyRegistered(where=code, name=name.en, name_zh=name.zh, value=taken[0])


def _check_right(kind: AssetKind, asset: NewAsset, *, today: date) -> None:
    if kind.has_term != (asset.right_until is not None):
        raise InvalidInput("right_until", "the last day of the right" if kind.has_term else "this kind has no end")
    if asset.right_until and bounded_date(asset.right_until, where="right_until") <= today:
        raise RightEnds(where="right_until", until=asset.right_until, needed=today)


def _area(kind: AssetKind, asset: NewAsset) -> Decimal | None:
    area = asset.area_mu
    if kind.needs_area != (area is not None):
        raise InvalidInput("area_mu", "the area in mu" if kind.needs_area else "only land has an area here")
    if area is not None and not (area.is_finite() and 0 < area <= 1_000_000 and area == round(area, 2)):
        raise InvalidInput("area_mu", "above 0, at most a million, with two decimals")
    return area


def _document(row: Asset, one: DocumentIn) -> AssetDocument:
    if not _SHA256.match(one.sha256):
        raise InvalidInput("sha256", "64 hexadecimal digits in small letters, or nothing")
    return AssetDocument(
        id=new_id(),
        asset=row,
        kind=clean_text(one.kind, where="document.kind", most=40),
        reference=clean_text(one.reference, where="document.reference", most=200),
        sha256=one.sha256,
    )


def _check_valuation(row: Asset, valuation: NewValuation, *, today: date) -> None:
    if valuation.method not in METHODS:
        raise InvalidInput("method", f"one of {', '.join(METHODS)}")
    if bounded_date(valuation.valued_on, where="valued_on") > today:
        raise InvalidInput("valued_on", "a thing is not valued in the future")
    if row.valued_on and valuation.valued_on < row.valued_on:
        raise InvalidInput("valued_on", f"the thing was valued on {row.valued_on}; an older value does not replace it")
    if bounded_date(valuation.valid_until, where="valid_until") < today:
        raise InvalidInput("valid_until", "this valuation has run out already")


def _worth(row: Asset, valuation: NewValuation) -> Money:
    """The value of the whole: as told, or the price of a mu times the area, to the nearest fen."""
    told, per_mu = valuation.value, valuation.per_mu
    if per_mu is None:
        return _amount(row, told, where="value")
    if row.area_mu is None:
        raise InvalidInput("per_mu", "only land with an area is valued by the mu")
    whole = (_amount(row, per_mu, where="per_mu").minor * row.area_mu).to_integral_value(ROUND_HALF_UP)
    found = _amount(row, Money(int(whole), row.currency), where="per_mu")
    if told is not None and told != found:
        raise InvalidInput("value", f"{per_mu} a mu and {row.area_mu} mu come to {found}")
    return found


def _amount(row: Asset, given: Money | None, *, where: str) -> Money:
    if given is None or given.currency != row.currency or given.minor <= 0:
        raise InvalidInput(where, f"an amount of {row.currency} above zero")
    return given
