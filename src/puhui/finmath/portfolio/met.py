"""Which loans run exactly as agreed: their payments are the first lines of the schedule, each in full on its day."""

import numpy as np

from puhui.finmath.portfolio.exact import Ints
from puhui.finmath.portfolio.schedules import Schedules


def dues_met(made: Schedules, *, loan: Ints, on: Ints, amount: Ints) -> Ints:
    """How many lines of each loan were met on their days and in full; -1 where payments are of another kind.

    One place a payment: the place of its loan, its day as an ordinal, its amount in minor units. Payments of one loan
    on one day count together.
    """
    order = np.lexsort((on, loan))
    key = loan[order] * 2**20 + on[order]
    days, first = np.unique(key, return_index=True)
    paid = np.add.reduceat(amount[order], first) if len(first) else amount[:0]
    of_line = np.repeat(np.arange(len(made)), np.diff(made.offsets))
    asking = np.flatnonzero(made.total > 0)
    before = np.searchsorted(asking, made.offsets[:-1])  # asking lines of the loans before
    loans = days >> 20
    number = np.arange(len(days)) - np.searchsorted(loans, loans)  # which payment of its loan it is
    places = before[loans] + number
    lines = asking[np.minimum(places, len(asking) - 1)] if len(asking) else np.zeros(len(days), dtype=np.int64)
    fits = (places < len(asking)) & (of_line[lines] == loans)
    fits &= (made.due[lines] == days - (loans << 20)) & (made.total[lines] == paid)
    met = np.zeros(len(made), dtype=np.int64)
    np.maximum.at(met, loans, lines - made.offsets[loans] + 1)
    met[loans[~fits]] = -1
    return met
