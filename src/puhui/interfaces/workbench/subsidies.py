"""Interest subsidies: schemes, what waits to be claimed, claims with their files, and the state's payments."""

import csv
from collections.abc import Callable, Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.subsidise_loans.claims import file_subsidy_claim, receive_subsidy
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_names
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.frame import actor_from, call_from, page, staff_page
from puhui.kernel.actors import Actor, Role
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.subsidies.facade import claim, claim_rows, claims_page, grants_page, schemes_on, unclaimed

COLUMNS = ("claim", "loan_id", "borrower_id", "region", "due_on", "interest", "subsidy", "payer_part")


@require_GET
@staff_page("subsidies")
def subsidies(request: HttpRequest) -> HttpResponse:
    """What the state pays for: schemes in force, what waits, what was claimed, the newest grants."""
    actor, today = actor_from(request), business_date()
    schemes = schemes_on(today)
    payers = {(one.id, payer.code): payer.name for one in schemes.values() for payer in one.payers}
    return page(
        request,
        "subsidies",
        _("Interest subsidies"),
        schemes=schemes,
        waiting=[(row, payers.get(row[:2]) or _shop(actor, row[1])) for row in unclaimed(actor)],
        claims=claims_page(actor),
        grants=grants_page(actor, most=50),
        today=today,
        may_claim=bool(actor.roles & {Role.FINANCE, Role.OPERATIONS}),
        may_book=Role.FINANCE in actor.roles,
    )


@require_POST
@staff_page("subsidies")
def act_on_subsidies(request: HttpRequest) -> HttpResponse:
    """Files a claim, or books what the state paid on one."""
    form, call = request.POST, call_from(request)
    acts: dict[str, Callable[[], object]] = {
        "file": lambda: file_subsidy_claim(
            call,
            scheme=form.get("scheme", ""),
            payer=form.get("payer", ""),
            until=parse_date(form.get("until", ""), where="until"),
        ),
        "paid": lambda: receive_subsidy(
            call,
            claim_id=_id(form.get("claim_id", "")),
            paid=Money.parse(form.get("amount", "").replace(",", ""), where="amount"),
            reference=form.get("reference", ""),
        ),
    }
    return done_by(request, acts, then=reverse("workbench:subsidies"))


@require_GET
@staff_page("subsidies")
def claim_file(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """The rows of a claim as CSV: loans by number, no names."""
    actor = actor_from(request)
    number = claim(actor, claim_id).number
    response = HttpResponse("".join(_lines(actor, claim_id)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{number.replace("/", "-")}.csv"'
    return response


def _lines(actor: Actor, claim_id: UUID) -> Iterator[str]:
    echo = _Echo()
    writer = csv.writer(echo)
    yield str(writer.writerow(COLUMNS))
    for row in claim_rows(actor, claim_id):
        yield str(writer.writerow([getattr(row, name) for name in COLUMNS]))


def _shop(actor: Actor, payer: str) -> Text | None:
    """The name of a shop that pays interest, where its loans name it as the payer."""
    try:
        shop_id = UUID(payer)
    except ValueError:
        return None
    name = party_names(actor, party_ids=[shop_id]).get(shop_id, "")
    return Text(en=name, zh=name)


class _Echo:
    """Gives back what is written, so that rows can be streamed."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput("claim_id", "choose one of the claims") from None
