"""Which invoices may be sold: by age, tenor and what stands behind them. Conditions are policy, reasons are words."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.kernel.canonical import digest
from puhui.kernel.texts import Text
from puhui.products.receivables.contracts import InvoiceSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What an invoice must meet."""

    oldest_days: int
    least_days_to_due: int
    most_days_to_due: int
    least_face_minor: int


VOID = Text(en="it is void", zh="该发票已作废或红冲")
OWN = Text(en="seller and debtor are one, or belong together", zh="卖方与付款人为同一主体或存在关联关系")
TOO_OLD = Text(en="it was issued too long ago", zh="开票时间过久")
TOO_LATE = Text(en="it falls due too soon, or is due already", zh="距到期日过近或已到期")
TOO_LONG = Text(en="it falls due too late", zh="账期过长")
TOO_SMALL = Text(en="it is too small", zh="金额过小")
SOLD = Text(en="it was sold already", zh="已转让")
LOOKS_SOLD = Text(
    en="another invoice with the same number to the same debtor was sold: ask us",
    zh="该付款人名下相同号码的发票已有转让记录，请联系我们核实",
)
FINANCED = Text(
    en="an order of this buyer is financed, and its payment is promised to us already",
    zh="该买方的订单已办理订单融资，其回款已用于还款",
)


def number_key(number: str) -> str:
    """A number as it is compared: without what people type differently."""
    return re.sub(r"[\W_]+", "", number).upper()


def fingerprint_of(invoice: InvoiceSeen) -> str:
    """The same for one receivable whoever sells it: debtor, number, date and face."""
    key = [str(invoice.debtor_id), number_key(invoice.invoice_no), invoice.invoice_date, invoice.face.minor]
    return digest([*key, invoice.face.currency])


def fault_of(invoice: InvoiceSeen, *, conditions: Conditions, related: Collection[UUID], on: date) -> Text | None:
    """The first thing that is against selling an invoice; None when nothing is. `related`: the seller and its group."""
    days = (invoice.due_on - on).days
    found = (
        (invoice.is_void or invoice.face.minor <= 0, VOID),
        (invoice.debtor_id in related, OWN),
        ((on - invoice.invoice_date).days > conditions.oldest_days or invoice.invoice_date > on, TOO_OLD),
        (days < conditions.least_days_to_due, TOO_LATE),
        (days > conditions.most_days_to_due, TOO_LONG),
        (invoice.face.minor < conditions.least_face_minor, TOO_SMALL),
    )
    return next((why for is_so, why in found if is_so), None)


def share_pct(part: int, whole: int) -> int:
    """A share in whole percent, rounded up."""
    return -(-100 * part // whole) if whole else 0
