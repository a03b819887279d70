"""What the close of a day does with receivables: earns the discount, provides for late debtors, finds what ran out."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from puhui.foundation.ledger.facade import draft_from_template, post
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id, new_id
from puhui.products.receivables.actions.ending import provided
from puhui.products.receivables.contracts import OPEN, DaySeen, State
from puhui.products.receivables.models import EarnedDay, Receivable
from puhui.products.receivables.policy_files import ReceivablesPolicy, receivables_policy
from puhui.products.receivables.rules.closing import allowance_of
from puhui.products.receivables.rules.price import earned_minor

MOST = 100_000
NAMESPACE = UUID("0196f000-0000-7000-8000-7265636569ab")


def close_day_of_receivables(call: Call, *, day: date) -> DaySeen:
    """One pass over what is open; what changed is written together. Disputes and recourse that ran out are named."""
    policy, rows = receivables_policy(day), list(Receivable.objects.filter(state__in=OPEN).order_by("id")[:MOST])
    earned = _earn(call, rows, day=day)
    _provide(call, rows, policy=policy, day=day)
    on = day + timedelta(days=1)
    return DaySeen(
        looked_at=len(rows),
        earned_minor=earned,
        overdue=tuple(r.id for r in rows if _is_chased(r) and (on - r.due_on).days == policy.case_from_days),
        bought_back=tuple(r.id for r in rows if _must_be_bought_back(r, policy=policy, on=on)),
        coming=tuple(r.id for r in rows if _is_chased(r) and (r.due_on - on).days == policy.remind_days_before),
    )


def _earn(call: Call, rows: Sequence[Receivable], *, day: date) -> int:
    """What the day earned, one entry for each currency; done again it changes nothing."""
    on, sums = day + timedelta(days=1), dict[str, int]()
    for row in rows:
        assert row.funded_on is not None
        before, after = (
            earned_minor(row.discount_minor, funded_on=row.funded_on, due_on=row.due_on, on=d) for d in (day, on)
        )
        sums[row.currency] = sums.get(row.currency, 0) + after - before
    done = set(EarnedDay.objects.filter(day=day).values_list("currency", flat=True))
    for currency, minor in sorted(sums.items()):
        if minor and currency not in done:
            _book_earned(call, day=day, currency=currency, minor=minor)
    return sum(sums.values())


def _book_earned(call: Call, *, day: date, currency: str, minor: int) -> None:
    EarnedDay.objects.create(id=new_id(), day=day, currency=currency, earned_minor=minor)
    draft = draft_from_template(
        "discount_earned",
        id=derived_id(NAMESPACE, f"{day}/{currency}"),
        amounts={"earned": minor},
        owners={},
        bucket=0,
        value_date=day,
        source=f"receivables:{day}",
        currency=currency,
    )
    post([draft], call=call)


def _provide(call: Call, rows: Sequence[Receivable], *, policy: ReceivablesPolicy, day: date) -> None:
    """Sets aside for late debtors where the seller does not answer; a disputed one is the seller's."""
    changed, drafts = [], []
    for row in rows:
        late = (day - row.due_on).days if not row.with_recourse and row.state == State.FUNDED else 0
        wanted = allowance_of(
            row.outstanding_minor, reserve_left=row.reserve_left_minor, days_past_due=late, ladder=policy.ladder
        )
        if wanted != row.allowance_minor:
            drafts.append(provided(row, to=wanted, what=f"provided/{day}"))
            changed.append(row)
    post(drafts, call=call)
    Receivable.objects.bulk_update(changed, ["allowance_minor"], batch_size=500)


def _is_chased(row: Receivable) -> bool:
    return row.state == State.FUNDED


def _must_be_bought_back(row: Receivable, *, policy: ReceivablesPolicy, on: date) -> bool:
    if row.state == State.DISPUTED:
        return row.dispute_until is not None and row.dispute_until < on
    return row.with_recourse and (on - row.due_on).days >= policy.recourse_days
