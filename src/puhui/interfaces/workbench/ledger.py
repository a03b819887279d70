"""The books: trial balance, journals, statements."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.foundation.ledger.facade import (
    AccountRef,
    account_statement,
    business_date,
    journal,
    journals_page,
    owner_statement,
    trial_balance,
)
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.paging import date_of

PAGE = 50


@require_GET
@staff_page("ledger")
def trial(request: HttpRequest) -> HttpResponse:
    """The trial balance of a business date."""
    today = business_date()
    on = date_of(request, "on", today)
    balance = trial_balance(actor_from(request), on=None if on == today else on)
    return page(request, "trial_balance", _("Trial balance"), balance=balance, on=on)


@require_GET
@staff_page("ledger")
def journals(request: HttpRequest) -> HttpResponse:
    """Journals, newest first."""
    on = date_of(request, "on", business_date()) if request.GET.get("on") else None
    found = journals_page(actor_from(request), on=on, after=request.GET.get("after") or None, most=PAGE)
    return page(request, "journals", _("Journals"), found=found, on=on)


@require_GET
@staff_page("ledger")
def show_journal(request: HttpRequest, journal_id: UUID) -> HttpResponse:
    """One journal with its transfers."""
    return page(request, "journal", _("Journal"), journal=journal(actor_from(request), journal_id))


@require_GET
@staff_page("ledger")
def statement(request: HttpRequest, code: str) -> HttpResponse:
    """The entries of one account of the chart, or of one owner within it."""
    actor, after = actor_from(request), request.GET.get("after") or None
    until = date_of(request, "to", business_date())
    since = date_of(request, "from", until.replace(day=1))
    found = account_statement(actor, ref=AccountRef(code), from_date=since, to_date=until, after=after, most=PAGE)
    return page(request, "statement", code, found=found, since=since, until=until)


@require_GET
@staff_page("ledger")
def loan_statement(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    """Everything that was booked for one loan."""
    until = date_of(request, "to", business_date())
    since = date_of(request, "from", until.replace(month=1, day=1))
    found = owner_statement(
        actor_from(request),
        owner_id=owner_id,
        from_date=since,
        to_date=until,
        after=request.GET.get("after") or None,
        most=PAGE,
    )
    return page(request, "statement", _("Statement of the loan"), found=found, since=since, until=until)
