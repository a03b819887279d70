"""What is known of a farm, as a decision takes it: land, animals, years, income, the village's rating, the group."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from puhui.flows.farm.groups import days_late_in_group
from puhui.products.farms.facade import Origin, area_worked, crop_calendars, farm_facts
from puhui.risk.decisioning.facade import FactValue


def facts_of_farm(party_id: UUID, *, crop: str, on: date) -> dict[str, FactValue]:
    """Amounts in fen, areas in mu; None where nobody said anything. Income that somebody looked at counts alone."""
    said = farm_facts(party_id)
    area, looked_at = area_worked(party_id, until=on)
    income, origin = said.get("household_income", (None, Origin.DECLARED))
    is_seen = income is not None and origin != Origin.DECLARED
    fen = None if income is None else int(income * 100)
    return {
        "farm.area_mu": area,
        "farm.looked_at_mu": looked_at,
        "farm.crop_cost_minor": _cost_minor(party_id, crop, animals=_value(said, "livestock_heads"), on=on),
        "farm.years": _value(said, "years_farming"),
        "farm.income_seen_minor": fen if is_seen else (None if fen is None else 0),
        "farm.income_stated_minor": 0 if is_seen else fen,
        "farm.subsidies_minor": _fen(_value(said, "subsidies")),
        "farm.animals": _value(said, "livestock_heads"),
        "farm.village_rank": _value(said, "village_rating"),
        "farm.group_late_days": days_late_in_group(party_id, on=on),
    }


def _value(said: dict[str, tuple[Decimal, Origin]], name: str) -> Decimal | None:
    return said[name][0] if name in said else None


def _fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int(yuan * 100)


def _cost_minor(party_id: UUID, crop: str, *, animals: Decimal | None, on: date) -> int | None:
    """What a season of the crop costs on the land with this crop, or for the animals; None for another purpose."""
    calendar = crop_calendars(on).get(crop)
    if calendar is None:
        return None
    many = animals if calendar.cost_per == "head" else area_worked(party_id, crops=(crop,), until=on)[0]
    return None if many is None else int(many * calendar.cost_yuan * 100)
