"""Filters for the pages of regions."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()
FIGURES = {
    "population": _("People"),
    "households": _("Households"),
    "bank_points_per_10k": _("Bank branches for 10,000 people"),
    "gdp_per_head_yuan": _("Yearly product per head, yuan"),
    "rural_pct": _("Share of people in villages, %"),
}
LONGEST = 9  # characters of a name that fit a tile


@register.filter
def share_in(tally: Any, name: str) -> str:
    """A share in percent; a dash of too few cases."""
    share: Decimal | None = tally.share(name)
    return "–" if share is None else f"{share} %"


@register.filter
def short_place(name: str) -> str:
    """The name of a region as it fits a tile: Chinese names without their ending, long ones cut."""
    for ending in ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "自治州", "自治县", "省", "市"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)[:6]
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


@register.filter
def figure_name(code: str) -> Any:
    """What an outside figure measures."""
    return FIGURES.get(code, code)
