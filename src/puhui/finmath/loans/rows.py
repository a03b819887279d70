"""One line of the schedule while it is being worked on, and the numbers of the components."""

from typing import Final

PRINCIPAL: Final = 0
INTEREST: Final = 1
FEES: Final = 2
PENALTY: Final = 3
COMPOUND: Final = 4
HELD: Final = 5
"""The place, in the tally of an event, of what is held."""


class Row:
    """An instalment in the making: what it asks for is final once it fell due or was met ahead (`is_done`).

    `extra` is interest that was owed before and is asked for with it, on top of its own.
    """

    __slots__ = (
        "balance",
        "charged",
        "due",
        "extra",
        "fees",
        "forgone",
        "interest",
        "is_done",
        "n",
        "paid_fees",
        "paid_interest",
        "paid_principal",
        "prepaid",
        "principal",
    )

    def __init__(self, n: int, due: int, fees: int) -> None:
        self.n, self.due, self.fees = n, due, fees
        self.principal = self.interest = self.balance = self.prepaid = self.charged = 0
        self.paid_principal = self.paid_interest = self.paid_fees = self.forgone = self.extra = 0
        self.is_done = False

    @property
    def charged_unpaid(self) -> int:
        """Fees charged by an event that are owed already, though they are asked for with this instalment."""
        return max(self.charged - self.paid_fees, 0)

    @property
    def is_met(self) -> bool:
        """True when nothing of it is unpaid."""
        return (
            self.paid_principal >= self.principal
            and self.paid_interest >= self.interest
            and self.paid_fees >= self.fees
        )

    @property
    def is_empty(self) -> bool:
        """True when it asks for nothing."""
        return not (self.principal or self.interest or self.fees or self.prepaid)

    @property
    def is_blank(self) -> bool:
        """True when nothing is charged to it and nothing has met it."""
        return not (
            self.fees
            or self.charged
            or self.prepaid
            or self.paid_principal
            or self.paid_interest
            or self.paid_fees
            or self.forgone
            or self.extra
        )

    def charge(self, amount: int) -> None:
        """Fees that are owed already are asked for with it; what was paid ahead met the fees that it had before."""
        if amount:
            self.fees += amount
            self.charged = max(self.charged, self.paid_fees) + amount

    def meet(self, component: int, amount: int) -> None:
        """Something it asks for was met: 0 principal, 1 interest, 2 fees."""
        if component == 0:
            self.paid_principal += amount
        elif component == 1:
            self.paid_interest += amount
        else:
            self.paid_fees += amount

    def hand_over_to(self, other: "Row") -> None:
        """Everything charged to it and everything that met it goes to another instalment."""
        for name in ("fees", "charged", "prepaid", "paid_principal", "paid_interest", "paid_fees", "forgone", "extra"):
            setattr(other, name, getattr(other, name) + getattr(self, name))
            setattr(self, name, 0)
