"""What is known of measures of relief."""

from uuid import UUID

from django.db.models import Count, Q

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.collections.help_contracts import ReliefLine, ReliefState, ReliefView
from puhui.products.collections.models import Relief, ReliefLoan


def reliefs(actor: Actor, *, most: int = 50) -> list[ReliefView]:
    """Measures that were proposed, newest first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read relief")
    rows = list(Relief.objects.order_by("-id")[: min(most, 200)])
    counts = _counts([row.id for row in rows])
    return [_view(row, counts.get(row.id, (0, 0, 0))) for row in rows]


def relief(actor: Actor, *, relief_id: UUID) -> ReliefView:
    """One measure. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read relief")
    row = Relief.objects.filter(id=relief_id).first()
    if row is None:
        raise NotFound("relief", where="relief_id")
    return _view(row, _counts([relief_id]).get(relief_id, (0, 0, 0)))


def relief_lines(actor: Actor, *, relief_id: UUID, after: UUID | None = None, most: int = 100) -> list[ReliefLine]:
    """The loans that a measure met or left out, in the order of their ids. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read relief")
    rows = ReliefLoan.objects.filter(relief_id=relief_id).order_by("loan_id")
    if after:
        rows = rows.filter(loan_id__gt=after)
    return [ReliefLine(loan_id=r.loan_id, event_id=r.event_id, why_not=r.why_not, undone_event_id=r.undone_event_id)
            for r in rows[: min(most, 1000)]]  # fmt: skip


def lines_to_undo(*, relief_id: UUID, most: int) -> list[ReliefLine]:
    """Loans whose event of the measure still stands. For flows: no rights are looked at."""
    rows = ReliefLoan.objects.filter(relief_id=relief_id, event_id__isnull=False, undone_event_id=None, why_not="")
    return [ReliefLine(loan_id=r.loan_id, event_id=r.event_id, why_not="", undone_event_id=None)
            for r in rows.order_by("loan_id")[:most]]  # fmt: skip


def _counts(ids: list[UUID]) -> dict[UUID, tuple[int, int, int]]:
    rows = (
        ReliefLoan.objects.filter(relief_id__in=ids)
        .values("relief_id")
        .annotate(
            met=Count("id", filter=Q(event_id__isnull=False)),
            out=Count("id", filter=Q(event_id__isnull=True)),
            undone=Count("id", filter=Q(undone_event_id__isnull=False)),
        )
    )
    return {row["relief_id"]: (row["met"], row["out"], row["undone"]) for row in rows}


def _view(row: Relief, counts: tuple[int, int, int]) -> ReliefView:
    met, left_out, undone = counts
    return ReliefView(
        id=row.id,
        measure=row.measure,
        version=row.version,
        state=ReliefState(row.state),
        expected_loans=row.expected_loans,
        expected_principal=Money(row.expected_minor, row.currency),
        met=met,
        left_out=left_out,
        undone=undone,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        confirmed_by_name=row.confirmed_by_name,
        proposed_on=row.proposed_on,
    )
