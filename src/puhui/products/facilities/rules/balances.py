"""The balances of a facility and what each event does to them: the one place that says whether a draw fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

SETTING = frozenset({"granted", "cut", "raised"})
STILL = frozenset({"frozen", "unfrozen", "reviewed", "expired", "closed"})


class NoRoom(ValueError):
    """A reservation that does not fit."""


@dataclass(frozen=True, slots=True)
class Balances:
    """Minor units. `limit` holds for draws; what is in use beyond it, after a cut or a returned payment, is `over`."""

    limit: int = 0
    drawn: int = 0
    reserved: int = 0

    @property
    def used(self) -> int:
        """Drawn and on its way to be."""
        return self.drawn + self.reserved

    @property
    def free(self) -> int:
        """What can still be drawn; never below zero."""
        return max(0, self.limit - self.used)

    @property
    def over(self) -> int:
        """What is in use beyond the limit."""
        return max(0, self.used - self.limit)

    def after(self, kind: str, amount: int) -> Balances:
        """The balances after an event. `amount` is what moved; for `granted`, `cut` and `raised` the new limit."""
        if amount < 0:
            raise ValueError("an event has an amount of zero or above")
        if kind == "reserved" and amount > self.free:
            raise NoRoom
        moved = self._moved(kind, amount)
        if min(moved.limit, moved.drawn, moved.reserved) < 0:
            raise ValueError(f"{kind} of {amount} leaves less than nothing of {self}")
        return moved

    def _moved(self, kind: str, amount: int) -> Balances:
        if kind in SETTING:
            return replace(self, limit=amount)
        if kind == "drawn":  # what was reserved is drawn now: no more is in use than before
            return replace(self, reserved=self.reserved - amount, drawn=self.drawn + amount)
        if kind in ("reserved", "released"):
            return replace(self, reserved=self.reserved + (amount if kind == "reserved" else -amount))
        if kind in ("repaid", "returned"):
            return replace(self, drawn=self.drawn + (amount if kind == "returned" else -amount))
        if kind not in STILL:
            raise ValueError(f"no such event: {kind}")
        return self


def folded(events: Iterable[tuple[str, int]]) -> Balances:
    """The balances that events come to, from the first one on."""
    balances = Balances()
    for kind, amount in events:
        balances = balances.after(kind, amount)
    return balances


def outstanding_by_draw(drawn: Iterable[int], *, principal: int) -> list[int]:
    """What is left of each draw of a line, in their order: the oldest is repaid first, so the newest keep what is owed.

    More principal than was drawn (interest that became principal) stands with the newest.
    """
    amounts, left = list(drawn), principal
    kept = [0] * len(amounts)
    for place in range(len(amounts) - 1, -1, -1):
        kept[place] = min(amounts[place], left)
        left -= kept[place]
    if kept and left:
        kept[-1] += left
    return kept
