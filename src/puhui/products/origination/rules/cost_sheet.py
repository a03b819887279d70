"""The cost sheet: one object that says what a loan costs, for the page, the contract and the API alike.

Layout after the rules on showing the all-in cost of personal loans (NFRA and PBOC, in force 2026-08-01): principal,
each cost with its way, rate and receiver, the annualised full cost under normal performance, what default would cost
and whom it goes to, and the sentence that nothing else is charged.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from puhui.finmath.all_in_cost import all_in_pct, schedule_of
from puhui.finmath.loans.state import InstalmentState
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.canonical import digest, plain
from puhui.kernel.money import Money, round_minor
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import FeeLine, QuoteTerms

FORMAT = 1
NOTHING_ELSE = Text(
    en="Nothing else is charged. Apart from the costs shown above, the lender takes no interest and no fee of any kind "
    "for this loan, and nobody may ask you for one in its name.",
    zh="除上述已明示的成本外，不再收取其他任何与贷款相关的利息和费用；任何人不得以贷款人名义另行收费。",
)
ALL_IN_BASIS = Text(
    en="Yearly rate at which everything you pay equals everything you receive (internal rate of return over the true "
    "cash flows, compound, 365 days), if you pay on time; rounded up to 0.01.",
    zh="按实际现金流计算的内部收益率（复利，一年按365天），以正常履约为前提，向上取整至0.01%。",
)
EARLY = Text(
    en="You may repay early, in part or in full, on any day and without a fee; interest saved is saved from that day.",
    zh="可随时部分或全部提前还款，不收手续费；自还款之日起不再计收相应利息。",
)
DATES = Text(
    en="The dates assume payout on {on}. If the money reaches you later, every date moves with it and no amount grows.",
    zh="以下日期按 {on} 放款测算；如实际放款日较晚，各期日期相应顺延，金额不会增加。",
)
REPRICING = Text(
    en="The rate follows the {benchmark}: that rate plus {margin} percentage points (below zero: less), never below "
    "{lowest} % nor above {highest} % a year. The amounts shown hold as long as the {benchmark} stays as it is.",
    zh="利率随 {benchmark} 浮动：按该利率加 {margin} 个百分点（负数为减点）执行，"
    "最低年利率 {lowest}%，最高年利率 {highest}%。"
    "以下金额以 {benchmark} 不变为前提测算。",
)
REPRICED = {
    "anniversary": Text(en="It is set anew every year on the day of payout.", zh="重定价日为每年放款日对应日。"),
    "new_year": Text(en="It is set anew every year on 1 January.", zh="重定价日为每年1月1日。"),
    "months": Text(
        en="It is set anew every {months} months from the day of payout.", zh="重定价周期为自放款日起每 {months} 个月。"
    ),
}
METHODS = {
    "equal_instalment": Text(en="equal instalments, every month", zh="等额本息，按月还款"),
    "equal_principal": Text(en="equal parts of principal, every month", zh="等额本金，按月还款"),
    "interest_only": Text(en="interest every month, principal with the last", zh="按月付息，到期还本"),
    "bullet": Text(en="everything at the end", zh="到期一次还本付息"),
    "flat": Text(en="interest on the first principal, every month", zh="按初始本金计息，按月还款"),
}


def cost_sheet(quote: QuoteTerms) -> dict[str, Any]:
    """The sheet as JSON: texts as `{"en", "zh"}`, money as text in major units, rates as text in percent."""
    terms = quote.terms
    lines = schedule_of(terms)
    costs = _costs(quote, lines)
    total = sum(minor for minor, _ in costs)
    return {
        "kind": "cost_sheet",
        "format": FORMAT,
        "product": {"code": quote.product_code, "version": quote.product_version, "name": plain(quote.product_name)},
        "lender": plain(quote.lender),
        "currency": terms.currency,
        "principal": _money(terms, terms.principal_minor),
        "term_months": terms.n,
        "method": {"code": terms.method, "name": plain(METHODS[terms.method])},
        "annual_rate_pct": _rate(terms.annual_rate_pct),
        "benchmark": {
            "name": f"LPR {quote.benchmark}",
            "rate_pct": _rate(quote.lpr_pct),
            "margin_bps": int((terms.annual_rate_pct - quote.lpr_pct) * 100),
        },
        **_repricing(quote),
        "costs": [line for _, line in costs],
        "total_cost": _money(terms, total),
        "total_to_pay": _money(terms, terms.principal_minor + total),
        "all_in_cost_pct": _rate(all_in_pct(terms, lines)),
        "all_in_basis": plain(ALL_IN_BASIS),
        "on_default": _on_default(quote, lines),
        "early_repayment": plain(EARLY),
        "nothing_else": plain(NOTHING_ELSE),
        "assumed_payout_on": terms.disbursement_date.isoformat(),
        "dates_note": plain(DATES.filled(on=terms.disbursement_date.isoformat())),
        "schedule": [_line(terms, line) for line in lines],
        "rules": list(quote.rule_ids),
    }


def _repricing(quote: QuoteTerms) -> dict[str, Any]:
    """How the rate will follow its benchmark, where it does: all that is to be agreed about it."""
    told = quote.repricing
    if told is None:
        return {}
    margin = (quote.terms.annual_rate_pct - quote.lpr_pct) * 100
    filled = REPRICING.filled(
        benchmark=f"LPR {quote.benchmark}",
        margin=_rate(margin / 100),
        lowest=_rate(told.lowest_pct),
        highest=_rate(told.highest_pct),
    )
    when = REPRICED[told.rule].filled(months=told.months)
    return {
        "repricing": {
            "rule": told.rule,
            "months": told.months,
            "margin_bps": _rate(margin),
            "lowest_pct": _rate(told.lowest_pct),
            "highest_pct": _rate(told.highest_pct),
            "text": {"en": f"{filled.en} {when.en}", "zh": f"{filled.zh}{when.zh}"},
        }
    }


def sheet_digest(sheet: Mapping[str, Any]) -> str:
    """The hash of the sheet's canonical form: what was shown, confirmed and signed."""
    return digest(sheet)


