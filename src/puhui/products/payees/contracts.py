"""What crosses the wall of payees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class PayeeKind(StrEnum):
    """What a payee does for the borrower."""

    MERCHANT = "merchant"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    LANDLORD = "landlord"
    DEALER = "dealer"
    SUPPLIER = "supplier"


KIND_WORDS: Final[Mapping[PayeeKind, Text]] = {
    PayeeKind.MERCHANT: Text(en="Shop", zh="商户"),
    PayeeKind.HOSPITAL: Text(en="Hospital", zh="医疗机构"),
    PayeeKind.SCHOOL: Text(en="School or course", zh="培训机构"),
    PayeeKind.LANDLORD: Text(en="Landlord", zh="出租方"),
    PayeeKind.DEALER: Text(en="Dealer", zh="车辆或工具经销商"),
    PayeeKind.SUPPLIER: Text(en="Supplier", zh="供应商"),
}


class PayeeState(StrEnum):
    """Proposed, then let in or declined by a second person; one that is let in may be suspended."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    SUSPENDED = "suspended"


class BasketState(StrEnum):
    """The life of a basket. It runs out by time; a basket that is paid, declined or cancelled stays so."""

    OPEN = "open"
    CLAIMED = "claimed"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeView:
    """A payee and what was agreed. `pays_interest_pct`: the share of its customers' interest that it pays."""

    id: UUID
    kind: PayeeKind
    name: str
    state: PayeeState
    may_open_baskets: bool
    returns_within_days: int
    pays_interest_pct: int
    proposed_by: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidToView:
    """Whom an application pays, for which bill, and what came back."""

    application_id: UUID
    payee_id: UUID
    payee_name: str
    reference: str
    loan_id: UUID | None
    amount: Money
    returned: Money


@dataclass(frozen=True, slots=True)
class BasketItem:
    """One thing in a basket."""

    name: str
    amount_minor: int


class MessageKind(StrEnum):
    """What a shop is told of a basket."""

    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketView:
    """A basket at a checkout; `party_id` is the customer who took it up."""

    id: UUID
    payee_id: UUID
    payee_name: str
    reference: str
    amount: Money
    items: tuple[BasketItem, ...]
    return_url: str
    state: str
    opened_at: datetime
    expires_at: datetime
    party_id: UUID | None
    application_id: UUID | None
    loan_id: UUID | None


class PayeeTaken(Refusal):
    """The party is in the register already."""

    code = "payee_taken"
    http_status = 409
    text = Text(en="This party is in the register of payees already.", zh="该主体已在收款方名册中。")


class PayeeNotMovable(Refusal):
    """The payee is not in a state that allows this."""

    code = "payee_not_movable"
    http_status = 409
    text = Text(en="The payee is {state} now; this is not possible.", zh="收款方当前状态为 {state}，无法办理。")


class PayeeFourEyes(Refusal):
    """Who proposed a payee does not let it in."""

    code = "payee_four_eyes"
    http_status = 403
    text = Text(en="A second person must let the payee in.", zh="须由另一人审核收款方。")


class PayeeNotActive(Refusal):
    """Nobody is paid whom we have not let in."""

    code = "payee_not_active"
    http_status = 409
    text = Text(en="This payee is not, or no longer, on our list.", zh="该收款方不在名册中或已停用。")


class PayeeMissing(Refusal):
    """The product pays a payee, and none is named."""

    code = "payee_missing"
    text = Text(en="This loan is paid to somebody else; say to whom.", zh="本贷款支付给收款方，请指定收款方。")


class PayeeUnwanted(Refusal):
    """The product pays the borrower."""

    code = "payee_unwanted"
    text = Text(en="This loan is paid out to you, to nobody else.", zh="本贷款直接发放给借款人，不能指定收款方。")


class BasketGone(Refusal):
    """The basket ran out, was taken by somebody else, or is done with."""

    code = "basket_gone"
    http_status = 409
    text = Text(en="This basket can no longer be paid: it is {state}.", zh="该订单已无法支付，当前状态：{state}。")


class BasketReused(Refusal):
    """The shop used its number for another basket."""

    code = "basket_reused"
    http_status = 409
    text = Text(
        en="The number {reference} stands for another basket already.", zh="订单号 {reference} 已用于其他订单。"
    )


class BasketSum(Refusal):
    """The things do not add up to the amount."""

    code = "basket_sum"
    text = Text(en="The items add up to {sum}, not to {amount}.", zh="商品合计 {sum}，与订单金额 {amount} 不一致。")


class TooMuchReturned(Refusal):
    """More would come back than was paid to the payee."""

    code = "too_much_returned"
    http_status = 409
    text = Text(en="At most {most} can come back for this loan.", zh="该笔贷款最多可退回 {most}。")
