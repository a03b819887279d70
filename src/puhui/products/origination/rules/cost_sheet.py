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
from puhui.products.origination.rules.income_link import worst_case
from puhui.products.origination.rules.sheet_commitment import commitment_costs
from puhui.products.origination.rules.sheet_price import price_part
from puhui.products.origination.rules.sheet_subsidy import subsidy_part
from puhui.products.origination.rules.sheet_words import (
    ALL_IN_BASIS,
    COOLING_OFF,
    DATES,
    DRAWN,
    EARLY,
    EVERY,
    INCOME_LINK,
    INTEREST_SHIFTS,
    LEASED,
    METHODS,
    NOTHING_ELSE,
    PAID_TO,
    REPRICED,
    REPRICING,
    RESIDUAL,
    SHIFTED,
    SHIFTS,
)

FORMAT = 1


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
        "term_months": quote.term_months,
        "method": {"code": terms.method, "name": plain(_method(terms))},
        "annual_rate_pct": _rate(terms.annual_rate_pct),
        "benchmark": {
            "name": f"LPR {quote.benchmark}",
            "rate_pct": _rate(quote.lpr_pct),
            "margin_bps": int((terms.annual_rate_pct - quote.lpr_pct) * 100),
        },
        **_repricing(quote),
        **_dues(terms),
        **_manners(quote),
        **_lease(quote),
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
        **price_part(quote),
        **subsidy_part(quote, lines, total=total),
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


def _method(terms: LoanTerms) -> Text:
    """How it is repaid, and how often."""
    every = EVERY[terms.unit]
    told = METHODS[terms.method]
    growth = {"growth": _rate(terms.growth_pct), "steps": terms.growth_every}
    return Text(en=told.en.format(every=every.en, **growth), zh=told.zh.format(every=every.zh, **growth))


def _dues(terms: LoanTerms) -> dict[str, Any]:
    """What must be known of due days that move, and of money that is only drawn when it is needed."""
    told: dict[str, Any] = {}
    if terms.due_shift != "none":
        where, interest = SHIFTS[terms.due_shift], INTEREST_SHIFTS[terms.shift_interest]
        told["due_shift"] = {
            "en": SHIFTED.en.format(where=where.en, interest=interest.en),
            "zh": SHIFTED.zh.format(where=where.zh, interest=interest.zh),
        }
    if terms.method == "credit_line":
        told["drawn_note"] = plain(DRAWN)
    return told


def _manners(quote: QuoteTerms) -> dict[str, Any]:
    """Who gets the money instead of the borrower, how long the loan may be given back, what else must be said."""
    told: dict[str, Any] = {}
    if quote.paid_to is not None:
        told["paid_to"] = plain(quote.paid_to)
        told["paid_to_note"] = plain(
            Text(en=PAID_TO.en.format(payee=quote.paid_to.en), zh=PAID_TO.zh.format(payee=quote.paid_to.zh))
        )
    if quote.cooling_off_days:
        told["cooling_off_days"] = quote.cooling_off_days
        told["cooling_off"] = plain(COOLING_OFF.filled(days=quote.cooling_off_days))
    if quote.income_share_pct:
        told["income_link"] = _income_link(quote)
    if quote.disclosures:
        told["disclosures"] = [plain(one) for one in quote.disclosures]
    return told


def _income_link(quote: QuoteTerms) -> dict[str, Any]:
    """How instalments may follow an income, and what that can cost at most."""
    worst = worst_case(quote.terms, least_due_pct=quote.least_due_pct)
    said = {
        "share": _rate(quote.income_share_pct),
        "least": _money(quote.terms, worst.instalment_minor),
        "months": worst.months,
        "total": _money(quote.terms, worst.total_minor),
        "cost": _money(quote.terms, worst.total_minor - quote.terms.principal_minor),
    }
    return {
        "share_pct": said["share"],
        "longest_months": worst.months,
        "lowest_instalment": said["least"],
        "most_to_pay": said["total"],
        "text": plain(Text(en=INCOME_LINK.en.format(**said), zh=INCOME_LINK.zh.format(**said))),
    }


def _lease(quote: QuoteTerms) -> dict[str, Any]:
    """What must be known of a lease, and of a last instalment that is larger than the others."""
    told: dict[str, Any] = {"form": "lease", "lease_note": plain(LEASED)} if quote.form == "lease" else {}
    if balloon := quote.terms.balloon_minor:
        told["residual_note"] = plain(RESIDUAL.filled(residual=_written(quote.terms, balloon)))
    return told


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
        "way": {
            "en": f"{EVERY[terms.unit].en}, on the principal still owed",
            "zh": f"{EVERY[terms.unit].zh}收取，以剩余本金计息",
        },
        "rate": {"en": f"{rate} % a year", "zh": f"年利率 {rate}%"},
        "annual_rate_pct": rate,
        "receiver": plain(quote.lender),
        "total": _money(terms, interest),
        "is_exempt": False,
        "basis": None,
    }
    return [(interest, first), *(_fee(quote, fee, count=len(lines)) for fee in quote.fees), *commitment_costs(quote)]


def _fee(quote: QuoteTerms, fee: FeeLine, *, count: int) -> tuple[int, dict[str, Any]]:
    terms = quote.terms
    total = fee.amount_minor * (count if fee.kind == "per_instalment" else 1)
    # A fee that is a share of the amount is also shown as a share per year of the term, as the rules ask.
    yearly = Decimal(total) / terms.principal_minor * 1200 / quote.term_months
    money = _written(terms, fee.amount_minor)
    share = Text(en=f"{_rate(fee.rate_pct)} % of the amount", zh=f"贷款金额的{_rate(fee.rate_pct)}%")
    rate = share if fee.rate_pct else Text(en=f"{money} each time", zh=f"每次 {money}")
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
    shown = {"base": _written(terms, base), "cost": _written(terms, example), "rate": _rate(rate)}
    told = [
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
                "zh": "示例：本金 {base} 逾期30天，罚息为 {cost}。".format(**shown),
            },
        }
    ]
    return [*told, _compound(quote, lines, rate=rate)] if terms.compound_interest else told


def _compound(quote: QuoteTerms, lines: Sequence[InstalmentState], *, rate: Decimal) -> dict[str, Any]:
    """What interest on overdue interest would cost: the default rate on the first interest that falls due."""
    terms = quote.terms
    base = next((line.interest for line in lines if line.interest), 0)
    cost = _written(terms, round_minor(rate * base * 30 / Decimal(36000)))
    shown = {"base": _written(terms, base), "cost": cost, "rate": _rate(rate)}
    return {
        "code": "compound_interest",
        "name": {"en": "Interest on late interest", "zh": "逾期利息的复利"},
        "way": {
            "en": "by the day, on the interest that is late, until it is paid",
            "zh": "逾期利息自逾期之日起按日计收，直至清偿",
        },
        "rate": {"en": "{rate} % a year".format(**shown), "zh": "年利率 {rate}%".format(**shown)},
        "annual_rate_pct": shown["rate"],
        "receiver": plain(quote.lender),
        "example": {
            "en": "For example: {base} of interest, 30 days late, costs {cost}.".format(**shown),
            "zh": "示例：利息 {base} 逾期30天，复利为 {cost}。".format(**shown),
        },
    }


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


def _written(terms: LoanTerms, minor: int) -> str:
    """Inside a sentence."""
    return Money(minor, terms.currency).written


def _rate(value: Decimal) -> str:
    """Percent without trailing zeros: "12", "3.85"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
