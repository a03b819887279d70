"""The cost sheet of paper that is sold before its day: what is kept back, what is paid out, and the yearly cost."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID

from puhui.finmath.discounts import Discount
from puhui.flows.originate_loan.audience import require_audience
from puhui.foundation.catalogue.facade import Product, check_all_in_cost
from puhui.foundation.party.facade import region_of
from puhui.kernel.canonical import plain
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

FORMAT: Final = 1
INTEREST: Final = Text(
    en="Kept back when the money is paid out: face x rate x {days} days / {year}",
    zh="付款时一次性扣收：票面金额 x 年利率 x {days} 天 / {year}",
)
BASIS: Final = Text(
    en="Internal rate of the two payments, compound, 365 days a year, rounded up to 0.01 percent.",
    zh="按收付现金流计算的内部收益率（复利，一年 365 天），向上取整至 0.01%。",
)
WITH_RECOURSE: Final = Text(
    en="If {debtor} does not pay on the day, you pay the face back to us, and the paper is yours again.",
    zh="如 {debtor} 到期未付款，您须按票面金额把钱付给我们，票据或凭证归还您。",
)
WITHOUT_RECOURSE: Final = Text(
    en="If {debtor} does not pay, you owe us nothing for it.", zh="如 {debtor} 到期未付款，我方不向您追索。"
)
NOTHING_ELSE: Final = Text(
    en="Besides what stands here nothing is charged by anybody.",
    zh="除本表所列费用外，不以任何形式收取其他费用。",
)


class Told(TypedDict):
    """What the sheet tells of the paper beside the discount."""

    currency: str
    year_days: int
    debtor: str
    is_with_recourse: bool


def checked_sheet(
    product: Product, *, what: str, holder_id: UUID, on: date, discount: Discount, **told: Unpack[Told]
) -> Mapping[str, Any]:
    """The sheet of paper that its holder may sell: for whom the product is, and the caps of the day, are held first."""
    require_audience(product, party_id=holder_id, on=on)
    check_all_in_cost(discount.all_in_pct, what=what, on=on, of=product, region=region_of(holder_id))
    return discount_sheet(product, discount=discount, **told)


def discount_sheet(
    product: Product, *, discount: Discount, currency: str, year_days: int, debtor: str, is_with_recourse: bool
) -> Mapping[str, Any]:
    """The sheet as JSON: texts in both languages, money as text in major units, rates as text in percent."""

    def money(minor: int) -> dict[str, str]:
        return Money(minor, currency).as_json()

    recourse = WITH_RECOURSE if is_with_recourse else WITHOUT_RECOURSE
    return {
        "kind": "discount_sheet",
        "format": FORMAT,
        "product": {"code": product.code, "version": product.version, "name": plain(product.name)},
        "lender": plain(product.lender),
        "currency": currency,
        "face": money(discount.face_minor),
        "annual_rate_pct": format(discount.annual_rate_pct, "f"),
        "bought_on": discount.bought_on.isoformat(),
        "pays_on": discount.pays_on.isoformat(),
        "ends_on": discount.ends_on.isoformat(),
        "days": discount.days,
        "costs": [
            {
                "code": "interest",
                "name": {"en": "Discount", "zh": "贴现利息"},
                "way": plain(INTEREST.filled(days=discount.days, year=year_days)),
                "receiver": plain(product.lender),
                "amount": money(discount.interest_minor),
            }
        ],
        "total_cost": money(discount.interest_minor),
        "proceeds": money(discount.proceeds_minor),
        "all_in_cost_pct": format(discount.all_in_pct, "f"),
        "all_in_basis": plain(BASIS),
        "on_default": plain(recourse.filled(debtor=debtor)),
        "nothing_else": plain(NOTHING_ELSE),
    }