def localised(value: Any, language: str) -> Any:
    """The same JSON with every `{"en", "zh"}` replaced by the sentence of one language."""
    if isinstance(value, Mapping):
        if set(value) == {"en", "zh"}:
            return Text(en=value["en"], zh=value["zh"]).in_language(language)
        return {key: localised(item, language) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [localised(item, language) for item in value]
    return value


def _costs(quote: QuoteTerms, lines: Sequence[InstalmentState]) -> list[tuple[int, dict[str, Any]]]:
    """Each cost with its sum over the whole loan, interest first."""
    terms = quote.terms
    interest = sum(line.interest for line in lines)
    rate = _rate(terms.annual_rate_pct)
    first = {
        "code": "interest",
        "name": {"en": "Interest", "zh": "利息"},
        "way": {"en": "every month, on the principal still owed", "zh": "按月收取，以剩余本金计息"},
        "rate": {"en": f"{rate} % a year", "zh": f"年利率 {rate}%"},
        "annual_rate_pct": rate,
        "receiver": plain(quote.lender),
        "total": _money(terms, interest),
        "is_exempt": False,
        "basis": None,
    }
    return [(interest, first), *(_fee(terms, fee, count=len(lines)) for fee in quote.fees)]


def _fee(terms: LoanTerms, fee: FeeLine, *, count: int) -> tuple[int, dict[str, Any]]:
    total = fee.amount_minor * (count if fee.kind == "per_instalment" else 1)
    # A fee that is a share of the amount is also shown as a share per year of the term, as the rules ask.
    yearly = Decimal(total) / terms.principal_minor * 1200 / terms.n
    money = _money(terms, fee.amount_minor)
    share = Text(en=f"{_rate(fee.rate_pct)} % of the amount", zh=f"贷款金额的{_rate(fee.rate_pct)}%")
    rate = share if fee.rate_pct else Text(en=f"{money} {terms.currency} each time", zh=f"每次 {money} 元")
    if fee.is_exempt:
        rate = Text(en=f"exempt (otherwise {share.en})", zh=f"免征（原为{share.zh}）")
    return total, {
        "code": fee.code,
        "name": plain(fee.name),
        "way": plain(fee.way),
        "rate": plain(rate),
        "annual_rate_pct": _rate(yearly.quantize(Decimal("0.01"))),
        "receiver": plain(fee.receiver),
        "total": _money(terms, total),
        "is_exempt": fee.is_exempt,
        "basis": plain(fee.basis),
    }


def _on_default(quote: QuoteTerms, lines: Sequence[InstalmentState]) -> list[dict[str, Any]]:
    """What late payment would cost: default interest, and what it comes to on the first principal that falls due."""
    terms = quote.terms
    if terms.penalty_multiple <= 1:
        return []
    rate = terms.annual_rate_pct * terms.penalty_multiple
    base = next(line.principal for line in lines if line.principal)
    example = round_minor(rate * base * 30 / Decimal(36000))
    shown = {"base": _money(terms, base), "cost": _money(terms, example), "rate": _rate(rate)}
    return [
        {
            "code": "default_interest",
            "name": {"en": "Default interest", "zh": "逾期罚息"},
            "way": {
                "en": "by the day, on the principal that is late, instead of the contract rate, until it is paid",
                "zh": "逾期本金自逾期之日起按日计收，替代合同利率，直至清偿",
            },
            "rate": {
                "en": f"{shown['rate']} % a year ({_rate(terms.penalty_multiple)} times the contract rate)",
                "zh": f"年利率 {shown['rate']}%（合同利率的{_rate(terms.penalty_multiple)}倍）",
            },
            "annual_rate_pct": shown["rate"],
            "receiver": plain(quote.lender),
            "example": {
                "en": "For example: {base} of principal, 30 days late, costs {cost}.".format(**shown),
                "zh": "示例：本金 {base} 元逾期30天，罚息为 {cost} 元。".format(**shown),
            },
        }
    ]


def _line(terms: LoanTerms, line: InstalmentState) -> dict[str, Any]:
    return {
        "n": line.n,
        "due_date": line.due_date.isoformat(),
        "principal": _money(terms, line.principal),
        "interest": _money(terms, line.interest),
        "fees": _money(terms, line.fees),
        "total": _money(terms, line.total),
        "balance": _money(terms, line.balance),
    }


def _money(terms: LoanTerms, minor: int) -> str:
    return str(Money(minor, terms.currency))


def _rate(value: Decimal) -> str:
    """Percent without trailing zeros: "12", "3.85"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
