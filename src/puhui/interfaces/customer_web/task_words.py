"""The tasks of a draft in words, each with the page on which it is done."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from puhui.flows.originate_loan.tasks import Task, TaskKind
from puhui.products.origination.facade import ApplicationView

TITLES = {
    TaskKind.DETAILS: _("How much, for how long, repaid how"),
    TaskKind.WHO: _("Who you are"),
    TaskKind.CONSENT: _("Your consent to read what the decision needs"),
    TaskKind.INVOICES: _("Invoices of the firm"),
    TaskKind.INCOME: _("What you earn and spend"),
    TaskKind.HOUSEHOLD: _("Your household"),
    TaskKind.PAPERS: _("Papers, by photo"),
    TaskKind.CONTACT: _("Somebody who stands by you, if you like"),
}
HINTS = {
    TaskKind.INVOICES: _("Without them a person has to look, which takes longer."),
    TaskKind.INCOME: _("Without it a person has to look, which takes longer."),
}


@dataclass(frozen=True, slots=True)
class ToldTask:
    """A task as the page shows it; no address where nothing can be done about it here."""

    title: object
    hint: object
    address: str
    is_done: bool
    is_needed: bool


def told_task(one: Task, *, asked: ApplicationView, may_change: bool) -> ToldTask:
    """The task in the page's language."""
    hint = "" if one.is_done else _hint(one)
    return ToldTask(
        TITLES[one.kind], hint, _address(one.kind, asked, may_change=may_change), one.is_done, one.is_needed
    )


def _hint(one: Task) -> object:
    if one.kind is TaskKind.PAPERS:
        return _("Without them it cannot be sent.") if one.is_needed else _("Whoever looks at it will ask for them.")
    return HINTS.get(one.kind, "")


def _address(kind: TaskKind, asked: ApplicationView, *, may_change: bool) -> str:
    party, back = asked.firm_id, urlencode({"next": reverse("application", args=[asked.id])})
    if kind is TaskKind.DETAILS:
        query = urlencode({"product": asked.product_code, "draft": asked.id})
        return f"{reverse('apply', args=[party])}?{query}" if may_change else ""
    return {
        TaskKind.WHO: reverse("me"),
        TaskKind.CONSENT: f"{reverse('consent', args=[party])}?{back}",
        TaskKind.INVOICES: reverse("invoices", args=[party]),
        TaskKind.INCOME: f"{reverse('my_income')}?{back}",
        TaskKind.HOUSEHOLD: reverse("farm"),
        TaskKind.PAPERS: reverse("sent_papers", args=[asked.id]),
        TaskKind.CONTACT: reverse("contacts"),
    }[kind]
