"""How made-up firms repay, month by month, as a table for a behaviour model: pure, so that thousands take seconds.

What a firm does follows from its latent quality and from the seed: good ones pay on the day or before it, weaker ones
slip by days or weeks, more often when they slipped last month, and those that will fail stop paying for good.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from puhui.flows.simulation.profiles import default_chance
from puhui.flows.simulation.seeds import dice
from puhui.kernel.dates import add_months
from puhui.risk.decisioning.facade import RepaymentHistory, behaviour_facts, worst_days_late

FIRST_DAY = date(2023, 1, 15)
TERMS = (12, 18, 24, 36)
INSTALMENT_MINOR = 1_000_000
DEFAULT_DAYS, OUTCOME_MONTHS = 90, 12
FAILS_A_YEAR = 0.6  # of those that fail, so many do within a year of the payout
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Life:
    """One loan lived to its end."""

    paid_out_on: date
    dues: tuple[tuple[date, int], ...]
    payments: tuple[tuple[date, int], ...]

    def seen(self, on: date) -> RepaymentHistory:
        """What was known of it on a day."""
        paid = [payment for payment in self.payments if payment[0] <= on]
        whole = INSTALMENT_MINOR * len(self.dues)
        return RepaymentHistory(
            paid_out_on=self.paid_out_on,
            principal_minor=whole,
            owed_principal_minor=max(whole - sum(amount for _, amount in paid), 0),
            dues=[due for due in self.dues if due[0] <= on],
            payments=paid,
        )


def repayment_rows(loans: int, *, seed: int) -> Iterator[Row]:
    """One row a loan, seen on one random month of its life: facts, and whether it came to default in the year after.

    A loan that is in default already is left out, and so is one that ends within a month.
    """
    for number in range(loans):
        roll = dice("repayments", seed, number)
        life = _life(float(roll.normal()), roll)
        month = 1 + int(roll.integers(0, max(len(life.dues) - 2, 1)))
        on = add_months(life.paid_out_on, month) + timedelta(days=10)
        facts = behaviour_facts(life.seen(on), on=on)
        if int(facts["days_past_due"] or 0) > DEFAULT_DAYS:
            continue
        until = add_months(on, OUTCOME_MONTHS)
        worst = worst_days_late(life.seen(until), on=until, since=on)
        yield {"loan": number, **facts, "default": int(worst > DEFAULT_DAYS)}


def _life(quality: float, roll: np.random.Generator) -> _Life:
    paid_out_on = FIRST_DAY + timedelta(days=int(roll.integers(0, 365)))
    months = int(roll.choice(TERMS))
    dues = [(add_months(paid_out_on, n + 1), INSTALMENT_MINOR) for n in range(months)]
    fails = roll.random() < float(default_chance(quality))
    last = int(roll.geometric(FAILS_A_YEAR / OUTCOME_MONTHS)) if fails else months + 1
    payments, slipped = [], False
    for n, (due, amount) in enumerate(dues, start=1):
        if n >= last:
            break
        nearer = 1.2 if fails and n >= last - 2 else 0.0  # trouble shows before it is there
        slips = roll.random() < 1 / (1 + np.exp(2.2 + 0.8 * quality - (1.3 if slipped else 0) - nearer))
        early = not slips and roll.random() < 0.15 / (1 + np.exp(-quality))
        days = int(roll.integers(2, 40)) if slips else -int(roll.integers(1, 8)) if early else 0
        payments.append((due + timedelta(days=days), amount))
        slipped = slips
    return _Life(paid_out_on, tuple(dues), tuple(payments))
