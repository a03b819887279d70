"""Made-up persons without a firm, up to a million in columns: facts, groups, the true risk; repeatable from a seed.

What sources know of them follows the very relations of `source_answers.py` (incomes, spending, bills, loans, cards,
inquiries, tenure), drawn directly instead of day by day. Who fails follows from the latent quality alone and does not
depend on any group. Our own assumptions (mark U): what a month's work pays by place, sex and age, who lets us ask about
income, what they state of themselves, and for how many months' income they ask.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from puhui.flows.simulation.identities import REGIONS
from puhui.flows.simulation.profiles import default_chance
from puhui.flows.simulation.seeds import number_of
from puhui.flows.simulation.source_answers import PERSON_SCALE_MINOR
from puhui.flows.simulation.wide_world import AT_ONCE, WideWorld, nothing_owed, ratio_column, whole_column
from puhui.risk.decisioning.facade import UNKNOWN, NumberColumn, RequestColumns, TextColumn, same_text
from puhui.risk.lab.facade import Part

GROUPS: Final = ("rural", "women", "old", "thin_file", "first_time")
INCOME_MINOR, SPENDING_MINOR = 700_000, 420_000
LOAN_SLOTS, INQUIRY_DAYS = 4, 11  # about one day in seventeen on which somebody may have asked, in six months
ALLOW_INCOME: Final = 0.85
PAY: Final = {"rural": 0.85, "women": 0.90, "old": 0.75}  # U: shares of what the others are paid
DAYS_A_MONTH: Final = 30.4375
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def persons_at_large(world: WideWorld) -> Iterator[Part]:
    """The persons in parts. A larger world begins with the same parts."""
    for start in range(0, world.size, AT_ONCE):
        size = min(AT_ONCE, world.size - start)
        roll = np.random.Generator(np.random.PCG64(number_of("wide persons", world.seed, start)))
        yield _part(world, roll=roll, size=size)


def _part(world: WideWorld, *, roll: np.random.Generator, size: int) -> Part:
    quality = roll.normal(size=AT_ONCE)
    groups = _groups(roll)
    monthly, facts = _facts(roll, quality, groups, on=world.as_of)
    asks, cut = world.asks, slice(0, size)
    wanted = (monthly * np.exp(0.6 + 0.8 * roll.normal(size=AT_ONCE))).astype(np.int64)
    amounts = np.clip(wanted // asks.step_minor * asks.step_minor, asks.least_minor, asks.most_minor)
    terms = np.array(asks.terms_months, dtype=np.int64)[roll.integers(0, len(asks.terms_months), size=AT_ONCE)]
    region = roll.integers(0, len(REGIONS), size=AT_ONCE)
    asked = RequestColumns(
        as_of=world.as_of,
        product_code=world.product_code,
        amount_minor=amounts[cut],
        term_months=terms[cut],
        method=same_text(asks.method, size=size),
        purpose=same_text(asks.purpose, size=size),
        facts={name: column.part(cut) for name, column in facts.items()} | nothing_owed(size),
        applicant={
            "kind": same_text("person", size=size),
            "region": TextColumn(region[cut].astype(np.int32), REGIONS),
            "sources_missing": NumberColumn(np.zeros(size, dtype=np.int64)),
        },
    )
    return Part(
        asked=asked,
        groups={name: flags[cut] for name, flags in groups.items()},
        industry=np.full(size, -1, dtype=np.int16),
        true_pd=default_chance(quality)[cut],
    )


def _groups(roll: np.random.Generator) -> dict[str, Flags]:
    """Rural people and new borrowers more often have no file at a bureau; nothing here depends on quality."""
    rural, women, old = (roll.random(AT_ONCE) < share for share in (0.36, 0.49, 0.12))
    thin = roll.random(AT_ONCE) < np.where(rural, 0.20, 0.12)
    first = roll.random(AT_ONCE) < np.where(thin, 0.85, 0.38)
    return dict(zip(GROUPS, (rural, women, old, thin, first), strict=True))


def _facts(
    roll: np.random.Generator, quality: Floats, groups: dict[str, Flags], *, on: date
) -> tuple[Floats, dict[str, NumberColumn]]:
    """Mean monthly income as it is, and what is known of everyone."""
    mean, spread = _income(roll, quality, groups)
    spent = SPENDING_MINOR * np.exp(0.05 * quality + 0.25 * roll.normal(size=(6, AT_ONCE))).mean(axis=0)
    hidden = roll.random(AT_ONCE) >= ALLOW_INCOME
    work = (on.toordinal() - date(2024, 1, 1).toordinal() + roll.random(AT_ONCE) * 3000) / DAYS_A_MONTH
    stated = np.rint(mean * np.exp(0.08 + 0.15 * roll.normal(size=AT_ONCE)) / 10_000) * 10_000
    living = np.rint(spent * np.exp(-0.10 + 0.15 * roll.normal(size=AT_ONCE)) / 10_000) * 10_000
    bureau = _bureau(roll, quality, no_file=groups["thin_file"])
    seen = np.maximum(spent, living)
    return mean, {
        **bureau,
        "person_income_12m": _unless(mean, hidden),
        "person_income_volatility_12m": ratio_column(spread, hidden),
        "person_occupied_months": _unless(np.floor(np.maximum(work, 0)), hidden),
        "person_spending_6m": whole_column(spent),
        "person_bills_late_12m": whole_column(roll.binomial(12, _chance(0.06, 0.8, quality))),
        "person_address_months": _unless(_since(roll, on), roll.random(AT_ONCE) < 0.1),
        "person_phone_months": whole_column(_since(roll, on)),
        "declared_income": whole_column(stated),
        "declared_living_cost": whole_column(living),
        "declared_monthly_due": bureau["person_monthly_due"],
        "own.verified_income_minor": whole_column(np.where(hidden, 0, np.rint(mean))),
        "own.declared_income_minor": whole_column(np.where(hidden, stated, 0)),
        "own.living_cost_minor": whole_column(seen),
        "own.due_elsewhere_minor": bureau["person_monthly_due"],
        "own.debt_elsewhere_minor": bureau["person_debt"],
    }


def _income(roll: np.random.Generator, quality: Floats, groups: dict[str, Flags]) -> tuple[Floats, Floats]:
    """Mean and standard deviation over the mean of twelve months; what work pays says little of quality."""
    level = 0.06 * quality + 0.35 * roll.normal(size=AT_ONCE)
    swing = 0.15 * np.exp(-0.35 * quality)
    pay = np.prod([np.where(groups[name], share, 1.0) for name, share in PAY.items()], axis=0)
    months = INCOME_MINOR * pay * np.exp(level + swing * roll.normal(size=(12, AT_ONCE)))
    mean: Floats = months.mean(axis=0)
    spread: Floats = np.clip(months.std(axis=0) / mean, 0, 10)
    return mean, spread


def _bureau(roll: np.random.Generator, quality: Floats, *, no_file: Flags) -> dict[str, NumberColumn]:
    """Loans elsewhere, cards and inquiries; of whom the bureau has no file, nothing is on record."""
    shape = (LOAN_SLOTS, AT_ONCE)
    has = (roll.random(shape) <= 0.42) & ~no_file
    balance = has * np.rint(PERSON_SCALE_MINOR * (0.2 + 1.4 * roll.random(shape)))
    late = has & (roll.random(shape) < _chance(0.10, 1.0, quality))
    worst = late * (10 + np.floor(80 * roll.random(shape)))
    now = np.where(roll.random(shape) < 0.25, worst, 0)
    asked = roll.binomial(INQUIRY_DAYS, _chance(0.10, 0.5, quality) * 0.7) * ~no_file
    used = np.clip(0.45 - 0.15 * quality + 0.2 * roll.normal(size=AT_ONCE), 0, 1)
    return {
        "person_bureau_known": whole_column(~no_file * 1.0),
        "person_debt": whole_column(balance.sum(axis=0)),
        "person_monthly_due": whole_column((balance // 18).sum(axis=0)),
        "person_overdue_now": whole_column(now.max(axis=0)),
        "person_worst_overdue_24m": whole_column(worst.max(axis=0)),
        "person_inquiries_6m": whole_column(asked),
        "person_card_use": ratio_column(used, no_file),
    }


def _chance(base: float, slope: float, quality: Floats) -> Floats:
    """Something bad: more likely for a lower quality, `base` at quality 0."""
    odds = np.exp(np.log(base / (1 - base)) - slope * quality)
    chance: Floats = odds / (1 + odds)
    return chance


def _since(roll: np.random.Generator, on: date) -> Floats:
    begun = min(on, date(2025, 6, 1)).toordinal() - (0.05 + 0.95 * roll.random(AT_ONCE)) * 3600
    months: Floats = np.floor((on.toordinal() - begun) / DAYS_A_MONTH)
    return months


def _unless(values: Any, unknown: Flags) -> NumberColumn:
    """Whole numbers, unknown where said."""
    column = whole_column(values)
    column.units[unknown] = UNKNOWN
    return column
