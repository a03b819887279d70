"""What registers, bureaus and platforms say of a made-up firm or person: the same for the same one, for ever.

All of it follows from the latent quality with noise, never from who fails later: what a source says of the past may
correlate with the future and must not know it. An answer of a later day agrees with that of an earlier one.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from puhui.flows.simulation.identities import identity_of
from puhui.flows.simulation.profiles import first_month, profile_of
from puhui.flows.simulation.seeds import chance, dice
from puhui.kernel.dates import month_number, month_start

Content = dict[str, Any]
MONTHS = 24
PERSON_SOURCES = ("person_credit", "person_income", "person_spending", "person_tenure")
PERSON_SCALE_MINOR = 1_200_000.0  # what debts of a person without a firm are multiples of
LENDERS = ("示例村镇银行", "示例城商行", "示例小贷公司", "示例消费金融公司")


def answer_of(source: str, *, identifiers: Mapping[str, str], on: date, people: Mapping[str, str]) -> Content | None:
    """The content of one source about one subject up to a day; None where it has nothing on record.

    `people` tells which firm a person runs (resident number to code), so that their qualities go together.
    """
    make = _SOURCES[source]
    return make(_Subject.of(identifiers, people=people), on)


def person_quality(resident_id: str) -> float:
    """How well a person without a firm does: standard normal; lenders never see it."""
    return float(dice("person", resident_id).normal())


def people_of(*, seed: int, size: int) -> dict[str, str]:
    """Which made-up person runs which of the first `size` firms of the population with this seed."""
    return {one.resident_id: one.uscc for one in (identity_of(seed=seed, number=n) for n in range(size))}


class _Subject:
    """Who is asked about, and how well they do."""

    def __init__(self, key: str, quality: float, sales_minor: float, *, has_firm: bool = True) -> None:
        self.key, self.quality, self.sales_minor, self.has_firm = key, quality, sales_minor, has_firm

    @classmethod
    def of(cls, identifiers: Mapping[str, str], *, people: Mapping[str, str]) -> "_Subject":
        code = identifiers.get("uscc") or people.get(identifiers.get("resident_id", ""), "")
        key = identifiers.get("uscc") or identifiers["resident_id"]
        if not code:
            return cls(key, person_quality(key), PERSON_SCALE_MINOR, has_firm=False)
        firm = profile_of(code)
        noise = 0.0 if "uscc" in identifiers else 0.6 * float(dice("person", key).normal())
        return cls(key, firm.quality + noise, firm.sales_a_month * firm.ticket_yuan * 100)

    def luck(self, *words: object) -> float:
        """0..1, the same for the same question."""
        return chance("source", self.key, *words)

    def shock(self, *words: object) -> float:
        """Standard normal, the same for the same question."""
        return float(dice("source", self.key, *words).normal())

    def happens(self, base: float, slope: float, *words: object) -> bool:
        """Something bad: more likely for a lower quality. `base` is the probability at quality 0."""
        logit = math.log(base / (1 - base)) - slope * self.quality
        return self.luck(*words) < 1 / (1 + math.exp(-logit))


def _months(on: date, most: int = MONTHS) -> list[date]:
    last = month_number(on) - 1
    return [month_start(n) for n in range(last - most + 1, last + 1)]


def _founded(who: _Subject, on: date) -> date:
    """Some time before the first invoice that is known of the firm; fixed, whatever the day of the question."""
    anchor = month_start(first_month(who.key, month_no=month_number(date(2026, 1, 1)))) if len(who.key) == 18 else on
    return min(anchor, date(2025, 6, 1)) - timedelta(days=90 + int(who.luck("age") * 2500))


def _registration(who: _Subject, on: date) -> Content:
    founded = _founded(who, on)
    capital = round(math.exp(13.2 + 0.25 * who.quality + 0.8 * who.shock("capital"))) * 100
    changes = [
        {"changed_on": _day(day), "kind": kind}
        for n in range(4)
        if who.happens(0.18, 0.4, "change", n)
        for kind in [("representative", "shareholder", "capital", "address", "scope")[int(who.luck("kind", n) * 5)]]
        for day in [date(2023, 1, 10) + timedelta(days=int(who.luck("changed", n) * 1400))]
        if founded < day <= on
    ]
    fines = [
        {"decided_on": _day(day), "amount_minor": 100_000 * (1 + int(who.luck("fine", n) * 40))}
        for n in range(2)
        if who.happens(0.05, 0.8, "penalty", n)
        for day in [date(2024, 3, 1) + timedelta(days=int(who.luck("fined", n) * 900))]
        if day <= on
    ]
    return {
        "status": "active",
        "registered_on": _day(min(founded, on)),
        "capital_minor": capital,
        "paid_in_minor": round(capital * min(1.0, 0.2 + 0.8 * who.luck("paid in")))
        if who.luck("shows") > 0.15
        else None,
        "legal_form": "有限责任公司",
        "region": None,
        "abnormal": who.happens(0.02, 0.9, "abnormal"),
        "changes": sorted(changes, key=lambda c: c["changed_on"]),
        "penalties": sorted(fines, key=lambda c: str(c["decided_on"])),
    }


def _tax(who: _Subject, on: date) -> Content:
    months = []
    for month in _months(on):
        sales = round(who.sales_minor * math.exp(0.2 * who.shock("sales", month)))
        due = round(sales * 0.02)
        late = who.happens(0.07, 0.7, "late tax", month)
        days = 5 + int(who.luck("days late", month) * 40) if late else 0
        months.append(
            {
                "month_on": _day(month),
                "declared_sales_minor": sales,
                "tax_due_minor": due,
                "tax_paid_minor": due,
                "late_days": days,
            }
        )
    seen = who.quality + 0.5 * who.shock("rating")
    rating = "a" if seen > 0.9 else "b" if seen > -0.2 else "m" if seen > -0.9 else "c" if seen > -1.7 else "d"
    overdue = round(who.sales_minor * 0.03) if who.happens(0.04, 0.9, "overdue") else 0
    return {"credit_rating": rating, "overdue_minor": overdue, "months": months}


def _social(who: _Subject, on: date) -> Content | None:
    if who.luck("no employees") < 0.15:
        return None
    people = max(1, round(math.exp(1.6 + 0.25 * who.quality + 0.5 * who.shock("people"))))
    months = []
    for month in _months(on):
        insured = max(0, people + round(0.08 * people * who.shock("insured", month)))
        months.append({"month_on": _day(month), "insured": insured, "paid_minor": insured * 120_000})
    return {
        "arrears_minor": people * 240_000 if who.happens(0.05, 0.8, "arrears") else 0,
        "months": months,
    }


def _courts(who: _Subject, on: date) -> Content:
    cases = []
    for n in range(5):
        if not who.happens(0.06, 0.9, "case", n):
            continue
        filed = date(2022, 6, 1) + timedelta(days=int(who.luck("filed", n) * 1600))
        if filed > on:
            continue
        enforced = who.happens(0.2, 0.8, "enforced", n)
        cases.append(
            {
                "filed_on": _day(filed),
                "role": "defendant" if enforced or who.luck("role", n) < 0.6 else "plaintiff",
                "kind": "enforcement" if enforced else "suit",
                "amount_minor": round(who.sales_minor * (0.1 + who.luck("claim", n))),
                "state": "open" if who.luck("state", n) < 0.3 else "closed",
            }
        )
    return {
        "dishonest_debtor": who.happens(0.006, 1.2, "dishonest"),
        "cases": sorted(cases, key=lambda c: str(c["filed_on"])),
    }


def _platform(who: _Subject, on: date) -> Content | None:
    if who.luck("on a platform") < 0.45:
        return None
    months = []
    for month in _months(on):
        orders = max(0, round(60 * math.exp(0.2 * who.quality + 0.3 * who.shock("orders", month))))
        sales = round(who.sales_minor * 0.3 * orders / 60)
        refunds = round(sales * min(0.5, 0.03 * math.exp(-0.5 * who.quality + 0.4 * who.shock("refunds", month))))
        months.append({"month_on": _day(month), "orders": orders, "sales_minor": sales, "refunds_minor": refunds})
    return {
        "joined_on": _day(
            max(_founded(who, on), date(2026, 1, 1) - timedelta(days=300 + int(who.luck("joined") * 1200)))
        ),
        "dispute_share": f"{min(0.3, 0.01 * math.exp(-0.6 * who.quality)):.4f}",
        "months": months,
    }


def _utilities(who: _Subject, on: date) -> Content:
    months = []
    for month in _months(on):
        kwh = max(0, round(who.sales_minor / 40_000 * math.exp(0.15 * who.shock("kwh", month))))
        late = who.happens(0.08, 0.7, "late bill", month)
        days = 3 + int(who.luck("bill days", month) * 30) if late else 0
        months.append({"month_on": _day(month), "kwh": kwh, "billed_minor": kwh * 80, "late_days": days})
    return {"connected_on": _day(_founded(who, on)), "months": months}


def _loans(who: _Subject, on: date) -> list[Content]:
    loans = []
    for n in range(4):
        if who.luck("borrows", n) > 0.42:
            continue
        opened = date(2024, 1, 15) + timedelta(days=int(who.luck("opened", n) * 850))
        if opened > on:
            continue
        worst = 10 + int(who.luck("worst", n) * 80) if who.happens(0.10, 1.0, "overdue loan", n) else 0
        now = worst if worst and who.luck("still", n) < 0.25 else 0
        balance = round(who.sales_minor * (0.2 + 1.4 * who.luck("balance", n)))
        loans.append(
            {
                "opened_on": _day(opened),
                "lender": LENDERS[n],
                "balance_minor": balance,
                "monthly_minor": balance // 18,
                "overdue_days": now,
                "worst_overdue_days": worst,
            }
        )
    return loans


def _inquiries(who: _Subject, on: date) -> list[Content]:
    days = [date(2025, 1, 5) + timedelta(days=17 * n + int(who.luck("asked", n) * 15)) for n in range(45)]
    return [
        {"asked_on": _day(day), "purpose": "loan" if who.luck("why", n) < 0.7 else "review"}
        for n, day in enumerate(days)
        if day <= on and who.happens(0.10, 0.5, "inquiry", n)
    ]


def _bureau(who: _Subject, on: date) -> Content | None:
    if who.luck("no file") < 0.25:
        return None
    given = round(who.sales_minor * 1.5) if who.happens(0.08, 0.4, "guarantee") else 0
    return {"guarantees_minor": given, "loans": _loans(who, on), "inquiries": _inquiries(who, on)}


def _person_bureau(who: _Subject, on: date) -> Content | None:
    if who.luck("no file") < 0.15:
        return None
    limit = 1_000_000 * (1 + int(who.luck("cards") * 12))
    used = min(1.0, max(0.0, 0.45 - 0.15 * who.quality + 0.2 * who.shock("used")))
    return {
        "cards_limit_minor": limit,
        "cards_used_minor": round(limit * used),
        "loans": _loans(who, on),
        "inquiries": _inquiries(who, on),
    }


def _income(who: _Subject, on: date) -> Content:
    """Who runs no firm earns what the work pays, whatever their quality; that shows in how much months differ."""
    level, swing = 0.2 * who.quality, 0.15
    if not who.has_firm:
        level = 0.06 * who.quality + 0.35 * who.shock("wage")
        swing = 0.15 * math.exp(-0.35 * who.quality)
    months = [
        {
            "month_on": _day(month),
            "income_minor": round(700_000 * math.exp(level + swing * who.shock("income", month))),
        }
        for month in _months(on)
    ]
    return {
        "employer_since_on": _day(date(2024, 1, 1) - timedelta(days=int(who.luck("since") * 3000))),
        "months": months,
    }


def _spending(who: _Subject, on: date) -> Content:
    months = [
        {
            "month_on": _day(month),
            "spent_minor": round(420_000 * math.exp(0.05 * who.quality + 0.25 * who.shock("spent", month))),
            "bills_late": int(who.happens(0.06, 0.8, "late", month)),
        }
        for month in _months(on)
    ]
    return {"months": months}


def _tenure(who: _Subject, on: date) -> Content:
    def since(what: str) -> date:
        return min(on, date(2025, 6, 1)) - timedelta(days=int((0.05 + 0.95 * who.luck(what)) * 3600))

    return {
        "address_since_on": _day(since("address")) if who.luck("address known") > 0.1 else None,
        "phone_since_on": _day(since("phone")),
    }


def _day(day: date) -> str:
    return day.isoformat()


_SOURCES: Mapping[str, Callable[[_Subject, date], Content | None]] = {
    "business_registration": _registration,
    "tax": _tax,
    "social_security": _social,
    "judicial_records": _courts,
    "platform_trade": _platform,
    "utility_bills": _utilities,
    "credit_bureau": _bureau,
    "person_credit": _person_bureau,
    "person_income": _income,
    "person_spending": _spending,
    "person_tenure": _tenure,
}
SOURCES: tuple[str, ...] = tuple(_SOURCES)


@lru_cache(maxsize=4)
def people_index(seed: int, size: int) -> Mapping[str, str]:
    """`people_of`, once a process."""
    return people_of(seed=seed, size=size)
