"""The quality of the portfolio: five classes, stages, provisions, roll rates, vintages; and grades set by people."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.override_grade import override_grade
from puhui.flows.portfolio_quality import portfolio_quality
from puhui.foundation.party.facade import party_names
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.bars import late_bars
from puhui.interfaces.workbench.curves import curves
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.risk.provisioning.facade import (
    STATES,
    Estimate,
    Grade,
    ProvisionLine,
    decide_override,
    end_override,
    graded_as,
    overrides,
)

PAGE = 50
Row = tuple[object, int, int, str, int, int]


@require_GET
@staff_page("lending")
def show_quality(request: HttpRequest) -> HttpResponse:
    """The book as it was last provided for, or on a day; of one product or of all."""
    on = parse_date(request.GET["on"], where="on") if request.GET.get("on") else None
    product = request.GET.get("product") or None
    found = portfolio_quality(actor_from(request), on=on, product_code=product)
    return page(
        request,
        "quality",
        _("Portfolio quality"),
        found=found,
        product=product,
        grades=_sums(found.lines, {int(grade): grade for grade in Grade}, "grade"),
        stages=_sums(found.lines, dict.fromkeys((1, 2, 3), None), "stage"),
        statutory=sum(line.statutory_minor for line in found.lines),
        states=STATES,
        matrices=[(code, estimate, _shares(estimate)) for code, estimate in found.estimates],
        curves=curves(found.vintages) if found.vintages else None,
        trend=[(book, late_bars(book.late_bps)) for book in found.trend],
        waiting=overrides(actor_from(request), waiting_only=True),
    )


@require_GET
@staff_page("lending")
def grades(request: HttpRequest) -> HttpResponse:
    """The loans of a class, or of a stage, that are not plain normal."""
    grade, stage = (_number(request, name) for name in ("grade", "stage"))
    actor = actor_from(request)
    found = graded_as(actor, grade=grade, stage=stage, after=after_of(request), most=PAGE)
    return page(
        request,
        "grades",
        _("Graded loans"),
        rows=found,
        names=party_names(actor, party_ids={row.borrower_id for row in found if row.borrower_id}),
        grade=grade,
        stage=stage,
        all_grades=list(Grade)[1:],
        next=found[-1].loan_id if len(found) == PAGE else None,
    )


@require_POST
@staff_page("lending")
def propose_grade(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """Asks for a worse grade; a colleague confirms it."""
    form, call = request.POST, call_from(request)

    def act() -> object:
        until = parse_date(form.get("until", ""), where="until")
        return override_grade(
            call, loan_id=loan_id, grade=_grade(form.get("grade", "")), until=until, reason=form.get("reason", "")
        )

    return done(request, act, then=reverse("workbench:loan", args=[loan_id]), message=_("Done."))


@require_POST
@staff_page("lending")
def decide_grade(request: HttpRequest, loan_id: UUID, override_id: UUID) -> HttpResponse:
    """Confirms, declines or ends a grade that was set by people."""
    call = call_from(request)
    acts: dict[str, Callable[[], object]] = {
        "confirm": lambda: decide_override(call, override_id=override_id, agree=True),
        "decline": lambda: decide_override(call, override_id=override_id, agree=False),
        "end": lambda: end_override(call, override_id=override_id),
    }
    return done_by(request, acts, then=reverse("workbench:loan", args=[loan_id]))


def _sums(lines: Sequence[ProvisionLine], kinds: Mapping[int, object], by: str) -> list[Row]:
    """Loans, principal, its share, statutory provision and expected loss of each class or stage."""
    whole = sum(line.principal_minor for line in lines)
    return [
        (
            kind,
            sum(line.loans for line in mine),
            principal,
            f"{Decimal(100 * principal) / whole:.2f}" if whole else "0.00",
            sum(line.statutory_minor for line in mine),
            sum(line.expected_loss_minor for line in mine),
        )
        for kind in kinds
        for mine in [[line for line in lines if int(getattr(line, by)) == kind]]
        for principal in [sum(line.principal_minor for line in mine)]
    ]


def _shares(estimate: Estimate) -> list[tuple[str, list[str]]]:
    """The matrix in percent, a row a band."""
    return [(STATES[band], [f"{share * 100:.2f}" for share in row]) for band, row in enumerate(estimate.matrix)]


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if text and text not in "12345":
        raise InvalidInput(name, "a number from 1 to 5")
    return int(text) if text else None


def _grade(text: str) -> int:
    if text not in ("2", "3", "4", "5"):
        raise InvalidInput("grade", "a grade set by people is one of 2 (attention) to 5 (loss)")
    return int(text)
