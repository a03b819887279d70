"""What a limit costs as long as it is not drawn, as a line of the cost sheet."""

from typing import Any

from puhui.finmath.commitment import undrawn_fees
from puhui.kernel.canonical import plain
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import QuoteTerms

NAME = Text(en="Commitment fee", zh="承诺费")
WAY = Text(
    en="by the day on what is not drawn, charged at the end of each month; nothing while draws are stopped",
    zh="按日就未提取额度计收，每月末收取；暂停提款期间不收",
)
NOTE = Text(
    en="Nothing while the whole limit is drawn, as assumed here. If nothing is drawn until {until}: {most}.",
    zh="本表按额度全部提取测算，此时不产生承诺费；若至 {until} 始终未提款，承诺费合计 {most}。",
)


def commitment_costs(quote: QuoteTerms) -> list[tuple[int, dict[str, Any]]]:
    """The line, with what it comes to by the plan of the sheet: nothing, because the whole limit is drawn; or none."""
    told = quote.commitment
    if told is None:
        return []
    currency, rate = quote.terms.currency, format(told.yearly_pct.normalize(), "f")
    fees = undrawn_fees(
        quote.terms.principal_minor,
        yearly_pct=told.yearly_pct,
        begins=quote.terms.disbursement_date,
        ends=told.until,
    )
    most = Money(sum(fees), currency)
    line = {
        "code": "commitment_fee",
        "name": plain(NAME),
        "way": plain(WAY),
        "rate": {"en": f"{rate} % a year of what is not drawn", "zh": f"未提取额度的年{rate}%"},
        "annual_rate_pct": "0",
        "receiver": plain(told.receiver),
        "total": str(Money(0, currency)),
        "is_exempt": False,
        "basis": plain(NOTE.filled(until=told.until.isoformat(), most=most.written)),
        "most_undrawn": str(most),
    }
    return [(0, line)]
