"""The cost sheet of a sale: for each invoice what is paid now and later, what it costs, and the yearly rate."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from puhui.finmath.effective_rate import effective_annual_rate
from puhui.kernel.money import Money
from puhui.products.receivables.contracts import InvoiceSeen
from puhui.products.receivables.rules.price import Price


def all_in_pct(lines: Sequence[tuple[InvoiceSeen, Price]], *, on: date) -> Decimal:
    """The yearly rate over every cash flow of the seller: the advance today against face less reserve on each due day.

    Compound, 365 days a year, rounded up to 0.01, as for loans.
    """
    flows = [(on, -sum(price.advance for _, price in lines))]
    flows += [(invoice.due_on, price.face - price.reserve) for invoice, price in lines]
    return effective_annual_rate(flows).quantize(Decimal("0.01"), rounding=ROUND_CEILING)


def sheet_of(
    lines: Sequence[tuple[InvoiceSeen, Price]], *, on: date, annual_rate_pct: Decimal, with_recourse: bool, lender: Any
) -> Mapping[str, Any]:
    """All amounts in major units; the fee and the discount are received by the lender, which is said."""
    currency = lines[0][0].face.currency

    def shown(minor: int) -> str:
        return str(Money(minor, currency))

    rows = [
        {
            "debtor_id": str(invoice.debtor_id),
            "invoice_no": invoice.invoice_no,
            "invoice_date": invoice.invoice_date.isoformat(),
            "due_on": invoice.due_on.isoformat(),
            "face": shown(price.face),
            "advance": shown(price.advance),
            "reserve": shown(price.reserve),
            "discount": shown(price.discount),
            "fee": shown(price.fee),
        }
        for invoice, price in lines
    ]
    sums = {
        name: shown(sum(getattr(price, name) for _, price in lines))
        for name in ("face", "advance", "reserve", "discount", "fee")
    }
    return {
        "made_on": on.isoformat(),
        "currency": currency,
        "annual_rate_pct": format(annual_rate_pct.normalize(), "f"),
        "all_in_cost_pct": str(all_in_pct(lines, on=on)),
        "with_recourse": with_recourse,
        "cost": shown(sum(price.discount + price.fee for _, price in lines)),
        "receiver": {"en": lender.en, "zh": lender.zh},
        "lines": rows,
        **sums,
    }
