"""What a day adds to the income of a group of loans: sums by product and currency, and their fingerprint."""

import hashlib
from dataclasses import dataclass, field


@dataclass(slots=True)
class Earned:
    """Sums of one product and currency in one group, in minor units."""

    interest: int = 0
    penalty: int = 0
    fees: int = 0
    loans: int = 0

    def as_amounts(self) -> dict[str, int]:
        """The amounts of the posting template `day_accrued`."""
        amounts: dict[str, int] = {}
        for name in ("interest", "penalty", "fees"):
            value = getattr(self, name)
            amounts[name], amounts[f"{name}_lowered"] = max(value, 0), max(-value, 0)
        return amounts


@dataclass(slots=True)
class GroupTally:
    """What is summed up while the loans of one group are read."""

    earned: dict[tuple[str, str], Earned] = field(default_factory=dict)
    loans: int = 0
    _state: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, key: tuple[str, str], *, loan: bytes, interest: int, penalty: int, fees: int = 0) -> None:
        """Adds one loan's day."""
        sums = self.earned.get(key)
        if sums is None:
            sums = self.earned[key] = Earned()
        sums.interest += interest
        sums.penalty += penalty
        sums.fees += fees
        sums.loans += 1
        self.loans += 1
        self._state.update(b"%s%d,%d,%d;" % (loan, interest, penalty, fees))

    def checksum(self) -> str:
        """SHA-256 over what each loan added, in the order of the loans."""
        return self._state.hexdigest()
