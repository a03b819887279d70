"""Which rate a loan that follows a benchmark bears from a repricing day on. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol
from uuid import UUID

from pydantic import TypeAdapter

from puhui.finmath.loans.repricing import followed
from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput
from puhui.products.lending.rate_contracts import Quotes, RateBasis

BY_BENCHMARK: Final = "benchmark"  # the `method` of a rate change that nobody agreed on: the contract brought it
BY_CONDITION: Final = "condition"  # a rate change because a discount was lost or is back
_BASIS: Final[TypeAdapter[RateBasis]] = TypeAdapter(RateBasis)


class RateEvent(Protocol):
    """What is read of a recorded event."""

    @property
    def id(self) -> UUID: ...  # noqa: D102
    @property
    def n(self) -> int: ...  # noqa: D102
    @property
    def on(self) -> date: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def method(self) -> str: ...  # noqa: D102
    @property
    def of_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def annual_rate_pct(self) -> Decimal | None: ...  # noqa: D102


def basis_as_json(basis: RateBasis | None) -> dict[str, Any]:
    """As it is stored; nothing for a fixed rate."""
    made: dict[str, Any] = plain(basis) if basis else {}
    return made


def basis_from_json(kept: Mapping[str, Any]) -> RateBasis | None:
    """As it was agreed; None for a fixed rate."""
    return _BASIS.validate_python(dict(kept)) if kept else None


def quote_on(quotes: Quotes, day: date) -> Decimal:
    """The benchmark in force on a day, in percent; refuses a day before the first one."""
    known = [pct for since, pct in quotes if since <= day]
    if not known:
        raise InvalidInput("rate.benchmark", f"no rate of the benchmark is known on {day}")
    return known[-1]


def repriced_rate(
    basis: RateBasis, *, agreed_pct: Decimal, events: Sequence[RateEvent], quotes: Quotes, day: date
) -> tuple[Decimal, Decimal]:
    """The rate that the loan bears up to the repricing day, and the one from it on, in percent.

    `agreed_pct` is the contract's. A rate that was agreed by hand later keeps its distance to the benchmark as on the
    day from which it was agreed: whoever was granted a lower one goes on having it lower. Undone events count as never.
    What a lost discount raised it by stays on top of what is followed.
    """
    now_pct = quote_on(quotes, day)
    bears, agreed, then_pct = agreed_pct, agreed_pct, agreed_pct - basis.spread_bps / 100
    for event in _sets(events, day=day):
        rate = event.annual_rate_pct or Decimal(0)
        if event.kind == "rate_change" and event.method == BY_CONDITION:
            agreed += rate - bears
        elif event.kind != "rate_change" or event.method != BY_BENCHMARK:
            agreed, then_pct = rate, quote_on(quotes, event.on)
        bears = rate
    lowest, highest = basis.lowest_pct, basis.highest_pct
    return bears, followed(agreed, then_pct=then_pct, now_pct=now_pct, lowest=lowest, highest=highest)


def moved_by_conditions(agreed_pct: Decimal, events: Sequence[RateEvent], *, day: date) -> tuple[Decimal, Decimal]:
    """The rate that a loan bears on a day, and by how many points lost discounts have raised it, as events tell."""
    bears, moved = agreed_pct, Decimal(0)
    for event in _sets(events, day=day):
        rate = event.annual_rate_pct or Decimal(0)
        if event.method == BY_CONDITION:
            moved += rate - bears
        bears = rate
    return bears, moved


def _sets(events: Sequence[RateEvent], *, day: date) -> list[RateEvent]:
    """The events that set a rate up to a day, in their order; undone ones count as never."""
    undone = {event.of_id for event in events}
    found = [e for e in events if e.annual_rate_pct is not None and e.on <= day and e.id not in undone]
    return sorted(found, key=lambda event: (event.on, event.n))
