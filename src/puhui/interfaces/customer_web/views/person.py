"""A person who borrows for themselves: who they are, what they earn; their own wishes against too much debt."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from puhui.conduct.protection.facade import protection_on, protections_of
from puhui.flows.declare_income import PURPOSE, declare_income
from puhui.flows.protect_person.give_back import give_back_loan as give_back_flow
from puhui.flows.protect_person.wishes import exclude_self, set_own_limit, set_think_from
from puhui.foundation.consent.facade import covered_scopes
from puhui.foundation.party.facade import complete_person, home_date, party_card
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms_person import ExclusionForm, IncomeForm, MeForm, OwnLimitForm, ThinkFromForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page, see_other
from puhui.interfaces.customer_web.views.welcome import safe_target
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound

WANTED = "wanted_product"  # in the session, from the first page to the form of the product


def own_id(actor: Actor) -> UUID:
    """The person who is signed in."""
    if actor.party_id is None:
        raise NotFound("person")
    return actor.party_id


@require_http_methods(["GET", "POST"])
@personal_page
def me(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who the person is; whoever has said so goes back to where it was asked, or on to the consent or the income."""
    person_id = own_id(actor)
    if request.GET.get("product"):
        request.session[WANTED] = request.GET["product"][:60]
    target = safe_target(request, request.POST.get("next", "") or request.GET.get("next", ""))
    if party_card(actor, party_id=person_id).is_identified:
        return see_other(target) if target else _next(actor)
    form = MeForm(request.POST or None)
    if request.method == "POST":
        made = form.attempt(lambda data: complete_person(call_of(request, actor), party_id=person_id, **data))
        if made is not None:
            return see_other(target) if target else _next(actor)
    return page(request, "me", {"form": form, "next": target}, status=form.status)


def to_identity(*, back: str) -> HttpResponse:
    """Sends the person to say who they are, and afterwards back to where it was needed."""
    return see_other(f"{reverse('me')}?{urlencode({'next': back})}")


def _next(actor: Actor) -> HttpResponse:
    """To the consent without which nothing may be assessed, and to the income after it."""
    person_id = own_id(actor)
    on = home_date(current_ports().clock.now())
    if (PURPOSE, "person_declared") in covered_scopes(party_id=person_id, on=on):
        return go("my_income")
    address = reverse("consent", args=[person_id, PURPOSE])
    return see_other(f"{address}?{urlencode({'next': reverse('my_income')})}")


def _apply(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """To the form of the product that they came for, else to the choice."""
    wanted = request.session.pop(WANTED, "")
    return see_other(reverse("apply", args=[person_id]) + (f"?{urlencode({'product': wanted})}" if wanted else ""))


@require_http_methods(["GET", "POST"])
@personal_page
def my_income(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the person earns, spends and owes elsewhere, by their own word."""
    person_id = own_id(actor)
    form = IncomeForm(request.POST or None)
    target = safe_target(request, request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method == "POST":
        stated = form.attempt(lambda data: declare_income(call_of(request, actor), party_id=person_id, **data))
        if stated is not None:
            return see_other(target) if target else _apply(request, person_id)
    return page(request, "income", {"form": form, "person_id": person_id, "next": target}, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def protections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What holds, and a limit of one's own."""
    form = OwnLimitForm(request.POST or None)
    if request.method == "POST":
        made = form.attempt(lambda data: set_own_limit(call_of(request, actor), **data))
        if made is not None:
            return go("protections")
    return _protections(request, actor, limit_form=form, status=form.status)


@require_POST
@personal_page
def think(request: HttpRequest, actor: Actor) -> HttpResponse:
    """From an amount on, everything waits."""
    form = ThinkFromForm(request.POST)
    if form.attempt(lambda data: set_think_from(call_of(request, actor), **data)) is not None:
        return go("protections")
    return _protections(request, actor, think_form=form, status=form.status)


@require_POST
@personal_page
def exclude(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keeps the person from borrowing for some months."""
    months = protection_on(home_date(current_ports().clock.now())).exclusion_months
    form = ExclusionForm(request.POST, months=months)
    made = form.attempt(lambda data: exclude_self(call_of(request, actor), **data))
    if made is not None:
        return go("protections")
    return _protections(request, actor, exclusion_form=form, status=form.status)


def _protections(
    request: HttpRequest,
    actor: Actor,
    *,
    limit_form: OwnLimitForm | None = None,
    exclusion_form: ExclusionForm | None = None,
    think_form: ThinkFromForm | None = None,
    status: int = 200,
) -> HttpResponse:
    on = home_date(current_ports().clock.now())
    policy = protection_on(on)
    context = {
        "found": protections_of(actor, party_id=own_id(actor), on=on),
        "wait": policy.raise_wait_days,
        "limit_form": limit_form or OwnLimitForm(),
        "exclusion_form": exclusion_form or ExclusionForm(months=policy.exclusion_months),
        "think_form": think_form or ThinkFromForm(),
        "hours": policy.second_thoughts.hours,
        "form": exclusion_form or think_form or limit_form or OwnLimitForm(),
    }
    return page(request, "protections", context, status=status)


@require_POST
@personal_page
def give_back_loan(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """Gives a loan back within the days of the product."""
    form = PageForm(request.POST)
    form.attempt(lambda data: give_back_flow(call_of(request, actor), loan_id=loan_id))
    if form.refusal is not None:
        raise form.refusal
    return go("loan", loan_id)
